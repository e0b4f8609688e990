import { isOutsideFailure } from '../core/effects/outside-failure.ts';
import { settlePayment } from '../core/payments/settle-payment.ts';
import type { WorkerPorts } from './worker-ports.ts';

/**
 * Asks about one attempt on behalf of a job that goes on afterwards: its failure is not announced,
 * or the process would take it for that of a later attempt. One that the service does not know is
 * left as it is.
 */
export async function askPayment(
  { payments, clock, payment: service }: WorkerPorts,
  paymentId: string,
  topic: string,
): Promise<void> {
  try {
    await settlePayment({ payments, clock, service }, paymentId, `worker:${topic}`, {
      announceFailure: false,
    });
  } catch (error) {
    const unknown = isOutsideFailure(error) && error.reason === 'not-found';
    if (!unknown) throw error;
  }
}
