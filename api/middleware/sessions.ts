import type { RequestHandler } from 'express';
import session from 'express-session';
import type { SessionRepository } from '../../core/access/session-repository.ts';
import type { Clock } from '../../core/clock.ts';
import { isSecure } from '../portal-options.ts';
import type { PortalOptions } from '../portal-options.ts';
import { makeSessionStore } from './session-store.ts';

/**
 * A session begins when a page first needs one (a form's CSRF token, a right), not with the first
 * visit. `__Host-` binds the cookie to this host and to TLS; plain http knows no such cookie.
 */
export function sessions(
  repository: SessionRepository,
  clock: Clock,
  options: PortalOptions,
): RequestHandler {
  return session({
    store: makeSessionStore(repository, clock),
    name: isSecure(options) ? '__Host-sitzung' : 'sitzung',
    secret: options.sessionSecret,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isSecure(options), path: '/' },
  });
}
