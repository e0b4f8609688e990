import type { CaseChange } from '../cases/case-file.ts';
import type { Payment } from '../cases/repositories.ts';
import { NEVER_CHECK } from '../cases/repositories.ts';
import type { JsonObject } from '../json.ts';
import { announceCompleted, announceFailed } from './announce-payment.ts';
import { AFTERMATH_DELAY_MS, AFTERMATH_MS, checkDelayMs } from './check-delay.ts';
import { paysFee } from './payment-money.ts';

/** What the payment service says of a transaction; the connector's `PaymentTransaction` fits. */
export interface PaymentAnswer {
  readonly requestId: string;
  readonly transactionId: string;
  readonly status: 'open' | 'paid' | 'refused' | 'abandoned';
  readonly amountCents: number;
  readonly reference?: string;
}

export interface PaymentStep {
  readonly payment: Partial<Payment>;
  readonly change?: CaseChange;
}

export interface SettleOptions {
  /** False: a failure is applied, but no process hears of it. Default true. */
  readonly announceFailure?: boolean;
  /** The process of the case is over: nobody can wait for the money any more. Default false. */
  readonly processEnded?: boolean;
}

/**
 * What an answer of the service means for a payment: pure, called under the lock of the case. A
 * status that was applied already changes nothing. Money that nobody can wait for any more (a
 * second payment of the same fee, one after its expiry) is marked to go back, and its payer to be
 * told.
 */
export function applyPaymentAnswer(
  payment: Payment,
  ofFee: readonly Payment[],
  answer: PaymentAnswer,
  nowMs: number,
  options: SettleOptions = {},
): PaymentStep | undefined {
  if (isSettled(payment)) return undefined;
  if (answer.requestId !== payment.id || answer.transactionId !== payment.transactionId) {
    return flagged(payment, 'foreign-transaction', { answered: answer.requestId });
  }
  switch (answer.status) {
    case 'open':
      return stillOpen(payment, nowMs);
    case 'paid':
      return paid(payment, ofFee, answer, nowMs, options.processEnded ?? false);
    default:
      return failed(payment, answer.status, options.announceFailure ?? true);
  }
}

/** Nothing that the service says can change it any more. */
export function isSettled(payment: Payment): boolean {
  return (
    payment.status === 'paid' ||
    payment.status === 'refused' ||
    payment.status === 'abandoned' ||
    payment.flag !== undefined
  );
}

function stillOpen(payment: Payment, nowMs: number): PaymentStep {
  const checks = payment.checks + 1;
  const expiresAtMs = payment.expiresAtMs ?? Infinity;
  if (nowMs < expiresAtMs && payment.status !== 'expired') {
    const next = Math.min(nowMs + checkDelayMs(checks), expiresAtMs);
    return { payment: { checks, nextCheckAtMs: next } };
  }
  return { payment: { checks, ...expired(payment, nowMs) } };
}

/** The payment as it is once its time is over: asked about for a while, because money may come. */
export function expired(payment: Payment, nowMs: number): Partial<Payment> {
  const since = Math.min(payment.expiresAtMs ?? nowMs, nowMs);
  const next = nowMs + AFTERMATH_DELAY_MS;
  const askAgain = payment.transactionId !== undefined && next < since + AFTERMATH_MS;
  return {
    status: 'expired',
    expiresAtMs: since,
    nextCheckAtMs: askAgain ? next : NEVER_CHECK,
  };
}

function paid(
  payment: Payment,
  ofFee: readonly Payment[],
  answer: PaymentAnswer,
  nowMs: number,
  processEnded: boolean,
): PaymentStep {
  const reference = answer.reference ?? payment.id;
  if (answer.amountCents !== payment.amountCents) return mismatch(payment, answer, reference);
  const arrived = {
    status: 'paid',
    reference,
    paidAtMs: nowMs,
    nextCheckAtMs: NEVER_CHECK,
  } as const;
  const reason = refundReason(payment, ofFee, processEnded);
  if (!reason) return { payment: arrived, change: announceCompleted(payment, reference) };
  const { id, amountCents } = payment;
  const back = { refund: 'due', refundCents: amountCents, refundReason: reason } as const;
  return {
    payment: { ...arrived, ...back, notice: 'due' },
    change: { audit: [{ event: `payment-${reason}`, detail: { paymentId: id, amountCents } }] },
  };
}

/** Money that nobody can wait for any more: the house gives it back and says so. */
function refundReason(
  payment: Payment,
  ofFee: readonly Payment[],
  processEnded: boolean,
): 'duplicate' | 'late' | undefined {
  if (ofFee.some((other) => other.id !== payment.id && paysFee(other))) return 'duplicate';
  return payment.status === 'expired' || processEnded ? 'late' : undefined;
}

/** What came is kept only where it can be an amount at all. */
function mismatch(payment: Payment, answer: PaymentAnswer, reference: string): PaymentStep {
  const { amountCents: answered } = answer;
  const isAmount = Number.isSafeInteger(answered) && answered > 0 && answered <= 99_999_900;
  const step = flagged(payment, 'amount-mismatch', {
    expectedCents: payment.amountCents,
    answeredCents: answered,
  });
  const money = { reference, ...(isAmount ? { receivedCents: answered } : {}) };
  return { ...step, payment: { ...step.payment, ...money } };
}

function failed(
  payment: Payment,
  outcome: 'refused' | 'abandoned',
  announceFailure: boolean,
): PaymentStep {
  const step = { payment: { status: outcome, nextCheckAtMs: NEVER_CHECK } };
  const detail = { paymentId: payment.id, paymentOutcome: outcome };
  if (payment.status === 'expired' || !announceFailure) {
    return { ...step, change: { audit: [{ event: 'payment-failed', detail }] } };
  }
  return { ...step, change: announceFailed(payment, outcome) };
}

function flagged(
  payment: Payment,
  flag: NonNullable<Payment['flag']>,
  detail: JsonObject,
): PaymentStep {
  // One that is over stays over: it can only go back.
  const status = payment.status === 'expired' ? payment.status : 'in-doubt';
  return {
    payment: { status, flag, nextCheckAtMs: NEVER_CHECK },
    change: { audit: [{ event: `payment-${flag}`, detail: { paymentId: payment.id, ...detail } }] },
  };
}
