import type { Payment } from '../../../core/cases/repositories.ts';
import type { Translate } from '../../../core/i18n/translate.ts';
import { isInReview, paysFee } from '../../../core/payments/payment-money.ts';

/**
 * What a citizen reads of a payment: money that goes back is told before that it came, and that a
 * person looks at it before everything else.
 */
export type PaymentWord =
  | 'creating'
  | 'open'
  | 'paid'
  | 'refunded'
  | 'refused'
  | 'abandoned'
  | 'expired'
  | 'unanswered'
  | 'in-review'
  | 'dismissed';

export function paymentWord(payment: Payment): PaymentWord {
  const { status, transactionId, flagDecision } = payment;
  if (isInReview(payment)) return 'in-review';
  if (flagDecision === 'dismiss') return 'dismissed';
  if (status === 'paid') return paysFee(payment) ? 'paid' : 'refunded';
  // The service never said where to pay: nobody could.
  if (status === 'in-doubt') return 'unanswered';
  return status === 'expired' && transactionId === undefined ? 'unanswered' : status;
}

export function paymentStateText(payment: Payment, t: Translate): string {
  return t(`payment.state.${paymentWord(payment)}`);
}

/** The newest attempt, if it can be paid right now. `payments` newest first. */
export function payableAttempt(payments: readonly Payment[]): Payment | undefined {
  const [current] = payments;
  return current?.status === 'open' && current.redirectUrl !== undefined ? current : undefined;
}
