import { dividedBy, minus, sumOf, times } from '../values/calculate.ts';
import { compareNumbers, decimalOf, fromDecimal, isNumber } from '../values/numbers.ts';
import type { FeelNumber } from '../values/numbers.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

function areNumbers(list: readonly unknown[]): list is FeelNumber[] {
  return list.every(isNumber);
}

/** A function of numbers: null for an empty list or one that holds something else. */
function ofNumbers(calculate: (list: FeelNumber[]) => unknown): Signature[] {
  return [
    signature('...list: any', ([list]) => {
      const items = list as unknown[];
      return areNumbers(items) && items.length > 0 ? calculate(items) : null;
    }),
  ];
}

function product(list: readonly FeelNumber[]): FeelNumber | null {
  return list.reduce<FeelNumber | null>(
    (total, item) => (total === null ? null : times(total, item)),
    1,
  );
}

function mean(list: readonly FeelNumber[]): FeelNumber | null {
  const total = sumOf(list);
  return total === null ? null : dividedBy(total, list.length);
}

function sorted(list: readonly FeelNumber[]): FeelNumber[] {
  return [...list].sort(compareNumbers);
}

function median(list: readonly FeelNumber[]): FeelNumber | null {
  const ordered = sorted(list);
  const half = Math.floor(ordered.length / 2);
  const middle = ordered[half] as FeelNumber;
  return ordered.length % 2 === 1 ? middle : mean([ordered[half - 1] as FeelNumber, middle]);
}

/** Of a sample: divided by one less than there are values. */
function standardDeviation(list: readonly FeelNumber[]): FeelNumber | null {
  const average = mean(list);
  if (average === null || list.length < 2) return null;
  const squares = list.map((item) => {
    const distance = minus(item, average);
    return distance === null ? null : times(distance, distance);
  });
  const total = areNumbers(squares) ? sumOf(squares) : null;
  const variance = total === null ? null : dividedBy(total, list.length - 1);
  return variance === null ? null : fromDecimal(decimalOf(variance).sqrt());
}

function mode(list: readonly FeelNumber[]): FeelNumber[] {
  const counts = new Map<string, { item: FeelNumber; count: number }>();
  for (const item of list) {
    const known = counts.get(String(item));
    counts.set(String(item), { item, count: (known?.count ?? 0) + 1 });
  }
  const found = [...counts.values()];
  const most = found.reduce((highest, { count }) => Math.max(highest, count), 0);
  return sorted(found.filter(({ count }) => count === most).map(({ item }) => item));
}

export const AGGREGATE_FUNCTIONS: Record<string, Signature[]> = {
  sum: ofNumbers(sumOf),
  product: ofNumbers(product),
  mean: ofNumbers(mean),
  median: ofNumbers(median),
  stddev: ofNumbers(standardDeviation),
  mode: [
    signature('...list: any', ([list]) => {
      const items = list as unknown[];
      return areNumbers(items) ? mode(items) : null;
    }),
  ],
};
