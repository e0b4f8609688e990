/** Numbers that look random and are the same for the same seed (mulberry32, public domain). */
export interface Randomness {
  readonly seed: number;
  /** 0 ≤ n < 1 */
  next(): number;
  between(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** `SEED` in the environment repeats an earlier run. */
export function makeRandomness(
  seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000),
): Randomness {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    next,
    between: (from, to) => from + Math.floor(next() * (to - from)),
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
  };
}
