import { expect } from 'chai';
import type { Payment } from '../../../core/cases/repositories.ts';
import { decideFlag, possibleDecisions } from '../../../core/payments/decide-flag.ts';
import { aPayment } from '../../support/payment.ts';

const NOW_MS = 1_000_000;
const REASON = 'mit dem Zahlungsdienst geklärt';

function flagged(change: Partial<Payment> = {}): Payment {
  return aPayment({
    status: 'in-doubt',
    reference: 'KZ-1',
    flag: 'amount-mismatch',
    receivedCents: 400,
    ...change,
  });
}

function possible(payment: Payment, others: Payment[] = [], processEnded = false) {
  return possibleDecisions(payment, { ofFee: [payment, ...others], processEnded });
}

function decide(payment: Payment, decision: 'accept' | 'refund' | 'dismiss') {
  const situation = { ofFee: [payment], processEnded: false };
  return decideFlag(payment, situation, { decision, reason: REASON }, NOW_MS);
}

describe('a flagged payment', () => {
  it('can be accepted where it covers a fee that somebody waits for', () => {
    expect(possible(flagged())).to.deep.equal(['accept', 'refund']);
    expect(possible(flagged({ receivedCents: 350 }))).to.deep.equal(['accept', 'refund']);
    expect(possible(flagged({ receivedCents: 349 }))).to.deep.equal(['refund']);
    expect(possible(flagged({ status: 'expired' }))).to.deep.equal(['refund']);
    expect(possible(flagged(), [], true)).to.deep.equal(['refund']);
    const paid = flagged({ id: 'p-0', status: 'paid', flagClosedAtMs: 1 });
    expect(possible(flagged(), [paid])).to.deep.equal(['refund']);
  });

  it('of which nobody knows what came can only be dismissed', () => {
    const { receivedCents: _unknown, ...rest } = flagged();
    expect(possible(rest)).to.deep.equal(['dismiss']);
    expect(possible(flagged({ flag: 'foreign-transaction' }))).to.deep.equal(['dismiss']);
  });

  it('is decided once', () => {
    const decided = flagged({ flagClosedAtMs: 5 });
    expect(possible(decided)).to.deep.equal([]);
    expect(decide(decided, 'refund')).to.equal(undefined);
    expect(decide(flagged({ receivedCents: 300 }), 'accept')).to.equal(undefined);
  });

  it('accepted pays the fee; what came above it goes back', () => {
    const step = decide(flagged(), 'accept');
    expect(step?.payment).to.include({
      status: 'paid',
      refund: 'due',
      refundCents: 50,
      refundReason: 'overpaid',
      notice: 'due',
      flagClosedAtMs: NOW_MS,
      flagDecision: 'accept',
    });
    const [command] = step?.change?.commands ?? [];
    expect(command).to.deep.include({ name: 'payment-completed', correlationKey: 'fee-1' });
    const exact = decide(flagged({ receivedCents: 350 }), 'accept');
    expect(exact?.payment.refund).to.equal(undefined);
  });

  it('keeps the reason in the case file, and of it nothing in the audit chain', () => {
    for (const decision of ['accept', 'refund'] as const) {
      const change = decide(flagged(), decision)?.change;
      expect(change?.facts).to.deep.equal({
        'paymentDecision-p-1': { decision, reason: REASON, decidedAtMs: NOW_MS },
      });
      expect(JSON.stringify(change?.audit)).to.include(decision).and.not.include(REASON);
    }
  });

  it('refunded whole or dismissed lets the process ask anew, if it still waits', () => {
    const refund = decide(flagged(), 'refund');
    expect(refund?.payment).to.include({ status: 'paid', refund: 'due', refundCents: 400 });
    expect(refund?.change?.commands?.[0]).to.include({ key: 'payment-failed:p-1' });
    expect(decide(flagged({ status: 'expired' }), 'refund')?.change?.commands).to.equal(undefined);
    const dismissed = decide(flagged({ flag: 'foreign-transaction' }), 'dismiss');
    expect(dismissed?.payment).to.include({ status: 'refused' });
    expect(dismissed?.payment.refund).to.equal(undefined);
  });
});
