import type { PaymentPort } from '../../connectors/payment/port.ts';
import type { ReadModel } from '../../core/cases/process-state.ts';
import type { Payment, PaymentRepository } from '../../core/cases/repositories.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { settlePayment } from '../../core/payments/settle-payment.ts';

export interface PaymentService {
  /**
   * What the service says about a payment, applied. `answered: false` when it could not be asked;
   * then the payment is as it was, and the poller keeps asking.
   */
  settle(paymentId: string): Promise<{ payment: Payment; answered: boolean } | undefined>;
  /** The newest attempt of the case, and all of them, newest first. */
  ofCase(caseId: string): Promise<{ current?: Payment; all: Payment[] }>;
}

export function makePaymentService(ports: {
  readonly payments: PaymentRepository;
  readonly payment: PaymentPort;
  readonly readModel: ReadModel;
  readonly clock: Clock;
  readonly log: Log;
}): PaymentService {
  const { payments, payment: service, readModel, clock, log } = ports;
  const settling = { payments, service, readModel, clock };
  return {
    async settle(paymentId) {
      try {
        const payment = await settlePayment(settling, paymentId, 'applicant');
        return payment && { payment, answered: true };
      } catch (error) {
        log.warn({ err: error, paymentId }, 'payment could not be asked about');
        const payment = await payments.find(paymentId);
        return payment && { payment, answered: false };
      }
    },
    async ofCase(caseId) {
      const all = (await payments.ofCase(caseId)).toSorted(newestFirst);
      const [current] = all;
      return current ? { current, all } : { all };
    },
  };
}

function newestFirst(a: Payment, b: Payment): number {
  return b.createdAtMs - a.createdAtMs || b.attempt - a.attempt;
}
