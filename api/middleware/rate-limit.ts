import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpError } from '../http-error.ts';
import type { LimitClass, PortalOptions } from '../portal-options.ts';
import { DEFAULT_LIMITS } from '../portal-options.ts';

const WINDOW_MS: Readonly<Record<LimitClass, number>> = {
  page: 60_000,
  write: 60_000,
  guess: 15 * 60_000,
};

/**
 * One counter per class and address, shared by all routes of the class. Kept in the process: with
 * several processes each allows its share, which bounds guessing all the same.
 */
export function rateLimits(options: PortalOptions): Record<LimitClass, RequestHandler> {
  return {
    page: limiter('page', options),
    write: limiter('write', options),
    guess: limiter('guess', options),
  };
}

function limiter(name: LimitClass, options: PortalOptions): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS[name],
    limit: options.limits?.[name] ?? DEFAULT_LIMITS[name],
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: name === 'guess',
    handler: (_request, _response, next) => next(new HttpError('too-many', `limit ${name}`)),
  });
}
