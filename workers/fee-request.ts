import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Payment } from '../core/cases/repositories.ts';
import { periodOverMs } from '../core/law/period-over.ts';
import { paysFee } from '../core/payments/payment-money.ts';
import { askPayment } from './ask-payment.ts';
import { createPayment } from './create-payment.ts';
import type { WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /** Stable over all attempts to pay; the first request makes it and gives it out. */
  feeId: z.string().min(1).max(64).nullish(),
  amountCents: z.number().int().min(1).max(99_999_900),
  /** Key of a text of the procedure: what the payment page calls the fee. */
  feeTextKey: z.string().nullish(),
  costCentre: z.string().min(1).max(36),
  bookingKey: z.string().min(1).max(36),
  /** What the fee is made of, with an account for each; absent: one item, of the account above. */
  positions: z
    .array(
      z.object({
        reference: z.string().min(1).max(36),
        textKey: z.string().min(1).max(100),
        amountCents: z.number().int().min(1).max(99_999_900),
        costCentre: z.string().min(1).max(36),
        bookingKey: z.string().min(1).max(36),
      }),
    )
    .min(1)
    .max(99)
    .nullish(),
  /** For how long it may be paid, to the end of the last day; money that arrives later goes back. */
  payableDays: z.number().min(0).max(366).nullish(),
});

const output = z.object({
  /** Correlation key of `payment-completed` and `payment-failed`. */
  feeId: z.string(),
  paymentId: z.string(),
  paymentAttempt: z.number().int(),
  /** An earlier attempt turned out to be paid: `payment-completed` is on its way. */
  alreadyPaid: z.boolean(),
});

export type FeeRequestContext = WorkerContext<z.output<typeof input>>;

const DEFAULT_PAYABLE_DAYS = 30;
const IN_DOUBT_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Attempts whose creation stays in doubt, before the job pauses. */
const ATTEMPTS_AT_ONCE = 2;

/** Opens a payment at the payment service, once per attempt; one that is open is used again. */
export const feeRequest = defineWorker({
  topic: 'fee-request',
  title: 'Gebühr zur Zahlung stellen',
  input,
  output,
  errors: {},
  async handle(context) {
    if (!addsUp(context.input)) return { type: 'giveUp', reason: 'the positions are another sum' };
    const feeId = context.input.feeId ?? newFeeId(context.file.id, context.elementInstanceKey);
    const earlier = await askAboutEarlier(context, feeId);
    const paid = earlier.find(paysFee);
    if (paid) return done(paid);
    for (let tries = 0; tries < ATTEMPTS_AT_ONCE; tries += 1) {
      const attempts = await context.ports.payments.ofFee(feeId);
      // Another run of this job, whose lock had expired, may have been quicker.
      const open = attempts.find((payment) => isUsable(context, payment));
      if (open) return done(open);
      const payment = await nextAttempt(context, feeId, attempts);
      const created = await createPayment(context, payment);
      if (created.status === 'open') return done(created);
    }
    return {
      type: 'retryLater',
      reason: 'the payment service gave no answer to a new payment',
      afterMs: pauseMs(await context.ports.payments.ofFee(feeId)),
    };
  },
});

/** Longer each time: every try leaves attempts behind. */
function pauseMs(attempts: readonly Payment[]): number {
  const doubtful = attempts.filter(({ status }) => status === 'in-doubt').length;
  const earlierTries = Math.max(0, Math.ceil(doubtful / ATTEMPTS_AT_ONCE) - 1);
  return Math.min(LONGEST_PAUSE_MS, IN_DOUBT_PAUSE_MS * 2 ** Math.min(earlierTries, 10));
}

function addsUp({ positions, amountCents }: z.output<typeof input>): boolean {
  return !positions || positions.reduce((sum, one) => sum + one.amountCents, 0) === amountCents;
}

function done(payment: Payment): {
  type: 'done';
  output: z.output<typeof output>;
} {
  return {
    type: 'done',
    output: {
      feeId: payment.feeId,
      paymentId: payment.id,
      paymentAttempt: payment.attempt,
      alreadyPaid: payment.status === 'paid',
    },
  };
}

function newFeeId(caseId: string, elementInstanceKey: string): string {
  return `fee-${createHash('sha256').update(`${caseId} ${elementInstanceKey}`).digest('hex').slice(0, 24)}`;
}

/** So that somebody who has paid is not asked again. */
async function askAboutEarlier(context: FeeRequestContext, feeId: string): Promise<Payment[]> {
  const { payments } = context.ports;
  for (const payment of await payments.ofFee(feeId)) {
    await askPayment(context.ports, payment.id, context.topic);
  }
  return payments.ofFee(feeId);
}

function isUsable(context: FeeRequestContext, payment: Payment): boolean {
  return (
    payment.status === 'open' &&
    payment.redirectUrl !== undefined &&
    payment.amountCents === context.input.amountCents
  );
}

/** The attempt that was begun and not sent, or a new one. */
async function nextAttempt(
  context: FeeRequestContext,
  feeId: string,
  attempts: readonly Payment[],
): Promise<Payment> {
  const { input, file, nowMs, ports } = context;
  const payableDays = input.payableDays ?? DEFAULT_PAYABLE_DAYS;
  const begun = attempts.find(
    ({ status, amountCents }) => status === 'creating' && amountCents === input.amountCents,
  );
  if (begun) return begun;
  return ports.payments.create({
    id: globalThis.crypto.randomUUID(),
    caseId: file.id,
    feeId,
    attempt: Math.max(0, ...attempts.map(({ attempt }) => attempt)) + 1,
    amountCents: input.amountCents,
    purpose: file.number.slice(0, 27),
    status: 'creating',
    createdAtMs: nowMs,
    nextCheckAtMs: nowMs,
    checks: 0,
    // A new attempt gives no new time: the process waits for the fee, not for the attempt.
    expiresAtMs: attempts[0]?.expiresAtMs ?? periodOverMs(nowMs, payableDays),
    costCentre: input.costCentre,
    bookingKey: input.bookingKey,
    ...(input.positions ? { positions: input.positions } : {}),
  });
}
