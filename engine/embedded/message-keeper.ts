import { randomUUID } from 'node:crypto';
import { makeLanes } from './lanes.ts';
import type { EngineStore, NewMessage } from './store.ts';
import { toEngineError } from './to-engine-error.ts';

/** Stores messages, those that come at the same time in one statement. */
export interface MessageKeeper {
  /** False when its message id is taken. */
  keep(message: NewMessage): Promise<boolean>;
  drain(): Promise<void>;
}

interface Insertion {
  readonly message: NewMessage;
  readonly resolve: (kept: boolean) => void;
  readonly reject: (error: unknown) => void;
}

const STATEMENTS_AT_ONCE = 2;

export function makeMessageKeeper(store: Pick<EngineStore, 'insertMessages'>): MessageKeeper {
  const lanes = makeLanes<Insertion>(STATEMENTS_AT_ONCE, async (ids) => {
    const insertions = ids.flatMap((id) => lanes.shift(id) ?? []);
    try {
      const kept = await store.insertMessages(insertions.map(({ message }) => message));
      insertions.forEach(({ resolve }, at) => resolve(kept[at] === true));
    } catch (error) {
      await oneByOne(insertions, error);
    }
  });

  /** One message that the database refuses does not take the others with it. */
  const oneByOne = async (insertions: readonly Insertion[], error: unknown): Promise<void> => {
    if (insertions.length === 1 || toEngineError(error).code === 'unavailable') {
      for (const { reject } of insertions) reject(error);
      return;
    }
    for (const { message, resolve, reject } of insertions) {
      await store.insertMessages([message]).then(([kept]) => resolve(kept === true), reject);
    }
  };

  return {
    // Those with one id go one after the other: the second finds the first.
    keep: (message) =>
      new Promise((resolve, reject) => {
        const { name, correlationKey, messageId = randomUUID() } = message;
        const id = JSON.stringify([name, correlationKey, messageId]);
        lanes.submit(id, { message, resolve, reject });
      }),
    drain: () => lanes.drain(),
  };
}
