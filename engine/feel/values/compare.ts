import { spend } from '../meter.ts';
import type { Meter } from '../meter.ts';
import { daysOf } from './calendar.ts';
import { DAY_SECONDS, isFeelValue, KIND, makeDateTime, makeTime, typeOf } from './feel-values.ts';
import type { FeelContext, FeelDateTime, FeelRange, FeelTime } from './feel-values.ts';
import { compareNumbers, isNumber, sameNumber } from './numbers.ts';
import type { FeelNumber } from './numbers.ts';
import { epochSecondsOf } from './zones.ts';

/** Date and time compare with each other: a date is its midnight UTC, where nothing says else. */
function asMoment(value: unknown, meter: Meter): number | null {
  if (!isFeelValue(value)) return null;
  if (value[KIND] === 'date') return daysOf(value) * DAY_SECONDS;
  return value[KIND] === 'date and time' ? epochSecondsOf(value, meter.env.zone) : null;
}

function timeSeconds(value: FeelTime, meter: Meter): number {
  if (value.offset !== undefined) return value.seconds - value.offset;
  // A named zone has no offset without a date; any fixed day serves for comparing.
  const day = { [KIND]: 'date', year: 1970, month: 1, day: 1 } as const;
  const moment = makeDateTime(day, value) as FeelDateTime;
  return value.zone === undefined ? value.seconds : epochSecondsOf(moment, meter.env.zone);
}

function order(left: number, right: number): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** -1, 0, 1; null for values that have no order between them. */
export function compare(left: unknown, right: unknown, meter: Meter): number | null {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  if (!isFeelValue(left) || !isFeelValue(right)) return null;
  if (left[KIND] === 'days and time duration' && right[KIND] === left[KIND]) {
    return order(left.seconds, right.seconds);
  }
  if (left[KIND] === 'years and months duration' && right[KIND] === left[KIND]) {
    return order(left.months, right.months);
  }
  if (left[KIND] === 'time' && right[KIND] === 'time') {
    const local = [left, right].every(
      (each) => each.offset === undefined && each.zone === undefined,
    );
    const seconds = (each: FeelTime) => (local ? each.seconds : timeSeconds(each, meter));
    return order(seconds(left), seconds(right));
  }
  if (left[KIND] !== right[KIND]) return null;
  const [a, b] = [asMoment(left, meter), asMoment(right, meter)];
  return a === null || b === null ? null : order(a, b);
}

function sameList(left: unknown[], right: unknown[], meter: Meter): boolean {
  spend(meter, left.length);
  return (
    left.length === right.length &&
    left.every((item, index) => equals(item, right[index], meter) === true)
  );
}

function sameContext(left: FeelContext, right: FeelContext, meter: Meter): boolean {
  const names = Object.keys(left);
  spend(meter, names.length);
  return (
    names.length === Object.keys(right).length &&
    names.every(
      (name) => Object.hasOwn(right, name) && equals(left[name], right[name], meter) === true,
    )
  );
}

function sameRange(left: FeelRange, right: FeelRange, meter: Meter): boolean {
  return (
    left.isTest === right.isTest &&
    left.startIncluded === right.startIncluded &&
    left.endIncluded === right.endIncluded &&
    equals(left.start, right.start, meter) === true &&
    equals(left.end, right.end, meter) === true
  );
}

/** The value space of times has the resolution of a second (DMN 1.5 section 10.3.2.3). */
function toSecond(value: unknown): unknown {
  if (!isFeelValue(value)) return value;
  if (value[KIND] === 'time') return { ...value, seconds: Math.floor(value.seconds) };
  return value[KIND] === 'date and time'
    ? { ...value, time: { ...value.time, seconds: Math.floor(value.time.seconds) } }
    : value;
}

/** FEEL's `=`: null when the types differ, which is neither true nor false. */
export function equals(left: unknown, right: unknown, meter: Meter): boolean | null {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a === 'null' || b === 'null') return a === b;
  if (a !== b) return null;
  switch (a) {
    case 'boolean':
    case 'string':
      return left === right;
    case 'number':
      return sameNumber(left as FeelNumber, right as FeelNumber);
    case 'list':
      return sameList(left as unknown[], right as unknown[], meter);
    case 'context':
      return sameContext(left as FeelContext, right as FeelContext, meter);
    case 'range':
      return sameRange(left as FeelRange, right as FeelRange, meter);
    case 'function':
      return left === right;
    case 'time':
    case 'date and time':
      return compare(toSecond(left), toSecond(right), meter) === 0;
    default:
      return compare(left, right, meter) === 0;
  }
}

/** Whether a range holds a value; null when they cannot be compared. */
export function includes(range: FeelRange, value: unknown, meter: Meter): boolean | null {
  if (typeOf(value) === 'null') return null;
  if (range.start === null && range.end === null) return null;
  const start = range.start === null ? -1 : compare(range.start, value, meter);
  const end = range.end === null ? 1 : compare(range.end, value, meter);
  if (start === null || end === null) return null;
  return (
    (start < 0 || (start === 0 && range.startIncluded)) &&
    (end > 0 || (end === 0 && range.endIncluded))
  );
}

/** `is()`: equal, and temporal values written with the same zone. */
export function isSame(left: unknown, right: unknown, meter: Meter): boolean {
  if (typeOf(left) !== typeOf(right)) return false;
  const times = [left, right].map((value) =>
    isFeelValue(value) ? (value[KIND] === 'date and time' ? value.time : value) : makeTime(0),
  ) as [FeelTime, FeelTime];
  const [a, b] = times;
  if (
    a[KIND] === 'time' &&
    (a.offset !== b.offset || a.zone !== b.zone || a.seconds !== b.seconds)
  ) {
    return false;
  }
  return equals(left, right, meter) === true;
}
