import { spend } from '../meter.ts';
import { modulo, roundAt } from '../values/calculate.ts';
import { Decimal } from '../values/exact-number.ts';
import type { Rounding } from '../values/exact-number.ts';
import { decimalOf, fromDecimal, readNumber } from '../values/numbers.ts';
import type { FeelNumber } from '../values/numbers.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

const MIN_SCALE = -6111;
const MAX_SCALE = 6176;

function rounded(value: FeelNumber, scale: number, mode: Rounding): FeelNumber | null {
  if (scale < MIN_SCALE || scale > MAX_SCALE) return null;
  return roundAt(value, Math.trunc(scale), mode);
}

function rounding(mode: Rounding): Signature[] {
  return [signature('n: number, scale: double', ([n, scale]) => rounded(n, scale, mode))];
}

function stepwise(mode: Rounding): Signature[] {
  return [signature('n: number, scale: double?', ([n, scale]) => rounded(n, scale ?? 0, mode))];
}

/** Roots and logarithms of decimals take as long as many sums. */
const HARD_WORK = 50;

/** A function whose result has 34 digits. */
function precise(calculate: (value: Decimal) => Decimal): Signature[] {
  return [
    signature('number: number', ([value], runtime) => {
      spend(runtime, HARD_WORK);
      return fromDecimal(calculate(decimalOf(value)));
    }),
  ];
}

function remainderOfTwo(value: FeelNumber): number {
  return typeof value === 'number' ? value % 2 : value.decimal.mod(2).toNumber();
}

function parseNumber(
  text: string,
  grouping: string | null,
  point: string | null,
): FeelNumber | null {
  const separators = [' ', ',', '.'];
  if (grouping !== null && !separators.includes(grouping)) return null;
  if (point !== null && (!['.', ','].includes(point) || point === grouping)) return null;
  const plain = grouping === null ? text : text.replaceAll(grouping, '');
  const normal = point === ',' ? plain.replace(',', '.') : plain;
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(normal) ? readNumber(normal) : null;
}

export const NUMBER_FUNCTIONS: Record<string, Signature[]> = {
  number: [
    signature(
      'from: string, grouping separator: any?, decimal separator: any?',
      ([text, grouping, point]) => parseNumber(text, grouping, point),
    ),
    signature(
      'from: string, grouping separator: any, decimal separator: any',
      ([text, grouping, point]) => {
        const usable = [grouping, point].every((each) => each === null || typeof each === 'string');
        return usable ? parseNumber(text, grouping, point) : null;
      },
    ),
    signature('from: number', ([value]) => value),
  ],
  decimal: rounding(Decimal.ROUND_HALF_EVEN),
  floor: stepwise(Decimal.ROUND_FLOOR),
  ceiling: stepwise(Decimal.ROUND_CEIL),
  'round up': rounding(Decimal.ROUND_UP),
  'round down': rounding(Decimal.ROUND_DOWN),
  'round half up': rounding(Decimal.ROUND_HALF_UP),
  'round half down': rounding(Decimal.ROUND_HALF_DOWN),
  modulo: [
    signature('dividend: number, divisor: number', ([dividend, divisor]) =>
      modulo(dividend, divisor),
    ),
  ],
  sqrt: precise((value) => value.sqrt()),
  log: precise((value) => value.ln()),
  exp: precise((value) => value.exp()),
  odd: [signature('number: number', ([value]) => Math.abs(remainderOfTwo(value)) === 1)],
  even: [signature('number: number', ([value]) => remainderOfTwo(value) === 0)],
};
