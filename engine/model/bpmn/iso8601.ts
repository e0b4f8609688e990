import type { TimerDefinition } from '../graph.ts';
import { isCron } from './cron.ts';

/**
 * Checks literal timer values as ISO 8601 (2004) writes them: a point in time with its offset
 * (and, as Java writes it, a zone in brackets), a duration, a repetition `R[n]/[start/]duration`,
 * or in its place the calendar that Zeebe admits.
 */
export function isReadableTimer(type: TimerDefinition['type'], text: string): boolean {
  if (type === 'date') return isDateTime(text);
  if (type === 'duration') return isDuration(text);
  return isCycle(text);
}

export const expectedTimer = {
  date: '2026-03-01T09:00:00+01:00',
  duration: 'P30D, PT1H30M',
  cycle: 'R3/PT1H, R/P1D, 0 0 9 * * MON',
} as const;

const dateTime =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:Z|[+-](\d{2}):?(\d{2}))(?:\[([\w/+-]{1,60})\])?$/;

function isDateTime(text: string): boolean {
  const match = dateTime.exec(text);
  if (!match) return false;
  const number = (group: number): number => Number(match[group] ?? 0);
  const day = number(3);
  return (
    number(2) >= 1 &&
    number(2) <= 12 &&
    day >= 1 &&
    day <= daysIn(number(1), number(2)) &&
    isTime(number(4), number(5), number(6)) &&
    isTime(number(7), number(8), 0) &&
    isZone(match[9])
  );
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isZone(name: string | undefined): boolean {
  try {
    return !name || Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const duration =
  /^[+-]?P(?=.)(?:\d{1,9}Y)?(?:\d{1,9}M)?(?:\d{1,9}W)?(?:\d{1,9}D)?(?:T(?=.)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,12}(?:[.,]\d{1,9})?S)?)?$/;

function isDuration(text: string): boolean {
  return duration.test(text);
}

/** An interval of nothing, or one that goes back in time, would repeat without end. */
function isCycle(text: string): boolean {
  if (!text.startsWith('R')) return isCron(text);
  const match = /^R(?:-1|\d{0,9})\/(?:([^/]+)\/)?([^/]+)$/.exec(text);
  if (!match) return false;
  const [, start, interval = ''] = match;
  if (start !== undefined && !isDateTime(start)) return false;
  return isDuration(interval) && !interval.startsWith('-') && /[1-9]/.test(interval);
}
