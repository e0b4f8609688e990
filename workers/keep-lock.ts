import type { Job } from '../engine/port.ts';

/**
 * How long a job stays locked when its process dies: short, so that another one takes over soon.
 * While a worker is busy the lock is renewed well before it runs out.
 */
export const LOCK_MS = 15_000;
const RENEW_EVERY_MS = 5_000;

/**
 * Renews the lock of a job until the returned function is called, or the worker has had its time:
 * a worker that hangs must not keep the job for ever.
 */
export function keepLock(
  job: Pick<Job, 'extendLock'>,
  longestMs: number,
  lost: (error: unknown) => void,
): () => void {
  let renewals = Math.ceil(longestMs / RENEW_EVERY_MS);
  const timer = setInterval(() => {
    renewals -= 1;
    if (renewals <= 0) clearInterval(timer);
    else job.extendLock(LOCK_MS).catch(lost);
  }, RENEW_EVERY_MS);
  return () => clearInterval(timer);
}
