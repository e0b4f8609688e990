import { weekdayOf } from './calendar.ts';
import { isFeelValue, KIND, makeDays, typeOf } from './feel-values.ts';
import type { FeelContext, FeelDate, FeelTime, FeelValue } from './feel-values.ts';

type Properties = Record<string, () => unknown>;

function dateProperties(date: FeelDate): Properties {
  return {
    year: () => date.year,
    month: () => date.month,
    day: () => date.day,
    weekday: () => weekdayOf(date),
  };
}

function timeProperties(time: FeelTime): Properties {
  return {
    hour: () => Math.floor(time.seconds / 3600),
    minute: () => Math.floor(time.seconds / 60) % 60,
    second: () => Math.floor(time.seconds) % 60,
    'time offset': () => (time.offset === undefined ? null : makeDays(time.offset)),
    timezone: () => time.zone ?? null,
  };
}

function durationParts(seconds: number): Properties {
  const sign = Math.sign(seconds);
  const size = Math.abs(seconds);
  const part = (value: number) => (value === 0 ? 0 : sign * value);
  return {
    days: () => part(Math.floor(size / 86_400)),
    hours: () => part(Math.floor(size / 3600) % 24),
    minutes: () => part(Math.floor(size / 60) % 60),
    seconds: () => part(size % 60),
  };
}

/** DMN 1.5 table 65. */
function propertiesOf(value: FeelValue): Properties {
  switch (value[KIND]) {
    case 'date':
      return dateProperties(value);
    case 'time':
      return timeProperties(value);
    case 'date and time':
      return { ...dateProperties(value.date), ...timeProperties(value.time) };
    case 'days and time duration':
      return durationParts(value.seconds);
    case 'years and months duration':
      return {
        years: () => Math.trunc(value.months / 12),
        months: () => value.months % 12,
      };
    case 'range':
      return {
        start: () => value.start,
        end: () => value.end,
        'start included': () => value.startIncluded,
        'end included': () => value.endIncluded,
      };
    case 'function':
    case 'number':
      return {};
  }
}

/** Names with spaces and signs may be written with any space around them. */
export function normaliseName(name: string): string {
  return name
    .replace(/\s*([./\-'+*])\s*/g, ' $1 ')
    .replace(/\s+/g, ' ')
    .trim();
}

const PLAIN = /^[\p{L}\p{N}_]+$/u;

/** The entry of a context, undefined when it has none of that name. */
export function entryOf(context: FeelContext, name: string): unknown {
  if (Object.hasOwn(context, name)) return context[name];
  if (PLAIN.test(name)) return undefined;
  const wanted = normaliseName(name);
  const key = Object.keys(context).find((each) => normaliseName(each) === wanted);
  return key === undefined ? undefined : context[key];
}

/** `value.name`; null when there is no such thing. A list gives the list of its items' entries. */
export function propertyOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => propertyOf(item, name));
  if (isFeelValue(value)) {
    const properties = propertiesOf(value);
    const wanted = name.replace(/\s+/g, ' ');
    return Object.hasOwn(properties, wanted) ? (properties[wanted]?.() ?? null) : null;
  }
  return typeOf(value) === 'context' ? (entryOf(value as FeelContext, name) ?? null) : null;
}
