import { DateTime } from 'luxon';
import { excerpt, FeelError } from './feel-error.ts';

/** Allowed values per field; days of the week 1 (Monday) to 7. */
export interface Cron {
  readonly text: string;
  readonly seconds: ReadonlySet<number>;
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MACROS: Record<string, string> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

const HORIZON_YEARS = 30;

function refuse(text: string): never {
  throw new FeelError(
    'feel-evaluation',
    text,
    `"${excerpt(text)}" is not a cron expression of six fields`,
    `„${excerpt(text)}“ ist kein Cron-Ausdruck mit sechs Feldern (Sekunde Minute Stunde Tag Monat Wochentag)`,
  );
}

function numberOf(text: string, names: string[], firstName: number): number {
  const index = names.indexOf(text.toUpperCase());
  if (index >= 0) return index + firstName;
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
}

interface Field {
  min: number;
  max: number;
  names: string[];
}

function addPart(values: Set<number>, part: string, field: Field): boolean {
  const [range = '', stepText, ...more] = part.split('/');
  const step = stepText === undefined ? 1 : Number(stepText);
  if (more.length > 0 || !Number.isInteger(step) || step < 1) return false;
  const ends = range === '*' || range === '?' ? [] : range.split('-');
  const first = ends[0] === undefined ? field.min : numberOf(ends[0], field.names, field.min);
  const open = ends.length === 0 || (ends.length === 1 && stepText !== undefined);
  const last = open ? field.max : numberOf(ends[1] ?? range, field.names, field.min);
  if (ends.length > 2 || !(first >= field.min && last <= field.max && first <= last)) return false;
  for (let value = first; value <= last; value += step) values.add(value);
  return true;
}

function readField(text: string, cron: string, min: number, max: number, names: string[] = []) {
  const values = new Set<number>();
  const field = { min, max, names };
  if (!text.split(',').every((part) => addPart(values, part, field))) refuse(cron);
  return values;
}

/** @throws FeelError `feel-evaluation`; the extensions L, W and # are refused */
export function parseCron(source: string): Cron {
  const text = MACROS[source.toLowerCase()] ?? source;
  const fields = text.split(/\s+/);
  if (fields.length !== 6 || text.length > 400) refuse(source);
  const [second, minute, hour, day, month, weekday] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const sundayFirst = readField(weekday, source, 0, 7, WEEKDAYS);
  return {
    text: source,
    seconds: readField(second, source, 0, 59),
    minutes: readField(minute, source, 0, 59),
    hours: readField(hour, source, 0, 23),
    days: readField(day, source, 1, 31),
    months: readField(month, source, 1, 12, MONTHS),
    weekdays: new Set([...sundayFirst].map((value) => (value === 0 ? 7 : value))),
  };
}

/** One step towards the next match: to the start of the next unit that may hold one. */
function advance(cron: Cron, at: DateTime): DateTime | undefined {
  if (!cron.months.has(at.month)) return at.plus({ months: 1 }).startOf('month');
  if (!cron.days.has(at.day) || !cron.weekdays.has(at.weekday)) {
    return at.plus({ days: 1 }).startOf('day');
  }
  if (!cron.hours.has(at.hour)) return at.plus({ hours: 1 }).startOf('hour');
  if (!cron.minutes.has(at.minute)) return at.plus({ minutes: 1 }).startOf('minute');
  if (!cron.seconds.has(at.second)) return at.plus({ seconds: 1 });
  return undefined;
}

/** The first matching second after an instant, in local time of the zone; undefined when none in 30 years. */
export function nextCronDate(cron: Cron, afterMs: number, zone: string): number | undefined {
  const start = DateTime.fromMillis(afterMs, { zone });
  let at: DateTime = start.plus({ seconds: 1 }).startOf('second');
  while (at.year - start.year <= HORIZON_YEARS) {
    const next = advance(cron, at);
    if (next === undefined) return at.toMillis();
    at = next;
  }
  return undefined;
}
