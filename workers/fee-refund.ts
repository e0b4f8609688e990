import { z } from 'zod';
import type { Payment } from '../core/cases/repositories.ts';
import { isHouseRefund, paysFee, refundCents } from '../core/payments/payment-money.ts';
import { defineWorker } from './define-worker.ts';
import { refundTarget } from './refund-account.ts';
import { refundPayment } from './refund-payment.ts';

const input = z.object({
  feeId: z.string().min(1).max(64),
  /** Which attempt; absent: the one that was paid. */
  paymentId: z.string().nullish(),
  /** Absent: all of it. */
  amountCents: z.number().int().min(1).max(99_999_900).nullish(),
  /** Kept with the payment, such as `already-settled`. */
  reason: z.string().min(1).max(100),
  /** Absent: where the income was meant to be posted. */
  costCentre: z.string().min(1).max(36).nullish(),
  bookingKey: z.string().min(1).max(36).nullish(),
});

const output = z.object({
  refundRecordId: z.string(),
  refundedAmountCents: z.number().int(),
  /** Back the way it came, or to the account that the applicant has named. */
  refundBy: z.enum(['original-method', 'transfer']),
});

/**
 * Gives a payment back, the way it came or to the account that the applicant has named: records for
 * the treasury, once per payment.
 */
export const feeRefund = defineWorker({
  topic: 'fee-refund',
  title: 'Zahlung erstatten',
  input,
  output,
  errors: {
    'nothing-to-refund': 'no attempt of this fee was paid',
  },
  async handle({ input: wanted, file, ports, topic, nowMs }) {
    const payment = refundable(await ports.payments.ofFee(wanted.feeId), wanted.paymentId);
    if (!payment) {
      return { type: 'businessError', code: 'nothing-to-refund', message: 'no paid attempt' };
    }
    if (payment.refund === 'due' && payment.refundReason === 'overpaid') {
      const reason = 'what came above the fee goes back first';
      return { type: 'retryLater', reason, afterMs: OVERPAID_PAUSE_MS };
    }
    const atMostCents = feePart(payment);
    const amountCents = wanted.amountCents ?? atMostCents;
    const costCentre = wanted.costCentre ?? payment.costCentre;
    const bookingKey = wanted.bookingKey ?? payment.bookingKey;
    if (amountCents > atMostCents || !costCentre || !bookingKey) {
      return { type: 'giveUp', reason: 'more than was paid, or without a fee account' };
    }
    const to = refundTarget(file);
    const { recordId } = await refundPayment(ports, payment, {
      part: 'fee',
      caseNumber: file.number,
      amountCents,
      costCentre,
      bookingKey,
      reason: wanted.reason,
      text: `Rückzahlung ${file.number}`,
      to,
      nowMs,
      actor: `worker:${topic}`,
    });
    return {
      type: 'done',
      output: { refundRecordId: recordId, refundedAmountCents: amountCents, refundBy: to.type },
    };
  },
});

const OVERPAID_PAUSE_MS = 5_000;

/** Of a payment that the house gives back, all that came: the same refund, whoever asks. */
function feePart(payment: Payment): number {
  const { refundReason } = payment;
  const isOfHouse = isHouseRefund(refundReason) && refundReason !== 'overpaid';
  return isOfHouse ? refundCents(payment) : payment.amountCents;
}

/** Attempts that the house gives back by itself come last. */
function refundable(
  attempts: readonly Payment[],
  paymentId: string | null | undefined,
): Payment | undefined {
  const paid = attempts.filter(({ status }) => status === 'paid');
  if (paymentId) return paid.find(({ id }) => id === paymentId);
  return (
    paid.find(paysFee) ?? paid.find(({ refundReason }) => !isHouseRefund(refundReason)) ?? paid[0]
  );
}
