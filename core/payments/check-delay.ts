const FIRST_DELAY_MS = 2_000;
const GROWTH = 1.5;
const LONGEST_DELAY_MS = 15 * 60_000;

/** Expired payments are looked at for a week: a page left open may still take money. */
export const AFTERMATH_MS = 7 * 24 * 3_600_000;
export const AFTERMATH_DELAY_MS = 6 * 3_600_000;

/** How long to wait before the service is asked again: 2 s after the first time, at most 15 min. */
export function checkDelayMs(checks: number): number {
  return Math.min(LONGEST_DELAY_MS, Math.round(FIRST_DELAY_MS * GROWTH ** Math.min(checks, 60)));
}
