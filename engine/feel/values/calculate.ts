import { Decimal } from './exact-number.ts';
import type { Rounding } from './exact-number.ts';
import { decimalOf, fromDecimal } from './numbers.ts';
import type { FeelNumber } from './numbers.ts';

const SCALE = 10_000;
/** Whole numbers below this are exact in a double, and so is their quotient's nearest double. */
const SMALL = 1e15;

/**
 * Amounts with up to four decimals as whole ten-thousandths, NaN for others: calculating with these
 * is exact and many times faster than with decimals of 34 digits.
 */
function scaled(value: FeelNumber): number {
  if (typeof value !== 'number') return Number.NaN;
  const whole = Math.round(value * SCALE);
  return whole / SCALE === value && Math.abs(whole) < SMALL ? whole : Number.NaN;
}

function unscaled(value: number, scale: number): number | undefined {
  return Math.abs(value) < SMALL ? value / scale || 0 : undefined;
}

export function plus(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return (
    unscaled(scaled(left) + scaled(right), SCALE) ??
    fromDecimal(decimalOf(left).plus(decimalOf(right)))
  );
}

export function minus(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return (
    unscaled(scaled(left) - scaled(right), SCALE) ??
    fromDecimal(decimalOf(left).minus(decimalOf(right)))
  );
}

export function times(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return (
    unscaled(scaled(left) * scaled(right), SCALE * SCALE) ??
    fromDecimal(decimalOf(left).times(decimalOf(right)))
  );
}

/** Null when divided by zero. */
export function dividedBy(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  if (right === 0) return null;
  const quotient = scaled(left) / scaled(right);
  // A quotient of doubles may be rounded to a whole number: it is exact when it leads back.
  if (Number.isSafeInteger(quotient) && times(quotient, right) === left) return quotient || 0;
  return fromDecimal(decimalOf(left).div(decimalOf(right)));
}

export function raisedTo(left: FeelNumber, right: FeelNumber): FeelNumber | null {
  return fromDecimal(decimalOf(left).pow(decimalOf(right)));
}

/** What remains has the sign of the divisor (DMN 1.5 table 75). */
export function modulo(dividend: FeelNumber, divisor: FeelNumber): FeelNumber | null {
  if (divisor === 0) return null;
  const by = decimalOf(divisor);
  const rest = decimalOf(dividend).mod(by);
  return fromDecimal(rest.isZero() || rest.isNeg() === by.isNeg() ? rest : rest.plus(by));
}

export function negated(value: FeelNumber): FeelNumber | null {
  return typeof value === 'number' ? -value || 0 : fromDecimal(value.decimal.neg());
}

/** Rounds at a decimal place, before the point when it is negative. */
export function roundAt(value: FeelNumber, scale: number, mode: Rounding): FeelNumber | null {
  if (scale >= 0 && Number.isSafeInteger(value)) return value;
  const decimal = decimalOf(value);
  if (scale >= 0) return fromDecimal(decimal.toDecimalPlaces(scale, mode));
  const unit = new Decimal(10).pow(-scale);
  return fromDecimal(decimal.div(unit).toDecimalPlaces(0, mode).times(unit));
}

export function sumOf(list: readonly FeelNumber[]): FeelNumber | null {
  return list.reduce<FeelNumber | null>((sum, item) => (sum === null ? null : plus(sum, item)), 0);
}
