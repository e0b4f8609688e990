import { AGGREGATE_FUNCTIONS } from './aggregates.ts';
import { CONTEXT_FUNCTIONS } from './contexts.ts';
import { LIST_FUNCTIONS } from './lists.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { RANGE_FUNCTIONS } from './ranges.ts';
import { OUTSIDE_FUNCTIONS } from './outside.ts';
import { overloaded } from './signature.ts';
import type { LibraryFunction } from './signature.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { TEMPORAL_FUNCTIONS } from './temporal.ts';

/** DMN 1.5 section 10.3.4 and what Zeebe adds to it. */
const LIBRARY: ReadonlyMap<string, LibraryFunction> = new Map(
  Object.entries({
    ...STRING_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...AGGREGATE_FUNCTIONS,
    ...TEMPORAL_FUNCTIONS,
    ...CONTEXT_FUNCTIONS,
    ...RANGE_FUNCTIONS,
    ...OUTSIDE_FUNCTIONS,
  }).map(([name, signatures]) => [name, overloaded(signatures)]),
);

/** A function of the library by its name, spaces made one. */
export function findFunction(name: string): LibraryFunction | undefined {
  return LIBRARY.get(name);
}
