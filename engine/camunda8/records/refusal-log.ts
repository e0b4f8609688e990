import type { Log } from '../../../core/log.ts';
import type { Refusal, RefusalCode } from './refusal.ts';

export interface RefusalLog {
  note(refusal: Refusal): void;
  /** A batch was taken: what stands in the way from now on is new. */
  taken(): void;
  counts(): ReadonlyMap<RefusalCode, number>;
}

/** More different reasons than these are one: somebody tries things. */
const MAX_REASONS = 100;

/** The exporter repeats what was refused about once a second: a reason is logged once, not each time. */
export function makeRefusalLog(log: Log): RefusalLog {
  const counts = new Map<RefusalCode, number>();
  const logged = new Map<string, RefusalCode>();

  return {
    note(refusal) {
      const { code, message, cause } = refusal;
      counts.set(code, (counts.get(code) ?? 0) + 1);
      if (logged.has(message) || logged.size >= MAX_REASONS) return;
      logged.set(message, code);
      log.warn({ code, err: cause }, `records of Zeebe were refused: ${message}`);
    },
    taken() {
      for (const [message, code] of logged) if (code === 'unavailable') logged.delete(message);
    },
    counts: () => new Map(counts),
  };
}
