import type { CaseChange } from '../cases/case-file.ts';
import type { FlagDecision, Payment } from '../cases/repositories.ts';
import { announceCompleted, announceFailed } from './announce-payment.ts';
import type { PaymentStep } from './apply-payment-answer.ts';
import { isInReview, paysFee, receivedCents } from './payment-money.ts';

export interface FlagSituation {
  readonly ofFee: readonly Payment[];
  /** Nobody waits for the money any more: it can only go back. */
  readonly processEnded: boolean;
}

/** What a person may decide about a flagged payment; nothing once it is decided. */
export function possibleDecisions(payment: Payment, situation: FlagSituation): FlagDecision[] {
  if (!isInReview(payment)) return [];
  // Whose money it is, and how much came, only the payment service can say.
  if (payment.flag !== 'amount-mismatch' || payment.receivedCents === undefined) return ['dismiss'];
  return coversFee(payment, situation) ? ['accept', 'refund'] : ['refund'];
}

function coversFee(payment: Payment, { ofFee, processEnded }: FlagSituation): boolean {
  const isPaid = ofFee.some((other) => other.id !== payment.id && paysFee(other));
  const waits = payment.status !== 'expired' && !processEnded && !isPaid;
  return waits && receivedCents(payment) >= payment.amountCents;
}

/**
 * Applied under the lock of the case; `undefined` when it is decided already or not possible. The
 * reason is a person's own words, so it goes into the case file and not into the audit chain.
 */
export function decideFlag(
  payment: Payment,
  situation: FlagSituation,
  { decision, reason }: { readonly decision: FlagDecision; readonly reason: string },
  nowMs: number,
): PaymentStep | undefined {
  if (!possibleDecisions(payment, situation).includes(decision)) return undefined;
  const { money, change } = OUTCOMES[decision](payment, nowMs);
  const detail = { paymentId: payment.id, flag: payment.flag ?? null, decision };
  return {
    payment: { ...money, flagClosedAtMs: nowMs, flagDecision: decision },
    change: {
      ...change,
      facts: { [`paymentDecision-${payment.id}`]: { decision, reason, decidedAtMs: nowMs } },
      audit: [...change.audit, { event: 'payment-flag-decided', detail }],
    },
  };
}

interface Outcome {
  readonly money: Partial<Payment>;
  readonly change: CaseChange;
}

const OUTCOMES: Record<FlagDecision, (payment: Payment, nowMs: number) => Outcome> = {
  accept(payment, nowMs) {
    const reference = payment.reference ?? payment.id;
    const over = receivedCents(payment) - payment.amountCents;
    const back = { refund: 'due', refundCents: over, refundReason: 'overpaid' } as const;
    return {
      money: {
        status: 'paid',
        reference,
        paidAtMs: nowMs,
        ...(over > 0 ? { ...back, notice: 'due' as const } : {}),
      },
      change: announceCompleted(payment, reference),
    };
  },
  refund(payment, nowMs) {
    return {
      money: {
        status: 'paid',
        paidAtMs: nowMs,
        refund: 'due',
        refundCents: receivedCents(payment),
        refundReason: 'wrong-amount',
        notice: 'due',
      },
      change: failed(payment),
    };
  },
  dismiss: (payment) => ({ money: { status: 'refused' }, change: failed(payment) }),
};

/** A process that still waits for this fee may ask for it anew. */
function failed(payment: Payment): CaseChange {
  return payment.status === 'expired' ? { audit: [] } : announceFailed(payment, 'refused');
}
