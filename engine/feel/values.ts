import { FeelError } from './feel-error.ts';
import { makeMeter } from './meter.ts';
import { equals } from './values/compare.ts';
import { isKind, KIND, typeOf } from './values/feel-values.ts';
import type { FeelType, FunctionValue } from './values/feel-values.ts';
import { parseTemporal } from './values/parse-temporal.ts';

export type { FeelType } from './values/feel-values.ts';
export type FeelFunction = (...args: unknown[]) => unknown;

/** A function that FEEL can call, with positional or named arguments. */
export function makeFeelFunction(parameters: readonly string[], body: FeelFunction): unknown {
  const made: FunctionValue = {
    [KIND]: 'function',
    parameters: [...parameters],
    call: (args) => body(...args),
  };
  return made;
}

/**
 * Calls a FEEL function with arguments by name; the ones left out are null.
 *
 * @throws FeelError when the value is no function or has no such parameter
 */
export function callFeelFunction(value: unknown, named: Record<string, unknown>): unknown {
  if (!isKind(value, 'function')) {
    throw new FeelError('feel-evaluation', '', 'not a function', 'keine Funktion');
  }
  const unknown = Object.keys(named).find((name) => !value.parameters.includes(name));
  if (unknown !== undefined) {
    const english = `no parameter "${unknown}"`;
    throw new FeelError('feel-evaluation', '', english, `kein Parameter „${unknown}“`);
  }
  return value.call(value.parameters.map((name) => named[name] ?? null));
}

/** The name of a value's FEEL type. */
export function feelTypeOf(value: unknown): FeelType {
  return typeOf(value);
}

/** A temporal value from ISO text (`2026-01-31`, `10:00:00+01:00`, `P3D`), null when it is none. */
export function readTemporal(text: string): unknown {
  return parseTemporal(text.trim().replace(/^@"(.*)"$/, '$1'));
}

/** Equality as FEEL's `=` sees it; local times are of `zone`. */
export function feelEquals(left: unknown, right: unknown, zone = 'UTC'): boolean {
  return equals(left, right, makeMeter('', { nowMs: 0, zone })) === true;
}
