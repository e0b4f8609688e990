import type { Request, RequestHandler, Response } from 'express';
import { HttpError } from '../http-error.ts';
import type { ByteBudget } from './byte-budget.ts';
import { makeByteBudget } from './byte-budget.ts';
import { csrfProtection, isCsrfTokenIn, isMultipart } from './csrf.ts';
import { readMultipart, type SentFile } from './read-multipart.ts';

declare module 'express-serve-static-core' {
  interface Locals {
    /** What a form with files sent; absent elsewhere. */
    sentFiles?: readonly SentFile[];
  }
}

/** Of all requests together: it must fit into memory beside everything else. */
const MAX_HELD_BYTES = 250_000_000;

/** All rows that take files share what may be held. */
export const uploadBudget = (): ByteBudget => makeByteBudget(MAX_HELD_BYTES);

/** For rows that take files. Whoever may not use the row, or has no token of the session, sends in vain. */
export function receiveUploads(
  budget: ByteBudget,
  mayUse: (request: Request, response: Response) => Promise<boolean>,
): RequestHandler {
  return async (request, response, next) => {
    if (!isMultipart(request)) return next();
    if (!(await mayUse(request, response))) throw new HttpError('not-found', 'not for this sender');
    const share = budget.open();
    response.once('close', () => share.release());
    const { fields, files } = await readMultipart(request, share, (before) => {
      if (!isCsrfTokenIn(request, before)) throw new HttpError('csrf');
    });
    request.body = fields;
    response.locals.sentFiles = files;
    csrfProtection(request, response, next);
  };
}

/** For all other rows: files are said to be out of place, not taken for an empty form. */
export const refuseUploads: RequestHandler = (request, _response, next) => {
  next(isMultipart(request) ? new HttpError('unsupported-type') : undefined);
};
