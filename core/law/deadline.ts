import type { Land } from './holidays.ts';
import { holidays } from './holidays.ts';

/** A period as the law states it. */
export type Period = { readonly days: number } | { readonly months: number };

/**
 * The last day of a period that an event on `from` sets going. The day of the event does not count
 * (§ 187 (1) BGB); months end on the day of the same number, or on the last one (§ 188 BGB); the
 * end moves from Saturdays, Sundays and holidays to the next working day (§ 193 BGB). The same by
 * § 31 VwVfG. ISO dates throughout.
 */
export function periodEnd(from: string, period: Period, land: Land): string {
  const end = 'days' in period ? addDays(from, period.days) : addMonths(from, period.months);
  return nextWorkingDay(end, land);
}

/** The day itself when it is one. */
export function nextWorkingDay(day: string, land: Land): string {
  return isWorkingDay(day, land) ? day : nextWorkingDay(addDays(day, 1), land);
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Calendar days from one ISO date to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, number = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(number, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

function isWorkingDay(day: string, land: Land): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays(Number(day.slice(0, 4)), land).has(day);
}
