import type { Request, Response } from 'express';
import type { PageRenderer } from '../templates/page-renderer.ts';
import type { Answer, PageAnswer } from './answer.ts';
import type { Context } from './context.ts';
import { HttpError } from './http-error.ts';
import { csrfToken } from './middleware/csrf.ts';
import { saveSession } from './middleware/save-session.ts';
import { pageChrome } from './page-chrome.ts';
import type { PortalOptions } from './portal-options.ts';
import { isPdf, isShown } from './shown-types.ts';

type Download = Extract<Answer, { type: 'download' }>;

/** Turns what a handler answers into HTTP. */
export async function sendAnswer(
  renderer: PageRenderer,
  context: Context,
  request: Request,
  response: Response,
  answer: Answer,
): Promise<void> {
  switch (answer.type) {
    case 'page':
      return sendPage(renderer, context, request, response, answer);
    case 'redirect':
      response.redirect(303, ownPath(answer.to));
      return;
    case 'leave':
      response.redirect(303, paymentAddress(answer.to, context.options.paymentOrigins));
      return;
    case 'to-identity':
      response.redirect(303, identityAddress(answer, context.options));
      return;
    case 'download':
      sendFile(response, answer);
      return;
    case 'json':
      response.status(answer.status ?? 200).json(answer.body);
      return;
    case 'text':
      response.type(answer.mediaType).send(answer.body);
  }
}

async function sendPage(
  renderer: PageRenderer,
  context: Context,
  request: Request,
  response: Response,
  answer: PageAnswer,
): Promise<void> {
  const signedIn = context.identity.signedIn();
  const csrfToken = signedIn !== undefined || needsForm(answer) ? await formToken(request) : '';
  const chrome = pageChrome(request, context.options, {
    locale: context.locale,
    ...(answer.languages ? { languages: answer.languages } : {}),
    title: answer.title,
    csrfToken,
    section: answer.section ?? 'none',
    hasErrors: answer.hasErrors ?? false,
    signedIn,
    t: context.t,
  });
  response
    .status(answer.status ?? 200)
    .type('html')
    .send(renderer.render(answer.page, chrome, answer.view));
}

async function formToken(request: Request): Promise<string> {
  const isNew = request.session.csrfToken === undefined;
  const token = csrfToken(request);
  if (isNew) await saveSession(request);
  return token;
}

/** Pages without a form begin no session: reading leaves nothing behind. Whoever is signed in has one. */
const PAGES_WITHOUT_FORM: ReadonlySet<string> = new Set([
  'services',
  'text',
  'error',
  'draft-gone',
  'receipt',
  'later',
  'verify',
  'action-taken',
  'mailbox',
  'case-mailbox',
  'sign-in-problem',
  'signed-out',
]);

function needsForm(answer: PageAnswer): boolean {
  return !PAGES_WITHOUT_FORM.has(answer.page);
}

function ownPath(to: string): string {
  if (!/^\/(?![/\\])/.test(to)) throw new HttpError('internal', 'redirect to a foreign address');
  return to;
}

/** The address comes from the payment service: a faulty or taken-over one leads nowhere else. */
function paymentAddress(to: string, origins: readonly string[]): string {
  const url = URL.canParse(to) ? new URL(to) : undefined;
  if (!url || !origins.includes(url.origin)) {
    throw new HttpError('unavailable', 'payment address outside the configured origins');
  }
  return url.href;
}

/** The address comes from what the provider says of itself. */
function identityAddress(
  { to, audience }: Extract<Answer, { type: 'to-identity' }>,
  { identityOrigins }: PortalOptions,
): string {
  const url = URL.canParse(to) ? new URL(to) : undefined;
  if (!url || url.origin !== identityOrigins?.[audience]) {
    throw new HttpError('unavailable', 'identity provider outside its configured origin');
  }
  return url.href;
}

/** Whatever the type says, nothing of it runs or loads anything in our origin. */
function sendFile(response: Response, { content, fileName, mediaType, shown }: Download): void {
  const isInline = shown === true && isShown(mediaType);
  const isShownPdf = isInline && isPdf(mediaType);
  response.set('Content-Disposition', disposition(fileName, isInline));
  // The reader's language is not that of the file: a receipt speaks its case's, an upload any.
  response.removeHeader('Content-Language');
  // In a sandbox not every browser's viewer opens; our own pages show it in a frame.
  if (isShownPdf) response.set('X-Frame-Options', 'SAMEORIGIN');
  response.set(
    'Content-Security-Policy',
    isShownPdf ? "default-src 'none'; frame-ancestors 'self'" : "default-src 'none'; sandbox",
  );
  response.type(mediaType).send(Buffer.from(content));
}

/** RFC 6266: an ASCII name for old clients, the real one in UTF-8 (RFC 5987). */
function disposition(fileName: string, shown: boolean): string {
  const safe = fileName.replace(/[\p{Cc}/\\"]/gu, '_');
  const ascii = safe.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${shown ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
