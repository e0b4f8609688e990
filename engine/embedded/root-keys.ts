import type { EngineStore } from './store.ts';

export interface RootKeys {
  next(): Promise<string>;
}

/** Root keys from ranges that the database gives out, so that most starts ask nobody. */
export function makeRootKeys(store: EngineStore): RootKeys {
  let nextKey = 0n;
  let left = 0;
  let reserving: Promise<void> | undefined;

  const reserve = async (): Promise<void> => {
    const { first, count } = await store.reserveRootKeys();
    nextKey = first;
    left = count;
  };

  return {
    async next() {
      while (left === 0) {
        reserving ??= reserve().finally(() => {
          reserving = undefined;
        });
        await reserving;
      }
      left -= 1;
      const key = nextKey;
      nextKey += 1n;
      return key.toString();
    },
  };
}
