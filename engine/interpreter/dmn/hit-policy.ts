import { compileExpression, feelEquals, feelTypeOf } from '../../feel/index.ts';
import type { Aggregation } from '../../model/dmn/decision-model.ts';

/** Position of a value in the list of admitted output values; unknown ones come last. */
export function rankOf(value: unknown, order: readonly unknown[]): number {
  const index = order.findIndex((each) => feelEquals(each, value));
  return index < 0 ? order.length : index;
}

/** Compares rule outputs by the priorities of their columns, leftmost column first. */
export function comparePriorities(
  left: readonly unknown[],
  right: readonly unknown[],
  orders: readonly (readonly unknown[])[],
): number {
  for (const [column, order] of orders.entries()) {
    if (order.length === 0) continue;
    const difference = rankOf(left[column], order) - rankOf(right[column], order);
    if (difference !== 0) return difference;
  }
  return 0;
}

const AGGREGATIONS = {
  SUM: compileExpression('sum(values)'),
  MIN: compileExpression('min(values)'),
  MAX: compileExpression('max(values)'),
};
/** Numbers depend on no clock. */
const NO_TIME = { nowMs: 0, zone: 'UTC' };

/** COLLECT with an operator. Null when a value is no number (COUNT aside). */
export function aggregate(kind: Aggregation, values: readonly unknown[]): unknown {
  if (kind === 'COUNT') return values.length;
  if (!values.every((value) => feelTypeOf(value) === 'number')) return null;
  return AGGREGATIONS[kind].evaluate({ values }, NO_TIME);
}
