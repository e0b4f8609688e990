import { z } from 'zod';
import type { Payment, PaymentPosition } from '../core/cases/repositories.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import { feePositions } from '../core/payments/fee-positions.ts';
import { paysFee } from '../core/payments/payment-money.ts';
import type { WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  feeId: z.string().min(1).max(64),
  /** Absent: the attempt that was paid. */
  paymentId: z.string().nullish(),
  /** Where it is posted, unless the payment's positions say so. */
  costCentre: z.string().min(1).max(36),
  bookingKey: z.string().min(1).max(36),
  /** Posting text; absent: the case number. */
  postingText: z.string().max(100).nullish(),
});

/** One record for each position of the payment. */
const output = z.object({ postingRecordIds: z.array(z.string()) });

/** The income as posting records for the treasury, once per payment and position. */
export const feePosting = defineWorker({
  topic: 'fee-posting',
  title: 'Einnahme an die Kasse melden',
  input,
  output,
  errors: {},
  async handle({ input: wanted, file, ports, topic, nowMs }) {
    const payment = (await ports.payments.ofFee(wanted.feeId)).find(
      (one) => paysFee(one) && (!wanted.paymentId || one.id === wanted.paymentId),
    );
    if (!payment) return { type: 'giveUp', reason: `no paid attempt of fee ${wanted.feeId}` };
    const recordIds: string[] = [];
    for (const position of positionsOf(payment, wanted, file.number)) {
      recordIds.push(await postIncome({ file, ports, topic, nowMs }, payment, position));
    }
    return { type: 'done', output: { postingRecordIds: recordIds } };
  },
});

interface IncomePosition extends PaymentPosition {
  /** Part of the effect's key: a record is written once, also when the job runs again. */
  readonly purpose: string;
  readonly text: string;
}

function positionsOf(
  payment: Payment,
  { costCentre, bookingKey, postingText }: z.output<typeof input>,
  caseNumber: string,
): IncomePosition[] {
  const text = postingText ?? caseNumber;
  if (!payment.positions) {
    const [whole] = feePositions({ ...payment, costCentre, bookingKey }, caseNumber);
    return whole ? [{ ...whole, purpose: 'income', text }] : [];
  }
  return payment.positions.map((position, index) => ({
    ...position,
    purpose: `income-${index + 1}`,
    text: `${text} ${position.reference}`,
  }));
}

type PostingContext = Pick<WorkerContext<unknown>, 'file' | 'ports' | 'topic' | 'nowMs'>;

async function postIncome(
  { file, ports, topic, nowMs }: PostingContext,
  payment: Payment,
  position: IncomePosition,
): Promise<string> {
  const { purpose, amountCents, costCentre, bookingKey, text } = position;
  const outcome = await performOnce(ports.effects, {
    identity: { caseId: file.id, elementInstanceKey: payment.id, topic, purpose, attempt: 1 },
    request: { paymentId: payment.id, amountCents, costCentre, bookingKey },
    act: async (key) => ({
      ...(await ports.treasury.post({
        key,
        kind: 'income',
        caseNumber: file.number,
        paymentReference: payment.reference ?? payment.id,
        amountCents,
        costCentre,
        bookingKey,
        text,
        valueDateMs: payment.paidAtMs ?? nowMs,
      })),
    }),
    repetition: {
      type: 'find',
      find: async (key) => {
        const record = await ports.treasury.find(key);
        return record && { ...record };
      },
    },
  });
  return outcome.result.recordId;
}
