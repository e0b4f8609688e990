import type { Payment } from '../cases/repositories.ts';
import { NEVER_CHECK } from '../cases/repositories.ts';
import { isHouseRefund, isInReview, paysFee, refundCents, receivedCents } from './payment-money.ts';

/**
 * What is true of the money of a case that ended without being paid, whatever happened to its
 * payments since: `none` nothing was taken, `may-arrive` nothing so far, `back` something came and
 * the house gives it back, `in-review` a person looks at it. Nothing to say where the fee is paid,
 * where nothing was asked for, and where the process itself gave the money back.
 */
export type MoneyNote =
  | { readonly note: 'none' | 'may-arrive' }
  | { readonly note: 'back' | 'in-review'; readonly amountCents: number };

export function moneyNote(payments: readonly Payment[]): MoneyNote | undefined {
  if (payments.length === 0 || payments.some(paysFee)) return undefined;
  const inReview = payments.find(isInReview);
  if (inReview) return { note: 'in-review', amountCents: receivedCents(inReview) };
  const back = payments.filter((payment) => payment.refund !== undefined);
  const ofHouse = back.filter(({ refundReason }) => isHouseRefund(refundReason));
  if (ofHouse.length > 0) {
    return { note: 'back', amountCents: ofHouse.reduce((sum, one) => sum + refundCents(one), 0) };
  }
  if (back.length > 0) return undefined;
  return { note: payments.some(mayArrive) ? 'may-arrive' : 'none' };
}

/** The service is still asked: its page may take money as long as it is open somewhere. */
function mayArrive({ status, transactionId, nextCheckAtMs }: Payment): boolean {
  const isOpen = status === 'open' || status === 'expired';
  return isOpen && transactionId !== undefined && nextCheckAtMs < NEVER_CHECK;
}
