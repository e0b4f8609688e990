import { keepListening } from '../../keep-listening.ts';
import type { Listening } from '../../keep-listening.ts';
import type { PgSettings } from '../../connection.ts';

/** Whoever writes a batch notifies it within the transaction. */
export const APPLIED_CHANNEL = 'amtsweg_mirror';

/** That batches were applied. What is in them stands in the database: nothing else is told. */
export interface AppliedSignal {
  /** To the listeners of this process, at once. */
  tellHere(): void;
  listen(listener: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Hears its own notifications as well: a listener is then called twice for a batch, and sees the
 * second time that nothing has changed.
 */
export function openAppliedSignal(settings: PgSettings): AppliedSignal {
  const listeners = new Set<() => void>();
  let listening: Listening | undefined;
  const tellHere = (): void => {
    for (const listener of [...listeners]) listener();
  };
  return {
    tellHere,
    listen(listener) {
      const own = (): void => listener();
      listeners.add(own);
      // `listening`: what was applied while nobody heard it.
      listening ??= keepListening(settings, APPLIED_CHANNEL, {
        hear: tellHere,
        listening: tellHere,
      });
      return () => void listeners.delete(own);
    },
    async close() {
      listeners.clear();
      await listening?.close();
    },
  };
}
