import type { Payment } from '../core/cases/repositories.ts';
import { isOutsideFailure } from '../core/effects/outside-failure.ts';
import type { Log } from '../core/log.ts';
import { expired, isSettled } from '../core/payments/apply-payment-answer.ts';
import { refundCents } from '../core/payments/payment-money.ts';
import { checkDelayMs } from '../core/payments/check-delay.ts';
import type { SettlePorts } from '../core/payments/settle-payment.ts';
import { settlePayment } from '../core/payments/settle-payment.ts';
import { refundPayment } from './refund-payment.ts';
import { messageOf, repeat } from './repeat.ts';
import type { TellPorts } from './tell-refund.ts';
import { tellRefund } from './tell-refund.ts';
import type { WorkerPorts } from './worker-ports.ts';

export type PollerPorts = Pick<WorkerPorts, 'payment' | 'treasury'> &
  TellPorts &
  Pick<SettlePorts, 'readModel'>;

export interface PaymentPoller {
  start(): void;
  stop(): Promise<void>;
  /** Everything that is due now. For tests and for draining. */
  runOnce(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 20;
const REFUND_PAUSE_MS = 30_000;
/** Mail servers that are away are not asked every second. */
const NOTICE_PAUSE_MS = 60_000;
const ACTOR = 'system';

/**
 * The payment protocol has no callback: the poller asks for every payment that may still change,
 * gives back what nobody waits for, and tells whoever paid it.
 */
export function makePaymentPoller(ports: PollerPorts, log: Log): PaymentPoller {
  const now = (): number => ports.clock.now();
  const refunds = withPause(now, REFUND_PAUSE_MS, () => refundDue(ports, log));
  const notices = withPause(now, NOTICE_PAUSE_MS, () => tellDue(ports, log));
  const runOnce = async (): Promise<void> => {
    const due = await ports.payments.dueForCheck(now(), AT_ONCE);
    await Promise.all(due.map((payment) => check(ports, log, payment)));
    await refunds();
    await notices();
  };
  const loop = repeat('checking payments', LOOK_EVERY_MS, runOnce, log);
  return { start: loop.start, stop: loop.stop, runOnce };
}

/** What failed is left alone for a while. */
function withPause(
  now: () => number,
  pauseMs: number,
  act: () => Promise<boolean>,
): () => Promise<void> {
  let fromMs = 0;
  return async () => {
    if (now() >= fromMs && !(await act())) fromMs = now() + pauseMs;
  };
}

async function check(ports: PollerPorts, log: Log, payment: Payment): Promise<void> {
  const fields = { caseId: payment.caseId, paymentId: payment.id };
  try {
    const after = await settlePayment({ ...ports, service: ports.payment }, payment.id, ACTOR);
    if (after?.flag) log.error({ ...fields, flag: after.flag }, 'a payment needs a person');
    else if (after && after.status !== payment.status) {
      log.info({ ...fields, status: after.status }, 'payment settled');
    }
  } catch (error) {
    log.warn({ ...fields, err: messageOf(error) }, 'the payment service could not be asked');
    await askLater(ports, payment, error);
  }
}

/**
 * A service that is away, or does not know the transaction, is asked again more and more seldom.
 * Silence makes nothing expire: somebody may have paid in time while we could not see it.
 */
async function askLater(ports: PollerPorts, payment: Payment, error: unknown): Promise<void> {
  const wantedMs = isOutsideFailure(error) ? (error.retryAfterMs ?? 0) : 0;
  const nowMs = ports.clock.now();
  await ports.payments.update(payment.id, ACTOR, (current) => {
    if (isSettled(current)) return undefined;
    const checks = current.checks + 1;
    if (current.status === 'expired') return { payment: { checks, ...expired(current, nowMs) } };
    const delayMs = Math.max(wantedMs, checkDelayMs(checks));
    return { payment: { checks, nextCheckAtMs: nowMs + delayMs } };
  });
}

async function refundDue(ports: PollerPorts, log: Log): Promise<boolean> {
  return forEach(
    await ports.payments.dueForRefund(AT_ONCE),
    (payment) => refundOne(ports, payment),
    {
      done: (fields) => log.info(fields, 'a payment that nobody waited for goes back'),
      failed: (fields) => log.error(fields, 'a refund could not be recorded'),
    },
  );
}

async function tellDue(ports: PollerPorts, log: Log): Promise<boolean> {
  return forEach(
    await ports.payments.dueForNotice(AT_ONCE),
    (payment) => tellRefund(ports, payment),
    {
      done: (fields) => log.info(fields, 'the payer was told of the refund'),
      failed: (fields) => log.warn(fields, 'the payer could not be told of a refund'),
    },
  );
}

/** One after the other, each on its own: false when it could not be done for one of them now. */
async function forEach(
  payments: readonly Payment[],
  act: (payment: Payment) => Promise<void>,
  say: Readonly<Record<'done' | 'failed', (fields: object) => void>>,
): Promise<boolean> {
  let all = true;
  for (const payment of payments) {
    const fields = { caseId: payment.caseId, paymentId: payment.id };
    try {
      await act(payment);
      say.done(fields);
    } catch (error) {
      all = false;
      say.failed({ ...fields, err: messageOf(error) });
    }
  }
  return all;
}

async function refundOne(ports: PollerPorts, payment: Payment): Promise<void> {
  const file = await ports.cases.find(payment.caseId);
  const { costCentre, bookingKey } = payment;
  if (!file || !costCentre || !bookingKey) throw new Error('without case or fee account');
  const reason = payment.refundReason ?? 'late';
  await refundPayment(ports, payment, {
    part: reason === 'overpaid' ? 'overpaid' : 'fee',
    caseNumber: file.number,
    amountCents: refundCents(payment),
    costCentre,
    bookingKey,
    reason,
    text: `Rückzahlung ${file.number}`,
    nowMs: ports.clock.now(),
    actor: ACTOR,
  });
}
