import type { Request, RequestHandler } from 'express';
import { csrfSync } from 'csrf-sync';
import { HttpError } from '../http-error.ts';
import { cleanFields, oneValue } from '../fields.ts';

const FIELD = '_csrf';

const guard = csrfSync({
  getTokenFromRequest: (request) => oneValue(cleanFields(request.body), FIELD),
  size: 32,
});

/** Every change of state carries the session's token in a hidden field. */
export const csrfProtection: RequestHandler = (request, response, next) => {
  guard.csrfSynchronisedProtection(request, response, (error?: unknown) => {
    next(error === guard.invalidCsrfTokenError ? new HttpError('csrf') : error);
  });
};

/**
 * Before the routes: a form with files is not read yet. Every row that changes something either
 * refuses it or reads it and checks the token then (`receive-uploads.ts`).
 */
export const csrfBeforeRoutes: RequestHandler = (request, response, next) => {
  if (isMultipart(request)) next();
  else csrfProtection(request, response, next);
};

export function isMultipart(request: Request): boolean {
  return typeof request.is('multipart/form-data') === 'string';
}

/** Whether these fields, read so far, carry the token. */
export function isCsrfTokenIn(request: Request, fields: object): boolean {
  request.body = fields;
  return guard.isRequestValid(request);
}

/** The token for the forms of a page. Asking for it begins the session. */
export function csrfToken(request: Request): string {
  return guard.generateToken(request);
}
