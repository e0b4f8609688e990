import { setTimeout as wait } from 'node:timers/promises';

/** Waits, but does not outlive the demo city: when it stops, the wait ends at once. */
export async function pause(delayMs: number, stopped: AbortSignal): Promise<void> {
  await wait(delayMs, undefined, { signal: stopped }).catch(() => undefined);
}
