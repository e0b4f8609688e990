import { ConnectorError } from '../connectors/connector.ts';
import type { PaymentRequest } from '../connectors/payment/port.ts';
import type { Payment } from '../core/cases/repositories.ts';
import { NEVER_CHECK } from '../core/cases/repositories.ts';
import { performOnce } from '../core/effects/perform-once.ts';
import { feePositions } from '../core/payments/fee-positions.ts';
import { checkDelayMs } from '../core/payments/check-delay.ts';
import type { FeeRequestContext } from './fee-request.ts';

/**
 * Creates one attempt at the payment service. The service cannot be asked by request id
 * (XBezahldienste 1.0.0 has no such call), so an attempt without an answer stays in doubt: nobody
 * knows its payment page, so nobody can pay it, and the fee goes on with the next attempt.
 */
export async function createPayment(
  context: FeeRequestContext,
  payment: Payment,
): Promise<Payment> {
  const { ports, file, topic, nowMs } = context;
  const request = paymentRequest(context, payment);
  const outcome = await performOnce(ports.effects, {
    identity: {
      caseId: file.id,
      elementInstanceKey: payment.feeId,
      topic,
      purpose: 'create-payment',
      attempt: payment.attempt,
    },
    request: { id: payment.id, amountCents: payment.amountCents },
    act: async () => {
      const made = await created(() => ports.payment.create(request));
      return {
        transactionId: made.transactionId,
        redirectUrl: made.redirectUrl ?? null,
        reference: made.reference ?? null,
      };
    },
    repetition: { type: 'unknowable' },
  });
  return ports.payments.update(payment.id, `worker:${topic}`, (current) => {
    if (current.status !== 'creating') return undefined;
    if (outcome.state === 'in-doubt') {
      // Nothing can be asked; with its time it is over.
      const nextCheckAtMs = current.expiresAtMs ?? NEVER_CHECK;
      return { payment: { status: 'in-doubt', nextCheckAtMs } };
    }
    const { transactionId, redirectUrl, reference } = outcome.result;
    return {
      payment: {
        status: 'open',
        transactionId,
        ...(redirectUrl === null ? {} : { redirectUrl }),
        ...(reference === null ? {} : { reference }),
        nextCheckAtMs: nowMs + checkDelayMs(0),
      },
      change: {
        audit: [
          {
            event: 'payment-requested',
            detail: {
              paymentId: payment.id,
              feeId: payment.feeId,
              attempt: payment.attempt,
              amountCents: payment.amountCents,
            },
          },
        ],
      },
    };
  });
}

/** "Exists already" is the answer to a repetition whose first answer was lost. */
async function created<Made>(create: () => Promise<Made>): Promise<Made> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'payment-exists') {
      throw new ConnectorError('in-doubt', 'payment-exists', error.message, { cause: error });
    }
    throw error;
  }
}

function paymentRequest(context: FeeRequestContext, payment: Payment): PaymentRequest {
  const { input, file, ports, nowMs } = context;
  const description = textOf(context, input.feeTextKey) ?? file.number;
  return {
    requestId: payment.id,
    requestedAtMs: nowMs,
    purpose: payment.purpose,
    description,
    returnUrl: `${ports.publicUrl}/zahlung/rueckkehr/${payment.id}`,
    items: feePositions(payment, file.number).map((position, index) => ({
      id: String(index + 1),
      reference: position.reference,
      description: textOf(context, position.textKey) ?? description,
      amountCents: position.amountCents,
      bookingData: { costCentre: position.costCentre, bookingKey: position.bookingKey },
    })),
  };
}

function textOf({ procedure, file }: FeeRequestContext, key?: string | null): string | undefined {
  return key && procedure.texts.has(key) ? procedure.texts.get(file.locale, key) : undefined;
}
