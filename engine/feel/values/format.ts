import { isFeelValue, KIND, typeOf } from './feel-values.ts';
import { numberText } from './numbers.ts';
import type { FeelNumber } from './numbers.ts';
import type {
  DaysDuration,
  FeelDate,
  FeelRange,
  FeelTime,
  FeelValue,
  MonthsDuration,
} from './feel-values.ts';

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function dateText({ year, month, day }: FeelDate): string {
  const digits = String(Math.abs(year)).padStart(4, '0');
  return `${year < 0 ? '-' : ''}${digits}-${two(month)}-${two(day)}`;
}

function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const seconds = size % 60 === 0 ? '' : `:${two(size % 60)}`;
  const text = `${two(Math.floor(size / 3600))}:${two(Math.floor(size / 60) % 60)}${seconds}`;
  return (offset < 0 ? '-' : '+') + text;
}

/** A number of seconds with at most nine decimals, without exponent. */
function secondsText(seconds: number): string {
  return seconds.toFixed(9).replace(/\.?0+$/, '');
}

function timeText({ seconds, offset, zone }: FeelTime): string {
  const whole = Math.floor(seconds);
  const fraction = secondsText(seconds - whole).slice(1);
  const clock = `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  const place = offset === undefined ? (zone === undefined ? '' : `@${zone}`) : offsetText(offset);
  return `${clock}${fraction}${place}`;
}

function daysText({ seconds }: DaysDuration): string {
  const size = Math.abs(seconds);
  const days = Math.floor(size / 86_400);
  const hours = Math.floor(size / 3600) % 24;
  const minutes = Math.floor(size / 60) % 60;
  const rest = secondsText(size - Math.floor(size / 60) * 60);
  const time = [
    [hours, 'H'],
    [minutes, 'M'],
  ]
    .filter(([amount]) => amount !== 0)
    .map(([amount, unit]) => `${amount}${unit}`);
  if (rest !== '0' && rest !== '') time.push(`${rest}S`);
  const text = `${days === 0 ? '' : `${days}D`}${time.length === 0 ? '' : `T${time.join('')}`}`;
  return text === '' ? 'PT0S' : `${seconds < 0 ? '-' : ''}P${text}`;
}

function monthsText({ months }: MonthsDuration): string {
  const size = Math.abs(months);
  const years = Math.floor(size / 12);
  const text = `${years === 0 ? '' : `${years}Y`}${size % 12 === 0 ? '' : `${size % 12}M`}`;
  return text === '' ? 'P0M' : `${months < 0 ? '-' : ''}P${text}`;
}

function rangeText(range: FeelRange): string {
  if (range.start === null || range.end === null) {
    const [value, sign] =
      range.start === null
        ? [range.end, range.endIncluded ? '<=' : '<']
        : [range.start, range.startIncluded ? '>=' : '>'];
    return `${sign} ${textOf(value, true)}`;
  }
  return `${range.startIncluded ? '[' : '('}${textOf(range.start, true)}..${textOf(range.end, true)}${range.endIncluded ? ']' : ')'}`;
}

/** ISO 8601 text of temporal values; ranges and functions as FEEL would show them. */
export function valueText(value: FeelValue): string {
  switch (value[KIND]) {
    case 'date':
      return dateText(value);
    case 'time':
      return timeText(value);
    case 'date and time':
      return `${dateText(value.date)}T${timeText(value.time)}`;
    case 'days and time duration':
      return daysText(value);
    case 'years and months duration':
      return monthsText(value);
    case 'range':
      return rangeText(value);
    case 'number':
      return numberText(value);
    case 'function':
      return `function(${value.parameters.join(', ')})`;
  }
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** What a text can show: a list that holds another twice, and so on, may have no end in sight. */
const MAX_PARTS = 200_000;
const TEXT_PER_PART = 20;

/** What `string()` gives; texts within lists and contexts are quoted. */
export function textOf(value: unknown, inner = false, walk = { parts: 0 }): string {
  walk.parts += typeof value === 'string' ? 1 + value.length / TEXT_PER_PART : 1;
  if (walk.parts > MAX_PARTS) throw new RangeError(`more than ${MAX_PARTS} parts`);
  if (isFeelValue(value)) return valueText(value);
  switch (typeOf(value)) {
    case 'string':
      return inner ? quoted(value as string) : (value as string);
    case 'number':
      return numberText(value as FeelNumber);
    case 'boolean':
      return String(value);
    case 'list':
      return `[${(value as unknown[]).map((item) => textOf(item, true, walk)).join(', ')}]`;
    case 'context':
      return `{${Object.entries(value as object)
        .map(
          ([key, entry]) =>
            `${/^[\p{L}_][\p{L}\p{N}_ ]*$/u.test(key) ? key : quoted(key)}: ${textOf(entry, true, walk)}`,
        )
        .join(', ')}}`;
    default:
      return 'null';
  }
}
