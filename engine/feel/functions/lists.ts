import { fail, spend } from '../meter.ts';
import type { Runtime } from '../compile/frame.ts';
import { compare, equals } from '../values/compare.ts';
import { isKind } from '../values/feel-values.ts';
import type { FunctionValue } from '../values/feel-values.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

function extreme(list: unknown[], wanted: number, runtime: Runtime): unknown {
  let best: unknown = list[0] ?? null;
  if (best === null || compare(best, best, runtime) === null) return null;
  for (const item of list) {
    const order = compare(item, best, runtime);
    if (order === null) return null;
    if (order === wanted) best = item;
  }
  return best;
}

/** `all` and `any`: decided by one value, unknown when something is no boolean. */
function logical(decisive: boolean): Signature[] {
  return [
    signature('...list: any', ([list]) => {
      const items = list as unknown[];
      if (items.includes(decisive)) return decisive;
      return items.every((item) => typeof item === 'boolean') ? !decisive : null;
    }),
  ];
}

/** Values that JavaScript tells apart as FEEL does. */
function arePlain(list: readonly unknown[]): boolean {
  return list.every((item) => item === null || typeof item !== 'object');
}

function distinct(list: unknown[], runtime: Runtime): unknown[] {
  if (arePlain(list)) return [...new Set(list)];
  const result: unknown[] = [];
  for (const item of list) {
    spend(runtime, result.length / 10);
    if (!result.some((each) => equals(each, item, runtime) === true)) result.push(item);
  }
  return result;
}

function duplicates(list: unknown[], runtime: Runtime): unknown[] {
  if (arePlain(list)) {
    const seen = new Set<unknown>();
    return distinct(
      list.filter((item) => seen.size === seen.add(item).size),
      runtime,
    );
  }
  const repeated = list.filter((item, index) => {
    spend(runtime, index / 10);
    return list.findIndex((each) => equals(each, item, runtime) === true) < index;
  });
  return distinct(repeated, runtime);
}

function flatten(list: unknown[], runtime: Runtime, depth = 0): unknown[] {
  if (depth > 200) fail(runtime, 'list nested too deeply', 'Liste zu tief geschachtelt');
  spend(runtime, list.length);
  return list.flatMap((item) => (Array.isArray(item) ? flatten(item, runtime, depth + 1) : [item]));
}

function concatenate(lists: unknown[]): unknown[] {
  return lists.flatMap((item) => item);
}

/** Position from 1, from the end when negative; undefined outside the list. */
function indexOf(list: unknown[], position: number): number | undefined {
  const index = position > 0 ? position - 1 : list.length + position;
  return position !== 0 && index >= 0 && index < list.length ? index : undefined;
}

function sublist(list: unknown[], start: number, length: number | null): unknown[] | null {
  const from = indexOf(list, start);
  if (from === undefined || (length !== null && length < 1)) return null;
  if (length !== null && from + length > list.length) return null;
  return list.slice(from, length === null ? undefined : from + length);
}

function insertBefore(list: unknown[], position: number, item: unknown): unknown[] | null {
  const index = indexOf(list, position);
  return index === undefined ? null : [...list.slice(0, index), item, ...list.slice(index)];
}

function remove(list: unknown[], position: number): unknown[] | null {
  const index = indexOf(list, position);
  return index === undefined ? null : list.filter((_, each) => each !== index);
}

function replaceMatching(list: unknown[], match: FunctionValue, item: unknown): unknown[] | null {
  const matched = list.map((each) => match.call([each, item]));
  if (!matched.every((each) => typeof each === 'boolean')) return null;
  return list.map((each, index) => (matched[index] === true ? item : each));
}

function replaceAt(list: unknown[], position: number, item: unknown): unknown[] | null {
  const index = indexOf(list, position);
  return index === undefined ? null : list.with(index, item);
}

function sort(list: unknown[], precedes: FunctionValue, runtime: Runtime): unknown[] | null {
  if (precedes.parameters.length !== 2) return null;
  spend(runtime, list.length * 4);
  return [...list].sort((left, right) => {
    if (precedes.call([left, right]) === true) return -1;
    return precedes.call([right, left]) === true ? 1 : 0;
  });
}

function sortPlain(list: unknown[], runtime: Runtime): unknown[] | null {
  if (!list.every((item) => compare(item, list[0], runtime) !== null)) return null;
  return [...list].sort((left, right) => compare(left, right, runtime) ?? 0);
}

function partition(list: unknown[], size: number): unknown[][] | null {
  if (!Number.isInteger(size) || size < 1) return null;
  const parts = Math.ceil(list.length / size);
  return Array.from({ length: parts }, (_, at) => list.slice(at * size, (at + 1) * size));
}

export const LIST_FUNCTIONS: Record<string, Signature[]> = {
  'list contains': [
    signature('list: list, element: any', ([list, element], runtime) =>
      list.some((item: unknown) => equals(item, element, runtime) === true),
    ),
  ],
  count: [signature('list: list', ([list]) => list.length)],
  min: [signature('...list: any', ([list], runtime) => extreme(list, -1, runtime))],
  max: [signature('...list: any', ([list], runtime) => extreme(list, 1, runtime))],
  all: logical(false),
  any: logical(true),
  sublist: [
    signature('list: list, start position: double, length: double?', ([list, start, length]) =>
      sublist(list, start, length),
    ),
  ],
  append: [
    signature('list: list, item: any', ([list, item]) => [...(list as unknown[]), item]),
    signature('list: list, item: any, ...items: any', ([list, item, items]) => [
      ...(list as unknown[]),
      item,
      ...(items as unknown[]),
    ]),
  ],
  concatenate: [
    signature('list: list', ([list]) => list),
    signature('...lists: any', ([lists]) => concatenate(lists)),
  ],
  'insert before': [
    signature('list: list, position: double, newItem: any', ([list, position, item]) =>
      insertBefore(list, position, item),
    ),
  ],
  remove: [signature('list: list, position: double', ([list, position]) => remove(list, position))],
  reverse: [signature('list: list', ([list]) => [...(list as unknown[])].reverse())],
  'index of': [
    signature('list: list, match: any', ([list, match], runtime) =>
      (list as unknown[]).flatMap((item, index) =>
        equals(item, match, runtime) === true ? [index + 1] : [],
      ),
    ),
  ],
  union: [signature('...list: any', ([lists], runtime) => distinct(concatenate(lists), runtime))],
  'distinct values': [signature('list: list', ([list], runtime) => distinct(list, runtime))],
  'duplicate values': [signature('list: list', ([list], runtime) => duplicates(list, runtime))],
  flatten: [signature('list: list', ([list], runtime) => flatten(list, runtime))],
  'list replace': [
    signature('list: list, position: double, newItem: any', ([list, position, item]) =>
      replaceAt(list, position, item),
    ),
    signature('list: list, match: function, newItem: any', ([list, match, item]) =>
      replaceMatching(list, match, item),
    ),
  ],
  sort: [
    signature('list: list, precedes: function', ([list, precedes], runtime) =>
      isKind(precedes, 'function') ? sort(list, precedes, runtime) : null,
    ),
    signature('list: list', ([list], runtime) => sortPlain(list, runtime)),
  ],
  partition: [signature('list: list, size: double', ([list, size]) => partition(list, size))],
  'is empty': [signature('list: list', ([list]) => list.length === 0)],
};
