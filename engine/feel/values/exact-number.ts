import { Decimal as Library } from 'decimal.js';
import { KIND } from './kind.ts';

/** decimal128 of IEEE 754, as DMN 1.5 section 10.3.2.3.1 wants it: 34 digits, ties to even. */
export const Decimal = Library.clone({
  precision: 34,
  rounding: Library.ROUND_HALF_EVEN,
  minE: -6176,
  maxE: 6144,
  toExpNeg: -7,
  toExpPos: 34,
});
export type Decimal = Library;
export type Rounding = Library.Rounding;

let written = 0;

/** How many exact numbers `JSON.stringify` has met: it writes them as text, which is not their form. */
export function exactNumbersWritten(): number {
  return written;
}

/** A number that no double stands for, such as 9007199254740993 or a third in 34 digits. */
export class ExactNumber {
  readonly [KIND] = 'number';
  readonly decimal: Decimal;

  constructor(decimal: Decimal) {
    this.decimal = decimal;
  }

  /** The digits as JSON writes a number. */
  toString(): string {
    return this.decimal.toString();
  }

  /** For those who write JSON without `writeJson`: the digits as text rather than other digits. */
  toJSON(): string {
    written += 1;
    return this.toString();
  }
}
