import { dateOfDays, daysInMonth, daysOf } from './calendar.ts';
import { makeDate, makeDateTime, makeDays, makeMonths, makeTime } from './feel-values.ts';
import type {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  MonthsDuration,
  Temporal,
  ZoneOfTime,
} from './feel-values.ts';
import { isZone } from './zones.ts';

const DATE = /^(-?(?:\d{4}|[1-9]\d{4,8}))-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[\w/+-]+)?$/;
const DAYS = /^(-?)P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?|\.\d+)S)?)?$/;
const MONTHS = /^(-?)P(?=.)(?:(\d+)Y)?(?:(\d+)M)?$/;
const MAX_OFFSET = 18 * 3600;

export function parseDate(text: string): FeelDate | null {
  const found = DATE.exec(text);
  return found === null ? null : dateFrom(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** Null when there is no such day. */
export function dateFrom(year: number, month: number, day: number): FeelDate | null {
  if (![year, month, day].every(Number.isInteger) || month < 1 || month > 12 || day < 1)
    return null;
  return day > daysInMonth(year, month) ? null : makeDate({ year, month, day });
}

function parseZone(text: string | undefined): ZoneOfTime | null {
  if (text === undefined) return {};
  if (text === 'Z') return { offset: 0 };
  if (text.startsWith('@')) {
    const zone = text.slice(1);
    return isZone(zone) ? { zone } : null;
  }
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(1).split(':').map(Number);
  const offset = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || offset > MAX_OFFSET) return null;
  return { offset: text.startsWith('-') ? -offset || 0 : offset };
}

export function parseTime(text: string): FeelTime | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const zone = parseZone(found[4]);
  return zone === null ? null : timeFrom(hour, minute, second, zone);
}

export function timeFrom(
  hour: number,
  minute: number,
  second: number,
  zone: ZoneOfTime,
): FeelTime | null {
  const valid =
    Number.isInteger(hour) &&
    Number.isInteger(minute) &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60;
  return valid ? makeTime(hour * 3600 + minute * 60 + second, zone) : null;
}

/** ISO 8601 admits 24:00:00, the end of a day. */
function nextDay(date: FeelDate | null): FeelDate | null {
  return date === null ? null : makeDate(dateOfDays(daysOf(date) + 1));
}

export function parseDateTimeText(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  if (at < 0) return makeDateTime(parseDate(text), makeTime(0));
  const [date, time] = [text.slice(0, at), text.slice(at + 1)];
  if (time.startsWith('24:00:00')) {
    return makeDateTime(nextDay(parseDate(date)), parseTime(time.replace('24', '00')));
  }
  return makeDateTime(parseDate(date), parseTime(time));
}

export function parseDurationText(text: string): DaysDuration | MonthsDuration | null {
  const months = MONTHS.exec(text);
  if (months !== null) {
    const total = Number(months[2] ?? 0) * 12 + Number(months[3] ?? 0);
    return makeMonths(months[1] === '-' ? -total : total);
  }
  const days = DAYS.exec(text);
  if (days === null) return null;
  const [day, hour, minute, second] = days.slice(2, 6).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const total = day * 86_400 + hour * 3600 + minute * 60 + second;
  return makeDays(days[1] === '-' ? -total : total);
}

/** What an at-literal (`@"…"`) holds: any temporal text. */
export function parseTemporal(text: string): Temporal | null {
  if (/^-?P/.test(text)) return parseDurationText(text);
  if (/^\d{2}:/.test(text)) return parseTime(text);
  return text.includes('T') ? parseDateTimeText(text) : parseDate(text);
}
