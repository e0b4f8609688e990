import type { SessionRepository } from '../core/access/session-repository.ts';
import type { DraftRepository } from '../core/cases/repositories.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { repeat } from './repeat.ts';

const EVERY_MS = 10 * 60_000;

/**
 * Removes what has expired (drafts that nobody submitted, sessions that nobody uses), and takes
 * the heads of the audit chains into the chain of the house.
 */
export function makeHousekeeping(ports: {
  readonly drafts: Pick<DraftRepository, 'removeExpired'>;
  readonly sessions: Pick<SessionRepository, 'removeExpired'>;
  readonly audit: { anchorHeads(): Promise<number> };
  readonly clock: Clock;
  readonly log: Log;
}) {
  const tidy = async (): Promise<void> => {
    const nowMs = ports.clock.now();
    const drafts = await ports.drafts.removeExpired(nowMs);
    const sessions = await ports.sessions.removeExpired(nowMs);
    await ports.audit.anchorHeads();
    if (drafts + sessions > 0) ports.log.info({ drafts, sessions }, 'expired data removed');
  };
  const { start, stop } = repeat('housekeeping', EVERY_MS, tidy, ports.log);
  return { start, stop };
}
