import type { ErrorRequestHandler, Request, Response } from 'express';
import { CaseError } from '../../core/cases/case-error.ts';
import { isDatabaseAway } from '../../core/database-away.ts';
import { translator } from '../../core/i18n/translate.ts';
import type { Log } from '../../core/log.ts';
import { DEFAULT_LOCALE } from '../../core/procedures/texts.ts';
import type { PageRenderer } from '../../templates/page-renderer.ts';
import { errorTexts, HTTP_STATUS, HttpError } from '../http-error.ts';
import type { HttpErrorCode } from '../http-error.ts';
import type { PortalOptions } from '../portal-options.ts';
import { pageChrome } from '../page-chrome.ts';

/**
 * The one place that decides what an error looks like outside: a page with a code that the log
 * knows too, never a stack or a cause.
 */
export function errorPages(
  renderer: PageRenderer,
  options: PortalOptions,
  log: Log,
): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const known = toHttpError(error);
    writeLog(log, known, error, response);
    if (response.headersSent) {
      // Not to Express: it would print the whole error, with the values that a query was given.
      if (!response.writableEnded) response.destroy();
      return;
    }
    sendErrorPage(renderer, options, request, response, known.code);
  };
}

function sendErrorPage(
  renderer: PageRenderer,
  options: PortalOptions,
  request: Request,
  response: Response,
  code: HttpErrorCode,
): void {
  const locale = response.locals.locale ?? DEFAULT_LOCALE;
  const t = translator(locale);
  const { heading, text } = errorTexts(code);
  const whole = pageChrome(request, options, {
    locale,
    title: t(heading),
    csrfToken: '',
    section: 'none',
    hasErrors: false,
    // Its form would need a session, and that may be what failed.
    signedIn: undefined,
    t,
  });
  const chrome = { ...whole, signInHref: undefined };
  const view = {
    heading: t(heading),
    text: t(text),
    correlationId: response.locals.correlationId ?? '',
    showTracking: code === 'not-found' || code === 'csrf',
  };
  response
    .status(HTTP_STATUS[code])
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(renderer.render('error', chrome, view));
}

function writeLog(log: Log, known: HttpError, error: unknown, response: Response): void {
  const { correlationId, routePath } = response.locals;
  const fields = { correlationId, route: routePath ?? 'none', code: known.code };
  if (HTTP_STATUS[known.code] < 500) log.info(fields, known.message);
  else log.error({ ...fields, err: error }, 'request failed');
}

/** Express and its body parser say what went wrong by `type` and `status`. */
function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof CaseError) return fromCaseError(error);
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large' || type === 'parameters.too.many' || status === 413) {
    return new HttpError('too-large', 'body too large');
  }
  if (status === 415) return new HttpError('unsupported-type', 'unsupported encoding');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new HttpError('bad-request', 'malformed request');
  }
  if (isDatabaseAway(error)) return new HttpError('unavailable', 'database away', { cause: error });
  return new HttpError('internal', 'unexpected error', { cause: error });
}

function fromCaseError(error: CaseError): HttpError {
  switch (error.code) {
    case 'draft-not-found':
    case 'draft-expired':
    case 'case-not-found':
    case 'payment-not-found':
    case 'document-not-found':
      return new HttpError('not-found', error.code);
    case 'value-too-large':
    case 'document-too-large':
      return new HttpError('too-large', error.code);
    case 'value-not-storable':
      return new HttpError('bad-request', error.code);
    default:
      return new HttpError('internal', error.code, { cause: error });
  }
}
