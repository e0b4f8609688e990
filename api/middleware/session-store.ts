import session from 'express-session';
import type { SessionData } from 'express-session';
import type { SessionRepository } from '../../core/access/session-repository.ts';
import type { Clock } from '../../core/clock.ts';
import { openSession, sealSession, sessionKey } from './session-cipher.ts';

/** Idle time after which a session ends; the cookie itself ends with the browser. */
export const SESSION_LIFE_MS = 2 * 3_600_000;
/** A read prolongs the session only when this much of its life is gone: reads stay reads. */
const PROLONG_AFTER_MS = 10 * 60_000;

/** express-session's store over a repository that learns neither ids nor contents. */
export function makeSessionStore(repository: SessionRepository, clock: Clock): session.Store {
  const store = new (session.Store as unknown as new () => session.Store)();
  return Object.assign(store, {
    get(id: string, done: (error: unknown, data?: SessionData | null) => void) {
      load(repository, clock, id).then((data) => done(null, data), done);
    },
    set(id: string, data: SessionData, done?: (error?: unknown) => void) {
      const stored = {
        content: sealSession(id, data),
        expiresAtMs: clock.now() + SESSION_LIFE_MS,
      };
      settle(repository.save(sessionKey(id), stored), done);
    },
    destroy(id: string, done?: (error?: unknown) => void) {
      settle(repository.remove(sessionKey(id)), done);
    },
  });
}

async function load(
  repository: SessionRepository,
  clock: Clock,
  id: string,
): Promise<SessionData | null> {
  const key = sessionKey(id);
  const stored = await repository.find(key, clock.now());
  if (!stored) return null;
  const freshExpiryMs = clock.now() + SESSION_LIFE_MS;
  if (freshExpiryMs - stored.expiresAtMs > PROLONG_AFTER_MS) {
    await repository.prolong(key, freshExpiryMs);
  }
  return openSession(id, stored.content);
}

function settle(work: Promise<void>, done: ((error?: unknown) => void) | undefined): void {
  work.then(
    () => done?.(),
    (error: unknown) => done?.(error),
  );
}
