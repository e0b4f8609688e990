import type { Runtime } from '../compile/frame.ts';
import { readRange } from '../values/read-range.ts';
import { compare, includes } from '../values/compare.ts';
import { isKind } from '../values/feel-values.ts';
import type { FeelRange } from '../values/feel-values.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

type Order = (left: unknown, right: unknown) => number;

const UNKNOWN = Symbol('no order');

/** Runs a test over ends that may have no order between them: then the answer is null. */
function decided(runtime: Runtime, test: (order: Order) => boolean): boolean | null {
  try {
    return test((left, right) => {
      const order = compare(left, right, runtime);
      if (order === null) throw UNKNOWN;
      return order;
    });
  } catch (thrown) {
    if (thrown === UNKNOWN) return null;
    throw thrown;
  }
}

function asRange(value: unknown): FeelRange {
  if (isKind(value, 'range')) return value;
  return readRange.point(value);
}

function isBefore(a: FeelRange, b: FeelRange, order: Order): boolean {
  const ends = order(a.end, b.start);
  return ends < 0 || (ends === 0 && !(a.endIncluded && b.startIncluded));
}

function doMeet(a: FeelRange, b: FeelRange, order: Order): boolean {
  return a.endIncluded && b.startIncluded && order(a.end, b.start) === 0;
}

function startsNoLater(a: FeelRange, b: FeelRange, order: Order): boolean {
  const starts = order(a.start, b.start);
  return starts < 0 || (starts === 0 && (a.startIncluded || !b.startIncluded));
}

function endsNoEarlier(a: FeelRange, b: FeelRange, order: Order): boolean {
  const ends = order(a.end, b.end);
  return ends > 0 || (ends === 0 && (a.endIncluded || !b.endIncluded));
}

function contains(a: FeelRange, b: FeelRange, order: Order): boolean {
  return startsNoLater(a, b, order) && endsNoEarlier(a, b, order);
}

function sameStart(a: FeelRange, b: FeelRange, order: Order): boolean {
  return order(a.start, b.start) === 0 && a.startIncluded === b.startIncluded;
}

function sameEnd(a: FeelRange, b: FeelRange, order: Order): boolean {
  return order(a.end, b.end) === 0 && a.endIncluded === b.endIncluded;
}

function overlap(a: FeelRange, b: FeelRange, order: Order): boolean {
  return !isBefore(a, b, order) && !isBefore(b, a, order);
}

function overlapsBefore(a: FeelRange, b: FeelRange, order: Order): boolean {
  const starts = order(a.start, b.start);
  const startsFirst = starts < 0 || (starts === 0 && a.startIncluded && !b.startIncluded);
  const ends = order(a.end, b.end);
  const endsFirst = ends < 0 || (ends === 0 && (!a.endIncluded || b.endIncluded));
  return startsFirst && endsFirst && overlap(a, b, order);
}

type Relation = (a: FeelRange, b: FeelRange, order: Order) => boolean;

/** A relation of points and ranges; a point is the range that holds it alone. */
function relation(names: [string, string], types: [string, string], test: Relation): Signature {
  return signature(`${names[0]}: ${types[0]}, ${names[1]}: ${types[1]}`, ([a, b], runtime) =>
    decided(runtime, (order) => test(asRange(a), asRange(b), order)),
  );
}

const POINT =
  'number|string|date|time|date and time|days and time duration|years and months duration';

function pointsAndRanges(test: Relation): Signature[] {
  const either = `${POINT}|range`;
  return [
    relation(['point1', 'point2'], [POINT, POINT], test),
    relation(['point', 'range'], [POINT, 'range'], test),
    relation(['range', 'point'], ['range', POINT], test),
    relation(['range1', 'range2'], ['range', 'range'], test),
    relation(['a', 'b'], [either, either], test),
  ];
}

function ranges(test: Relation): Signature[] {
  return [relation(['range1', 'range2'], ['range', 'range'], test)];
}

function pointInRange(pointFirst: boolean, test: Relation): Signature[] {
  const names: [string, string] = pointFirst ? ['point', 'range'] : ['range', 'point'];
  const types: [string, string] = pointFirst ? [POINT, 'range'] : ['range', POINT];
  return [relation(names, types, test), ...ranges(test)];
}

function swapped(test: Relation): Relation {
  return (a, b, order) => test(b, a, order);
}

const starts: Relation = (a, b, order) => sameStart(a, b, order) && contains(b, a, order);
const finishes: Relation = (a, b, order) => sameEnd(a, b, order) && contains(b, a, order);
const coincides: Relation = (a, b, order) => sameStart(a, b, order) && sameEnd(a, b, order);

/** A point starts or finishes a range at its included end. */
function pointAt(end: 'start' | 'end', pointFirst: boolean): Signature {
  const [names, types] = pointFirst
    ? ['point', 'range'].map((name, index) => `${name}: ${[POINT, 'range'][index]}`)
    : ['range', 'point'].map((name, index) => `${name}: ${['range', POINT][index]}`);
  return signature(`${names}, ${types}`, ([a, b], runtime) => {
    const [point, range] = (pointFirst ? [a, b] : [b, a]) as [unknown, FeelRange];
    const included = end === 'start' ? range.startIncluded : range.endIncluded;
    return decided(runtime, (order) => included && order(range[end], point) === 0);
  });
}

export const RANGE_FUNCTIONS: Record<string, Signature[]> = {
  before: pointsAndRanges(isBefore),
  after: pointsAndRanges(swapped(isBefore)),
  meets: ranges(doMeet),
  'met by': ranges(swapped(doMeet)),
  overlaps: ranges(overlap),
  'overlaps before': ranges(overlapsBefore),
  'overlaps after': ranges(swapped(overlapsBefore)),
  finishes: [pointAt('end', true), ...ranges(finishes)],
  'finished by': [pointAt('end', false), ...ranges(swapped(finishes))],
  includes: [
    signature(`range: range, point: ${POINT}`, ([range, point], runtime) =>
      includes(range, point, runtime),
    ),
    ...ranges(contains),
  ],
  during: pointInRange(true, swapped(contains)),
  starts: [pointAt('start', true), ...ranges(starts)],
  'started by': [pointAt('start', false), ...ranges(swapped(starts))],
  coincides: [relation(['point1', 'point2'], [POINT, POINT], coincides), ...ranges(coincides)],
  range: [signature('from: string', ([text], runtime) => readRange.text(text, runtime))],
};
