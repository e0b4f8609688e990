import { expect } from 'chai';
import type { Payment } from '../../../core/cases/repositories.ts';
import { NEVER_CHECK } from '../../../core/cases/repositories.ts';
import type { PaymentAnswer } from '../../../core/payments/apply-payment-answer.ts';
import { applyPaymentAnswer } from '../../../core/payments/apply-payment-answer.ts';
import { checkDelayMs } from '../../../core/payments/check-delay.ts';
import { aPayment } from '../../support/payment.ts';

const NOW_MS = 1_000_000;
const HOUR_MS = 3_600_000;

function payment(change: Partial<Payment> = {}): Payment {
  return aPayment({ expiresAtMs: NOW_MS + HOUR_MS, ...change });
}

function answer(change: Partial<PaymentAnswer> = {}): PaymentAnswer {
  return {
    requestId: 'p-1',
    transactionId: 't-1',
    status: 'paid',
    amountCents: 350,
    reference: 'KZ-1',
    ...change,
  };
}

function apply(before: Payment, said: PaymentAnswer, others: Payment[] = [], nowMs = NOW_MS) {
  return applyPaymentAnswer(before, [before, ...others], said, nowMs);
}

function messages(step: ReturnType<typeof apply>): unknown[] {
  return (step?.change?.commands ?? []).map((command) =>
    command.type === 'publishMessage' ? [command.name, command.correlationKey] : command,
  );
}

describe('what the payment service says', () => {
  it('"paid" is applied with reference, message and audit event', () => {
    const step = apply(payment(), answer());
    expect(step?.payment).to.deep.equal({
      status: 'paid',
      reference: 'KZ-1',
      paidAtMs: NOW_MS,
      nextCheckAtMs: NEVER_CHECK,
    });
    expect(step?.change?.commands).to.deep.equal([
      {
        key: 'payment-completed:p-1',
        type: 'publishMessage',
        name: 'payment-completed',
        correlationKey: 'fee-1',
        timeToLiveMs: 60 * 24 * HOUR_MS,
        variables: { paymentId: 'p-1', paymentReference: 'KZ-1', paidAmountCents: 350 },
      },
    ]);
    expect(step?.change?.audit[0]?.event).to.equal('payment-completed');
  });

  it('is applied only once', () => {
    for (const status of ['paid', 'refused', 'abandoned'] as const) {
      expect(apply(payment({ status }), answer())).to.equal(undefined);
    }
    expect(apply(payment({ flag: 'amount-mismatch' }), answer())).to.equal(undefined);
  });

  it('"refused" and "abandoned" reach the process with their outcome', () => {
    for (const status of ['refused', 'abandoned'] as const) {
      const step = apply(payment(), answer({ status }));
      expect(step?.payment.status).to.equal(status);
      expect(messages(step)).to.deep.equal([['payment-failed', 'fee-1']]);
    }
  });

  it('"open" is asked again later and later, and at the moment of expiry', () => {
    const open = answer({ status: 'open' });
    expect(apply(payment(), open)?.payment).to.deep.equal({
      checks: 1,
      nextCheckAtMs: NOW_MS + checkDelayMs(1),
    });
    const near = apply(payment({ checks: 50, expiresAtMs: NOW_MS + 5_000 }), open);
    expect(near?.payment.nextCheckAtMs).to.equal(NOW_MS + 5_000);
  });

  it('"open" after the expiry ends the payment without a message, for a week of looking', () => {
    const late = payment({ expiresAtMs: NOW_MS });
    const step = apply(late, answer({ status: 'open' }));
    expect(step?.payment).to.include({ status: 'expired', nextCheckAtMs: NOW_MS + 6 * HOUR_MS });
    expect(step?.change).to.equal(undefined);
    const weekLater = NOW_MS + 7 * 24 * HOUR_MS;
    const end = apply({ ...late, ...step?.payment }, answer({ status: 'open' }), [], weekLater);
    expect(end?.payment.nextCheckAtMs).to.equal(NEVER_CHECK);
  });

  it('a second payment of the same fee goes back', () => {
    const first = payment({ id: 'p-0', status: 'paid' });
    const step = apply(payment(), answer(), [first]);
    const back = { refund: 'due', refundCents: 350, refundReason: 'duplicate', notice: 'due' };
    expect(step?.payment).to.include({ status: 'paid', ...back });
    expect(messages(step)).to.deep.equal([]);
  });

  it('money that arrives after the expiry goes back', () => {
    const step = apply(payment({ status: 'expired' }), answer());
    const back = { refund: 'due', refundCents: 350, refundReason: 'late', notice: 'due' };
    expect(step?.payment).to.include({ status: 'paid', ...back });
    expect(messages(step)).to.deep.equal([]);
  });

  it('with another amount is not a payment, and a person must look', () => {
    for (const amountCents of [349, 351, 0, -350, 350.5, Number.NaN]) {
      const step = apply(payment(), answer({ amountCents }));
      expect(step?.payment).to.include({ status: 'in-doubt', flag: 'amount-mismatch' });
      const isAmount = amountCents === 349 || amountCents === 351;
      expect(step?.payment.receivedCents).to.equal(isAmount ? amountCents : undefined);
      expect(messages(step)).to.deep.equal([]);
    }
  });

  it('about somebody else’s transaction changes nothing but the flag', () => {
    for (const foreign of [{ requestId: 'p-2' }, { transactionId: 't-2' }]) {
      const step = apply(payment(), answer(foreign));
      expect(step?.payment).to.include({ status: 'in-doubt', flag: 'foreign-transaction' });
      expect(messages(step)).to.deep.equal([]);
    }
  });

  it('is asked for from every 2 s to every 15 min', () => {
    expect(checkDelayMs(0)).to.equal(2_000);
    expect(checkDelayMs(5)).to.be.greaterThan(checkDelayMs(4));
    expect(checkDelayMs(1e9)).to.equal(900_000);
  });
});
