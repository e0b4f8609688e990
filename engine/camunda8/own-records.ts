import type { EngineMirror } from '../mirror.ts';
import { OWN_RECORD_MS } from './settings.ts';

/** Waits until the records of an own command have come, so that people see what they did. */
export interface OwnRecords {
  /** At most `OWN_RECORD_MS`: the command is done, and its record comes for sure. */
  until(isThere: () => Promise<boolean>): Promise<void>;
}

export function makeOwnRecords(mirror: Pick<EngineMirror, 'onApplied'>): OwnRecords {
  return {
    async until(isThere) {
      let applied = (): void => undefined;
      const forget = mirror.onApplied(() => applied());
      let isOver = false;
      const timer = setTimeout(() => {
        isOver = true;
        applied();
      }, OWN_RECORD_MS);
      try {
        for (;;) {
          const next = new Promise<void>((resolve) => (applied = resolve));
          if (isOver || (await isThere())) return;
          await next;
        }
      } finally {
        clearTimeout(timer);
        forget();
      }
    },
  };
}
