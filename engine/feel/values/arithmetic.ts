import type { Meter } from '../meter.ts';
import { addMonths, dateOfDays, daysOf } from './calendar.ts';
import {
  DAY_SECONDS,
  isFeelValue,
  isKind,
  KIND,
  makeDate,
  makeDateTime,
  makeDays,
  makeMonths,
  makeTime,
} from './feel-values.ts';
import type {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  MonthsDuration,
} from './feel-values.ts';
import { dividedBy, minus, negated, plus, raisedTo, times } from './calculate.ts';
import { isNumber, toDouble } from './numbers.ts';
import type { FeelNumber } from './numbers.ts';
import { epochSecondsOf } from './zones.ts';

type Duration = DaysDuration | MonthsDuration;

function isDuration(value: unknown): value is Duration {
  return isFeelValue(value) && value[KIND].endsWith('duration');
}

function shiftDate(
  date: FeelDate,
  duration: Duration,
  sign: number,
): FeelDate | FeelDateTime | null {
  if (duration[KIND] === 'years and months duration') {
    return makeDate(addMonths(date, sign * duration.months));
  }
  const seconds = daysOf(date) * DAY_SECONDS + sign * duration.seconds;
  return makeDate(dateOfDays(Math.floor(seconds / DAY_SECONDS)));
}

function shiftDateTime(value: FeelDateTime, duration: Duration, sign: number): FeelDateTime | null {
  if (duration[KIND] === 'years and months duration') {
    return makeDateTime(makeDate(addMonths(value.date, sign * duration.months)), value.time);
  }
  const seconds = daysOf(value.date) * DAY_SECONDS + value.time.seconds + sign * duration.seconds;
  const days = Math.floor(seconds / DAY_SECONDS);
  return makeDateTime(
    makeDate(dateOfDays(days)),
    makeTime(tidy(seconds - days * DAY_SECONDS), value.time),
  );
}

function tidy(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

function shiftTime(value: FeelTime, duration: DaysDuration, sign: number): FeelTime {
  const seconds = (value.seconds + sign * duration.seconds) % DAY_SECONDS;
  return makeTime(tidy((seconds + DAY_SECONDS) % DAY_SECONDS), value);
}

/** A temporal value moved by a duration. */
function shift(value: unknown, duration: Duration, sign: number): unknown {
  if (isKind(value, 'date')) return shiftDate(value, duration, sign);
  if (isKind(value, 'date and time')) return shiftDateTime(value, duration, sign);
  if (isKind(value, 'time') && isKind(duration, 'days and time duration')) {
    return shiftTime(value, duration, sign);
  }
  if (isKind(value, 'days and time duration') && isKind(duration, 'days and time duration')) {
    return makeDays(value.seconds + sign * duration.seconds);
  }
  if (isKind(value, 'years and months duration') && isKind(duration, 'years and months duration')) {
    return makeMonths(value.months + sign * duration.months);
  }
  return null;
}

export function add(left: unknown, right: unknown): unknown {
  if (isNumber(left) && isNumber(right)) return plus(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (isDuration(right)) return shift(left, right, 1);
  return isDuration(left) ? shift(right, left, 1) : null;
}

function isLocal(value: FeelDateTime): boolean {
  return value.time.offset === undefined && value.time.zone === undefined;
}

/** Between a zoned and a local moment FEEL knows no difference. */
function difference(left: unknown, right: unknown, zone: string): DaysDuration | null {
  const moments = [left, right].map((value) =>
    isKind(value, 'date') ? makeDateTime(value, makeTime(0, { offset: 0 })) : value,
  );
  if (!moments.every((value) => isKind(value, 'date and time'))) return null;
  const [a, b] = moments as [FeelDateTime, FeelDateTime];
  if (isLocal(a) !== isLocal(b)) return null;
  const base = isLocal(a) ? 'UTC' : zone;
  return makeDays(epochSecondsOf(a, base) - epochSecondsOf(b, base));
}

function timeDifference(left: FeelTime, right: FeelTime): DaysDuration {
  return makeDays(left.seconds - (left.offset ?? 0) - (right.seconds - (right.offset ?? 0)));
}

export function subtract(left: unknown, right: unknown, { env }: Meter): unknown {
  if (isNumber(left) && isNumber(right)) return minus(left, right);
  if (isDuration(right)) return shift(left, right, -1);
  if (isKind(left, 'time') && isKind(right, 'time')) return timeDifference(left, right);
  return difference(left, right, env.zone);
}

function resized(duration: Duration, amount: FeelNumber | null): Duration | null {
  if (amount === null) return null;
  return duration[KIND] === 'years and months duration'
    ? makeMonths(toDouble(amount))
    : makeDays(toDouble(amount));
}

function amountOf(duration: Duration): number {
  return duration[KIND] === 'years and months duration' ? duration.months : duration.seconds;
}

function scale(duration: Duration, factor: FeelNumber): Duration | null {
  return resized(duration, times(amountOf(duration), factor));
}

function shared(duration: Duration, parts: FeelNumber): Duration | null {
  return resized(duration, dividedBy(amountOf(duration), parts));
}

export function multiply(left: unknown, right: unknown): unknown {
  if (isNumber(left) && isNumber(right)) return times(left, right);
  if (isDuration(left) && isNumber(right)) return scale(left, right);
  return isDuration(right) && isNumber(left) ? scale(right, left) : null;
}

export function divide(left: unknown, right: unknown): unknown {
  if (isNumber(right)) {
    if (isNumber(left)) return dividedBy(left, right);
    return isDuration(left) ? shared(left, right) : null;
  }
  if (isKind(left, 'days and time duration') && isKind(right, 'days and time duration')) {
    return dividedBy(left.seconds, right.seconds);
  }
  if (isKind(left, 'years and months duration') && isKind(right, 'years and months duration')) {
    return dividedBy(left.months, right.months);
  }
  return null;
}

export function power(left: unknown, right: unknown): unknown {
  return isNumber(left) && isNumber(right) ? raisedTo(left, right) : null;
}

export function negate(value: unknown): unknown {
  if (isNumber(value)) return negated(value);
  return isDuration(value) ? scale(value, -1) : null;
}
