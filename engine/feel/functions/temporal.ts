import type { Runtime } from '../compile/frame.ts';
import { dateOfDays, dayOfYear, daysInMonth, isoWeek, weekdayOf } from '../values/calendar.ts';
import { negated } from '../values/calculate.ts';
import { isSame } from '../values/compare.ts';
import {
  isKind,
  makeDate,
  makeDateTime,
  makeDays,
  makeMonths,
  makeTime,
} from '../values/feel-values.ts';
import type { DaysDuration, FeelDate, FeelDateTime, FeelTime } from '../values/feel-values.ts';
import { valueText } from '../values/format.ts';
import { compareNumbers } from '../values/numbers.ts';
import type { FeelNumber } from '../values/numbers.ts';
import {
  dateFrom,
  parseDate,
  parseDateTimeText,
  parseDurationText,
  parseTime,
  timeFrom,
} from '../values/parse-temporal.ts';
import { isZone, offsetAt } from '../values/zones.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function dateOf(value: FeelDate | FeelDateTime): FeelDate {
  return isKind(value, 'date') ? value : value.date;
}

function timeOf(value: FeelDate | FeelDateTime | FeelTime): FeelTime {
  if (isKind(value, 'date')) return makeTime(0, { offset: 0 });
  return isKind(value, 'time') ? value : value.time;
}

/** The instant of the evaluation as local time of its zone, with that zone's offset. */
function now({ env }: Runtime): FeelDateTime | null {
  const epochSeconds = Math.floor(env.nowMs) / 1000;
  const offset = offsetAt(env.zone, epochSeconds);
  const local = epochSeconds + offset;
  const days = Math.floor(local / 86_400);
  return makeDateTime(makeDate(dateOfDays(days)), makeTime(local - days * 86_400, { offset }));
}

/** Whole months from one date to another, towards zero. */
function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime) {
  const [start, end] = [dateOf(from), dateOf(to)];
  const months = (end.year - start.year) * 12 + end.month - start.month;
  const rest = end.day - start.day;
  if (months > 0 && rest < 0) return makeMonths(months - 1);
  return makeMonths(months < 0 && rest > 0 ? months + 1 : months);
}

function timeWithOffset(hour: number, minute: number, second: number, offset: DaysDuration | null) {
  return timeFrom(hour, minute, second, offset === null ? {} : { offset: offset.seconds });
}

function combine(date: FeelDate | FeelDateTime, time: FeelTime): FeelDateTime | null {
  return makeDateTime(dateOf(date), time);
}

function absolute(value: FeelNumber): FeelNumber | null {
  return compareNumbers(value, 0) < 0 ? negated(value) : value;
}

const DATE_LIKE = 'date|date and time';

export const TEMPORAL_FUNCTIONS: Record<string, Signature[]> = {
  now: [signature('', (_args, runtime) => now(runtime))],
  today: [signature('', (_args, runtime) => now(runtime)?.date)],
  date: [
    signature('from: string', ([text]) => parseDate(text)),
    signature(`from: ${DATE_LIKE}`, ([value]) => dateOf(value)),
    signature('year: double, month: double, day: double', ([year, month, day]) =>
      dateFrom(year, month, day),
    ),
  ],
  time: [
    signature('from: string', ([text]) => parseTime(text)),
    signature(`from: time|${DATE_LIKE}`, ([value]) => timeOf(value)),
    signature(
      'hour: double, minute: double, second: double, offset: days and time duration?',
      ([hour, minute, second, offset]) => timeWithOffset(hour, minute, second, offset),
    ),
    signature(
      'hour: double, minute: double, second: double, offset: any',
      ([hour, minute, second, offset]) =>
        offset === null ? timeWithOffset(hour, minute, second, null) : null,
    ),
  ],
  'date and time': [
    signature('from: string', ([text]) => parseDateTimeText(text)),
    signature(`from: ${DATE_LIKE}`, ([value]) =>
      isKind(value, 'date') ? makeDateTime(value, makeTime(0)) : value,
    ),
    signature(`date: ${DATE_LIKE}, time: time`, ([date, time]) => combine(date, time)),
    signature(`date: ${DATE_LIKE}, timezone: string`, ([value, zone]) =>
      isZone(zone) && isKind(value, 'date and time')
        ? makeDateTime(value.date, makeTime(value.time.seconds, { zone }))
        : null,
    ),
  ],
  duration: [signature('from: string', ([text]) => parseDurationText(text))],
  'years and months duration': [
    signature(`from: ${DATE_LIKE}, to: ${DATE_LIKE}`, ([from, to]) => monthsBetween(from, to)),
  ],
  is: [
    signature('value1: any, value2: any', ([left, right], runtime) => isSame(left, right, runtime)),
  ],
  'day of year': [signature(`date: ${DATE_LIKE}`, ([date]) => dayOfYear(dateOf(date)))],
  'day of week': [
    signature(`date: ${DATE_LIKE}`, ([date]) => WEEKDAYS[weekdayOf(dateOf(date)) - 1]),
  ],
  'month of year': [signature(`date: ${DATE_LIKE}`, ([date]) => MONTHS[dateOf(date).month - 1])],
  'week of year': [signature(`date: ${DATE_LIKE}`, ([date]) => isoWeek(dateOf(date)))],
  'last day of month': [
    signature(`date: ${DATE_LIKE}`, ([date]) => {
      const { year, month } = dateOf(date);
      return makeDate({ year, month, day: daysInMonth(year, month) });
    }),
  ],
  abs: [
    signature('n: number', ([n]) => absolute(n)),
    signature('n: days and time duration', ([n]) => makeDays(Math.abs(n.seconds))),
    signature('n: years and months duration', ([n]) => makeMonths(Math.abs(n.months))),
  ],
  cycle: [
    signature(
      'repetitions: double, interval: days and time duration|years and months duration',
      ([count, interval]) => `R${count}/${valueText(interval)}`,
    ),
    signature(
      'interval: days and time duration|years and months duration',
      ([interval]) => `R/${valueText(interval)}`,
    ),
  ],
};
