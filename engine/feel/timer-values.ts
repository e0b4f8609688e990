import { DateTime, Duration } from 'luxon';
import { excerpt, FeelError } from './feel-error.ts';
import { isFeelValue } from './values/feel-values.ts';
import { valueText } from './values/format.ts';

function refuse(value: unknown, what: string, german: string): never {
  const source = typeof value === 'string' ? value : String(JSON.stringify(value) ?? value);
  throw new FeelError(
    'feel-evaluation',
    source,
    `"${excerpt(source)}" is not ${what}`,
    `„${excerpt(source)}“ ist ${german}`,
  );
}

const DURATION =
  /^[+-]?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:[.,]\d+)?S)?)?$/;

/**
 * A duration as ISO 8601 text, from such text or from a FEEL duration.
 *
 * @throws FeelError `feel-evaluation`
 */
export function parseDuration(value: unknown): string {
  const given = isFeelValue(value) ? valueText(value) : value;
  const text = typeof given === 'string' ? given.trim() : '';
  if (DURATION.test(text)) return text.replace(/^\+/, '');
  return refuse(value, 'an ISO 8601 duration', 'keine Dauer nach ISO 8601 (wie PT15M oder P30D)');
}

/**
 * The instant a duration after (or before, when negative) another: years, months, weeks and days by
 * the calendar of the zone, hours and below as elapsed time, as ISO 8601 timers are understood.
 *
 * @throws FeelError `feel-evaluation`
 */
export function addDuration(instantMs: number, durationValue: unknown, zone: string): number {
  const text = parseDuration(durationValue);
  const duration = Duration.fromISO(text.replace(/^-/, ''));
  const start = DateTime.fromMillis(instantMs, { zone });
  const end = text.startsWith('-') ? start.minus(duration) : start.plus(duration);
  if (!end.isValid) refuse(text, 'a usable duration', 'keine brauchbare Dauer');
  return end.toMillis();
}

const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)(Z|[+-]\d{2}:?\d{2}(?::\d{2})?)?(?:@([\w/+-]+)|\[([\w/+-]+)\])?)?$/i;

/**
 * An instant in milliseconds, from a FEEL date or date and time, or from ISO 8601 text. A date is
 * its midnight; what names neither offset nor zone is local time of `zone`.
 *
 * @throws FeelError `feel-evaluation`
 */
export function parseDateTime(value: unknown, zone: string): number {
  const text = isFeelValue(value) ? valueText(value) : value;
  const found = typeof text === 'string' ? DATE_TIME.exec(text.trim()) : null;
  if (found === null) return refuse(value, 'a date and time', 'kein Zeitpunkt nach ISO 8601');
  const [, date, time = '00:00', offset = '', named, bracketed] = found;
  const where = named ?? bracketed ?? zone;
  const instant = DateTime.fromISO(`${date}T${time}${offset}`, { zone: where });
  if (!instant.isValid) return refuse(value, 'a date and time', 'kein gültiger Zeitpunkt');
  return instant.toMillis();
}
