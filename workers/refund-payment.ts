import type { PostingRecord, TreasuryPort } from '../connectors/treasury/port.ts';
import type {
  EffectRepository,
  Payment,
  PaymentPosition,
  PaymentRepository,
} from '../core/cases/repositories.ts';
import { isOutsideFailure } from '../core/effects/outside-failure.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import { refundCents } from '../core/payments/payment-money.ts';

export interface RefundPorts {
  readonly effects: EffectRepository;
  readonly payments: PaymentRepository;
  readonly treasury: TreasuryPort;
}

export interface Refund {
  /** `overpaid`: what came above the fee; the fee itself may still go back later. */
  readonly part: 'fee' | 'overpaid';
  readonly caseNumber: string;
  readonly amountCents: number;
  readonly costCentre: string;
  readonly bookingKey: string;
  /** Of the house (`HOUSE_REFUNDS`) or the process's own. */
  readonly reason: string;
  readonly text: string;
  /** Absent: back the way it came. */
  readonly to?: PostingRecord['refundTo'];
  readonly nowMs: number;
  readonly actor: string;
}

/**
 * Gives money back, at most once per payment and part, whoever asks: the process by `fee-refund` or
 * the house itself for money that nobody waits for. The key belongs to the payment, not to the job.
 */
export async function refundPayment(
  ports: RefundPorts,
  payment: Payment,
  refund: Refund,
): Promise<{ recordId: string }> {
  const recordIds: string[] = [];
  for (const share of shares(payment, refund)) {
    recordIds.push(await refundShare(ports, payment, refund, share));
  }
  const [recordId = ''] = recordIds;
  await markRefunded(ports.payments, payment, refund, recordId);
  return { recordId };
}

interface Share extends Pick<PaymentPosition, 'amountCents' | 'costCentre' | 'bookingKey'> {
  readonly purpose: string;
}

/** The whole fee goes back from where each of its positions was posted; a part of it, from one. */
function shares(payment: Payment, { part, amountCents, costCentre, bookingKey }: Refund): Share[] {
  const purpose = part === 'fee' ? 'refund' : 'refund-overpaid';
  const isWholeFee = part === 'fee' && amountCents === payment.amountCents;
  if (!isWholeFee || !payment.positions) return [{ purpose, amountCents, costCentre, bookingKey }];
  return payment.positions.map((position, index) => ({
    ...position,
    purpose: `${purpose}-${index + 1}`,
  }));
}

async function refundShare(
  ports: RefundPorts,
  payment: Payment,
  refund: Refund,
  share: Share,
): Promise<string> {
  const outcome = await performOnce(ports.effects, {
    identity: {
      caseId: payment.caseId,
      elementInstanceKey: payment.id,
      topic: 'fee-refund',
      purpose: share.purpose,
      attempt: 1,
    },
    request: { paymentId: payment.id, amountCents: share.amountCents },
    act: (key) => post(ports.treasury, refundRecord(key, payment, refund, share)),
    repetition: { type: 'find', find: (key) => find(ports.treasury, key) },
  });
  return outcome.result.recordId;
}

async function find(treasury: TreasuryPort, key: string) {
  const record = await treasury.find(key);
  return record && { recordId: record.recordId };
}

/** Process and house may come at the same moment, with another text: the first record stands. */
async function post(treasury: TreasuryPort, record: PostingRecord): Promise<{ recordId: string }> {
  try {
    return { recordId: (await treasury.post(record)).recordId };
  } catch (error) {
    const first = isOutsideFailure(error) && error.kind === 'rejected';
    const found = first ? await find(treasury, record.key) : undefined;
    if (found) return found;
    throw error;
  }
}

function refundRecord(key: string, payment: Payment, refund: Refund, share: Share): PostingRecord {
  return {
    key,
    kind: 'refund',
    caseNumber: refund.caseNumber,
    paymentReference: payment.reference ?? payment.id,
    amountCents: share.amountCents,
    costCentre: share.costCentre,
    bookingKey: share.bookingKey,
    text: refund.text,
    valueDateMs: refund.nowMs,
    refundTo: refund.to ?? { type: 'original-method' },
  };
}

async function markRefunded(
  payments: PaymentRepository,
  payment: Payment,
  refund: Refund,
  recordId: string,
): Promise<void> {
  await payments.update(payment.id, refund.actor, (current) => {
    if (isMarked(current, refund)) return undefined;
    const { amountCents, reason, nowMs } = refund;
    const before = current.refund === 'done' ? refundCents(current) : 0;
    return {
      payment: {
        refund: 'done',
        refundCents: before + amountCents,
        refundReason: current.refund === 'due' ? (current.refundReason ?? reason) : reason,
        refundedAtMs: nowMs,
      },
      change: {
        audit: [
          { event: 'payment-refunded', detail: { paymentId: payment.id, amountCents, recordId } },
        ],
      },
    };
  });
}

/** The fee may go back after what came above it, and not the other way round. */
function isMarked({ refund, refundReason }: Payment, { part }: Refund): boolean {
  return refund === 'done' && !(part === 'fee' && refundReason === 'overpaid');
}
