import { nextCronDate, parseCron } from './cron.ts';
import type { Cron } from './cron.ts';
import { excerpt, FeelError } from './feel-error.ts';
import { addDuration, parseDateTime, parseDuration } from './timer-values.ts';

/** A repeating interval (`repetitions` undefined: without end) or a cron calendar (without end). */
export type Cycle =
  | { kind: 'interval'; repetitions?: number; startMs?: number; duration: string }
  | { kind: 'cron'; cron: Cron };

function refuse(text: string): never {
  throw new FeelError(
    'feel-evaluation',
    text,
    `"${excerpt(text)}" is not a cycle`,
    `„${excerpt(text)}“ ist keine Wiederholung (wie R3/PT10M, R/P1D oder ein Cron-Ausdruck)`,
  );
}

/**
 * Reads `R3/PT10M`, `R/PT1H`, `R5/2026-01-01T00:00:00Z/P1D`, or a cron text of six fields (seconds
 * first; `@daily` and the like too).
 *
 * @throws FeelError `feel-evaluation`
 */
export function parseCycle(value: unknown, zone: string): Cycle {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return refuse(String(value));
  if (!text.startsWith('R')) return { kind: 'cron', cron: parseCron(text) };
  const [head = '', ...rest] = text.split('/');
  const found = /^R(-1|\d{0,9})$/.exec(head);
  if (found === null || rest.length < 1 || rest.length > 2) return refuse(text);
  const count = found[1] as string;
  const duration = parseDuration(rest.at(-1));
  const start = rest.length === 2 ? parseDateTime(rest[0], zone) : undefined;
  return {
    kind: 'interval',
    duration,
    ...(count === '' || count === '-1' ? {} : { repetitions: Number(count) }),
    ...(start === undefined ? {} : { startMs: start }),
  };
}

/**
 * When a cycle is due next, in milliseconds; a cycle counts from its previous due time.
 *
 * @param fired how often it has fired
 * @param previousMs the previous due time, or when the cycle was armed
 * @returns undefined when it is over
 */
export function nextCycleDate(
  cycle: Cycle,
  fired: number,
  previousMs: number,
  zone: string,
): number | undefined {
  if (cycle.kind === 'cron') return nextCronDate(cycle.cron, previousMs, zone);
  if (cycle.repetitions !== undefined && fired >= cycle.repetitions) return undefined;
  if (fired === 0 && cycle.startMs !== undefined) return Math.max(cycle.startMs, previousMs);
  return addDuration(previousMs, cycle.duration, zone);
}
