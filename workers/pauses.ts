const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
const JOBS_REMEMBERED = 10_000;

/** How long a job waits before its next try: longer each time, within this process. */
export interface Pauses {
  next(jobKey: string): number;
  forget(jobKey: string): void;
}

/** @param random spreads the tries of many jobs that failed together; 0 ≤ n < 1 */
export function makePauses(random: () => number = Math.random): Pauses {
  const tries = new Map<string, number>();
  return {
    next(jobKey) {
      const count = tries.get(jobKey) ?? 0;
      // Set anew, so that the oldest entries are those that nobody asked for longest.
      tries.delete(jobKey);
      tries.set(jobKey, count + 1);
      if (tries.size > JOBS_REMEMBERED) tries.delete(tries.keys().next().value ?? '');
      const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count, 20));
      return Math.round(pauseMs * (0.75 + random() / 4));
    },
    forget: (jobKey) => void tries.delete(jobKey),
  };
}
