import { Decimal, ExactNumber } from './exact-number.ts';

/**
 * A double stands for the decimal that it prints: 0.1 is one tenth. What no double prints is exact;
 * so each number has one form, and equal numbers have the same.
 */
export type FeelNumber = number | ExactNumber;

/** Decimals of as many digits survive the way through a double. */
const SAFE_DIGITS = 15;
const SAFE_EXPONENT = 300;

export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

export function decimalOf(value: FeelNumber): Decimal {
  return typeof value === 'number' ? new Decimal(value) : value.decimal;
}

/** The nearest double: for positions, counts and parts of dates. */
export function toDouble(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.decimal.toNumber();
}

export function isWhole(value: FeelNumber): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : value.decimal.isInteger();
}

/** Null for what is no number of FEEL: NaN, infinity, more than 10^6145. */
export function fromDecimal(decimal: Decimal): FeelNumber | null {
  if (!decimal.isFinite()) return null;
  const double = decimal.toNumber() || 0;
  if (Math.abs(decimal.e) < SAFE_EXPONENT && decimal.precision() <= SAFE_DIGITS) return double;
  return Number.isFinite(double) && decimal.eq(double) ? double : new ExactNumber(decimal);
}

/** The number that digits say, rounded to 34 of them. */
export function readNumber(text: string): FeelNumber | null {
  const double = Number(text);
  if (Number.isSafeInteger(double)) return double || 0;
  return fromDecimal(new Decimal(text).toSignificantDigits(Decimal.precision));
}

export function compareNumbers(left: FeelNumber, right: FeelNumber): number {
  if (typeof left === 'number' && typeof right === 'number') {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return decimalOf(left).comparedTo(decimalOf(right));
}

export function sameNumber(left: FeelNumber, right: FeelNumber): boolean {
  if (typeof left === 'number' || typeof right === 'number') return left === right;
  return left.decimal.eq(right.decimal);
}

/** Digits without exponent, as FEEL writes them. */
export function numberText(value: FeelNumber): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  const text = String(value);
  return text.includes('e') ? decimalOf(value).toFixed() : text;
}
