import type { Payment, PaymentPosition } from '../cases/repositories.ts';

/** What the fee is made of; a fee that is one sum is one position, under the case's own number. */
export function feePositions(payment: Payment, caseNumber: string): PaymentPosition[] {
  if (payment.positions && payment.positions.length > 0) return [...payment.positions];
  const { amountCents, costCentre = '', bookingKey = '' } = payment;
  return [{ reference: caseNumber, textKey: '', amountCents, costCentre, bookingKey }];
}
