import { excerpt, FeelError } from './feel-error.ts';
import type { FeelEnvironment } from './types.ts';

export const MAX_OPERATIONS = 2_000_000;

/** What an evaluation may still do: it can neither run for ever nor fill the memory. */
export interface Meter {
  readonly env: FeelEnvironment;
  readonly source: string;
  /** Operations left. */
  budget: number;
}

export function makeMeter(source: string, env: FeelEnvironment): Meter {
  return { env, source, budget: MAX_OPERATIONS };
}

export function fail(
  { source }: Pick<Meter, 'source'>,
  reason: string,
  german: string,
  position?: number,
): never {
  const shown = excerpt(source);
  throw new FeelError(
    'feel-evaluation',
    source,
    `FEEL expression "${shown}" failed: ${reason}`,
    `Der FEEL-Ausdruck „${shown}“ ist gescheitert: ${german}`,
    position,
  );
}

/** Counts what loops: items, calls, characters made. */
export function spend(meter: Meter, amount = 1): void {
  meter.budget -= amount;
  if (meter.budget < 0) {
    fail(
      meter,
      `more than ${MAX_OPERATIONS} operations`,
      `mehr als ${MAX_OPERATIONS} Rechenschritte`,
    );
  }
}

/** Reading a list or a text costs little, holding a new one is memory. */
const READING = { list: 1 / 50, text: 1 / 1_000 };
const HOLDING = { list: 1 / 4, text: 1 / 64 };

function spendOn(meter: Meter, value: unknown, price: typeof READING): void {
  if (typeof value === 'string') spend(meter, value.length * price.text);
  else if (Array.isArray(value)) spend(meter, value.length * price.list);
}

export function spendOnReading(meter: Meter, values: readonly unknown[]): void {
  for (const value of values) spendOn(meter, value, READING);
}

export function spendOnResult(meter: Meter, value: unknown): void {
  spendOn(meter, value, HOLDING);
}
