import { expect } from 'chai';
import type { Payment } from '../../../core/cases/repositories.ts';
import { NEVER_CHECK } from '../../../core/cases/repositories.ts';
import { moneyNote } from '../../../core/payments/money-note.ts';
import { aPayment } from '../../support/payment.ts';

function payment(change: Partial<Payment> = {}): Payment {
  return aPayment({ status: 'expired', nextCheckAtMs: 5, ...change });
}

describe('the money of a case that was not paid', () => {
  const paid = { status: 'paid', nextCheckAtMs: NEVER_CHECK } as const;

  it('may still arrive while the service is asked, and then nothing was taken', () => {
    expect(moneyNote([payment()])).to.deep.equal({ note: 'may-arrive' });
    expect(moneyNote([payment({ nextCheckAtMs: NEVER_CHECK })])).to.deep.equal({ note: 'none' });
    expect(moneyNote([payment({ status: 'refused' })])).to.deep.equal({ note: 'none' });
    const { transactionId: _none, ...unanswered } = payment();
    expect(moneyNote([unanswered])).to.deep.equal({ note: 'none' });
  });

  it('that came late goes back', () => {
    const late = payment({ ...paid, refund: 'done', refundReason: 'late' });
    expect(moneyNote([payment({ id: 'p-0' }), late])).to.deep.equal({
      note: 'back',
      amountCents: 350,
    });
  });

  it('is looked at by a person while it is in review', () => {
    const flagged = payment({ flag: 'amount-mismatch', receivedCents: 300 });
    expect(moneyNote([flagged])).to.deep.equal({ note: 'in-review', amountCents: 300 });
  });

  it('needs no word where it is kept, was never asked for, or the process gave it back', () => {
    expect(moneyNote([])).to.equal(undefined);
    expect(moneyNote([payment(paid)])).to.equal(undefined);
    expect(
      moneyNote([payment({ ...paid, refund: 'done', refundReason: 'amount-changed' })]),
    ).to.equal(undefined);
  });
});
