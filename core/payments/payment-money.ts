import type { Payment } from '../cases/repositories.ts';

/** Why the house itself gives money back; a process has reasons of its own. */
export const HOUSE_REFUNDS = ['late', 'duplicate', 'overpaid', 'wrong-amount'] as const;
export type HouseRefund = (typeof HOUSE_REFUNDS)[number];

export function isHouseRefund(reason: string | undefined): reason is HouseRefund {
  return HOUSE_REFUNDS.some((known) => known === reason);
}

/** What the payment service took, of a payment that is paid. */
export function receivedCents(payment: Payment): number {
  return payment.receivedCents ?? payment.amountCents;
}

/** What of it goes back, or went. */
export function refundCents(payment: Payment): number {
  if (payment.refund === undefined) return 0;
  return payment.refundCents ?? receivedCents(payment);
}

/** The fee is paid by it: more came than goes back. */
export function paysFee(payment: Payment): boolean {
  return payment.status === 'paid' && refundCents(payment) < receivedCents(payment);
}

/** A person still has to say what becomes of it. */
export function isInReview(payment: Payment): boolean {
  return payment.flag !== undefined && payment.flagClosedAtMs === undefined;
}
