import type { Actor } from '../cases/case-file.ts';
import type { ReadModel } from '../cases/process-state.ts';
import type { Payment, PaymentRepository } from '../cases/repositories.ts';
import type { Clock } from '../clock.ts';
import type { PaymentAnswer, SettleOptions } from './apply-payment-answer.ts';
import { applyPaymentAnswer, expired, isSettled } from './apply-payment-answer.ts';

export interface SettlePorts {
  readonly payments: PaymentRepository;
  readonly clock: Clock;
  /** The payment service, the only proof (`PaymentPort.read`). Its failures pass through. */
  readonly service: { read(transactionId: string): Promise<PaymentAnswer> };
  /** Tells whether anybody still waits: money for a case whose process is over goes back. */
  readonly readModel?: Pick<ReadModel, 'processState'>;
}

/**
 * Asks the service what became of a payment, and applies the answer exactly once. The poller and
 * the page to which the payer returns both come here; that somebody came back proves nothing.
 * `undefined`: there is no such payment.
 */
export async function settlePayment(
  ports: SettlePorts,
  paymentId: string,
  actor: Actor,
  options: SettleOptions = {},
): Promise<Payment | undefined> {
  const payment = await ports.payments.find(paymentId);
  if (!payment || isSettled(payment)) return payment;
  if (payment.transactionId === undefined) return endUnanswered(ports, payment, actor);
  const answer = await ports.service.read(payment.transactionId);
  const processEnded = answer.status === 'paid' && (await isOver(ports, payment.caseId));
  return ports.payments.update(paymentId, actor, (current, ofFee) =>
    applyPaymentAnswer(current, ofFee, answer, ports.clock.now(), { ...options, processEnded }),
  );
}

/**
 * The service never said under which number it knows the payment, so it cannot be asked, and nobody
 * was ever shown where to pay: it is over with its time.
 */
async function endUnanswered(
  { payments, clock }: SettlePorts,
  payment: Payment,
  actor: Actor,
): Promise<Payment> {
  const nowMs = clock.now();
  if (!isUnansweredAndOver(payment, nowMs)) return payment;
  return payments.update(payment.id, actor, (current) =>
    isUnansweredAndOver(current, nowMs)
      ? {
          payment: expired(current, nowMs),
          change: { audit: [{ event: 'payment-expired', detail: { paymentId: current.id } }] },
        }
      : undefined,
  );
}

function isUnansweredAndOver({ status, expiresAtMs, flag }: Payment, nowMs: number): boolean {
  return status === 'in-doubt' && flag === undefined && (expiresAtMs ?? Infinity) <= nowMs;
}

async function isOver({ readModel }: SettlePorts, caseId: string): Promise<boolean> {
  const state = await readModel?.processState(caseId);
  return state !== undefined && state.state !== 'active';
}
