import type { PaymentRequest } from './schemas.ts';

/**
 * XBezahldienste 1.0.0, consistency of amounts: grosAmount = sum of net and tax of the items, and
 * the total of an item = its quantity times its single amount. Compared in whole cents.
 */
export function isConsistent(request: PaymentRequest): boolean {
  const sum = request.items.reduce(
    (cents, item) => cents + toCents(item.totalNetAmount) + toCents(item.totalTaxAmount),
    0,
  );
  return sum === toCents(request.grosAmount) && request.items.every(hasConsistentTotals);
}

function hasConsistentTotals(item: PaymentRequest['items'][number]): boolean {
  return (
    toCents(item.totalNetAmount) === item.quantity * toCents(item.singleNetAmount) &&
    toCents(item.totalTaxAmount) === item.quantity * toCents(item.singleTaxAmount)
  );
}

export function toCents(amount: number): number {
  return Math.round(amount * 100);
}
