import { z } from 'zod';
import type { Payment } from '../core/cases/repositories.ts';
import { expired, isSettled } from '../core/payments/apply-payment-answer.ts';
import { isInReview, paysFee } from '../core/payments/payment-money.ts';
import { askPayment } from './ask-payment.ts';
import type { WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /** Absent when waiting ended before `fee-request` could answer: then all that the case has open. */
  feeId: z.string().min(1).max(64).nullish(),
});

const output = z.object({
  /** Somebody paid in the last moment: go on as paid. */
  feePaid: z.boolean(),
  /** Of the fee that was paid: who closed all that was open learns which one it is. */
  feeId: z.string().optional(),
  paymentId: z.string().optional(),
  paymentReference: z.string().optional(),
  paidAmountCents: z.number().int().optional(),
});

/**
 * The end of waiting for a fee: asks the service one last time and closes every attempt. From then
 * on money that still arrives goes back by itself. Without it, a payment made in the same moment
 * as the expiry would reach a process that no longer waits.
 */
export const feeClose = defineWorker({
  topic: 'fee-close',
  title: 'Zahlungsfrist beenden',
  input,
  output,
  errors: {},
  async handle(context) {
    for (const payment of await attempts(context)) await close(context, payment);
    const closed = await attempts(context);
    const paid = closed.find(paysFee);
    // A person still has to say whether this is the payment: nobody is turned away meanwhile.
    if (!paid && closed.some(isWaitedFor)) {
      return { type: 'retryLater', reason: 'a payment is in review', afterMs: REVIEW_PAUSE_MS };
    }
    if (!paid) return { type: 'done', output: { feePaid: false } };
    return {
      type: 'done',
      output: {
        feePaid: true,
        feeId: paid.feeId,
        paymentId: paid.id,
        paymentReference: paid.reference ?? paid.id,
        paidAmountCents: paid.amountCents,
      },
    };
  },
});

const REVIEW_PAUSE_MS = 60_000;

/** One that came after its time can only go back: nothing depends on it. */
function isWaitedFor(payment: Payment): boolean {
  return isInReview(payment) && payment.status !== 'expired';
}

type Context = WorkerContext<z.output<typeof input>>;

function attempts({ input: { feeId }, file, ports }: Context): Promise<Payment[]> {
  return feeId ? ports.payments.ofFee(feeId) : ports.payments.ofCase(file.id);
}

async function close({ ports, topic }: Context, payment: Payment): Promise<void> {
  await askPayment(ports, payment.id, topic);
  await ports.payments.update(payment.id, `worker:${topic}`, (current) => {
    if (isSettled(current) || current.status === 'expired') return undefined;
    const detail = { paymentId: current.id };
    return {
      payment: expired(current, ports.clock.now()),
      change: { audit: [{ event: 'payment-expired', detail }] },
    };
  });
}
