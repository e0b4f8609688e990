import type { CivilDate } from './calendar.ts';
import type { ExactNumber } from './exact-number.ts';
import { KIND } from './kind.ts';

export { KIND } from './kind.ts';

/** Neither offset nor zone: local time, wherever that is. */
export interface ZoneOfTime {
  /** Seconds east of UTC. */
  readonly offset?: number;
  /** IANA name. */
  readonly zone?: string;
}

export interface FeelDate extends CivilDate {
  readonly [KIND]: 'date';
}

export interface FeelTime extends ZoneOfTime {
  readonly [KIND]: 'time';
  /** Of the day, with fraction. */
  readonly seconds: number;
}

export interface FeelDateTime {
  readonly [KIND]: 'date and time';
  readonly date: FeelDate;
  readonly time: FeelTime;
}

export interface DaysDuration {
  readonly [KIND]: 'days and time duration';
  readonly seconds: number;
}

export interface MonthsDuration {
  readonly [KIND]: 'years and months duration';
  readonly months: number;
}

export interface FeelRange {
  readonly [KIND]: 'range';
  /** Null: open, as in `> 5`. */
  readonly start: unknown;
  readonly end: unknown;
  readonly startIncluded: boolean;
  readonly endIncluded: boolean;
  /** Written as `> 5`: equal to none that is written with two ends. */
  readonly isTest: boolean;
}

export interface FunctionValue {
  readonly [KIND]: 'function';
  readonly parameters: readonly string[];
  readonly call: (args: unknown[]) => unknown;
}

export type Temporal = FeelDate | FeelTime | FeelDateTime | DaysDuration | MonthsDuration;
export type FeelValue = Temporal | FeelRange | FunctionValue | ExactNumber;

/** Names of FEEL's types, DMN 1.5 section 10.3.2.2. */
export type FeelType = 'null' | 'boolean' | 'string' | 'list' | 'context' | FeelValue[typeof KIND];

export type FeelContext = Record<string, unknown>;

const MAX_YEAR = 999_999_999;
export const DAY_SECONDS = 86_400;

export function makeDate({ year, month, day }: CivilDate): FeelDate | null {
  return Math.abs(year) > MAX_YEAR ? null : { [KIND]: 'date', year, month, day };
}

export function makeTime(seconds: number, { offset, zone }: ZoneOfTime = {}): FeelTime {
  return {
    [KIND]: 'time',
    seconds,
    ...(offset === undefined ? {} : { offset }),
    ...(zone === undefined ? {} : { zone }),
  };
}

export function makeDateTime(date: FeelDate | null, time: FeelTime | null): FeelDateTime | null {
  return date === null || time === null ? null : { [KIND]: 'date and time', date, time };
}

export function makeDays(seconds: number): DaysDuration {
  // Without the noise of binary fractions below the nanosecond.
  return { [KIND]: 'days and time duration', seconds: Math.round(seconds * 1e9) / 1e9 };
}

export function makeMonths(months: number): MonthsDuration {
  return { [KIND]: 'years and months duration', months: Math.trunc(months) };
}

export function makeRange(
  start: unknown,
  end: unknown,
  startIncluded: boolean,
  endIncluded: boolean,
  isTest = false,
): FeelRange {
  return { [KIND]: 'range', start, end, startIncluded, endIncluded, isTest };
}

export function isFeelValue(value: unknown): value is FeelValue {
  return typeof value === 'object' && value !== null && KIND in value;
}

export function typeOf(value: unknown): FeelType {
  if (value === null || value === undefined) return 'null';
  const type = typeof value;
  if (type === 'boolean' || type === 'number' || type === 'string') return type;
  if (Array.isArray(value)) return 'list';
  if (isFeelValue(value)) return value[KIND];
  return type === 'object' ? 'context' : 'null';
}

export function isKind<Kind extends FeelValue[typeof KIND]>(
  value: unknown,
  kind: Kind,
): value is Extract<FeelValue, { readonly [KIND]: Kind }> {
  return isFeelValue(value) && value[KIND] === kind;
}
