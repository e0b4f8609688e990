import type { CaseChange, EngineCommand } from '../cases/case-file.ts';
import type { Payment } from '../cases/repositories.ts';
import type { JsonObject } from '../json.ts';

/** A process may be elsewhere when the money arrives: its message is kept for it. */
const COMPLETED_LIFE_MS = 60 * 24 * 3_600_000;
const FAILED_LIFE_MS = 24 * 3_600_000;

/** The process that waits for the fee may go on. What it hears of is the fee, never more. */
export function announceCompleted(payment: Payment, reference: string): CaseChange {
  return announce(payment, 'payment-completed', COMPLETED_LIFE_MS, {
    paymentId: payment.id,
    paymentReference: reference,
    paidAmountCents: payment.amountCents,
  });
}

export function announceFailed(payment: Payment, outcome: 'refused' | 'abandoned'): CaseChange {
  const detail = { paymentId: payment.id, paymentOutcome: outcome };
  return announce(payment, 'payment-failed', FAILED_LIFE_MS, detail);
}

function announce(
  payment: Payment,
  event: 'payment-completed' | 'payment-failed',
  timeToLiveMs: number,
  variables: JsonObject,
): CaseChange {
  const command: EngineCommand = {
    key: `${event}:${payment.id}`,
    type: 'publishMessage',
    name: event,
    correlationKey: payment.feeId,
    timeToLiveMs,
    variables,
  };
  return { commands: [command], audit: [{ event, detail: variables }] };
}
