import { expect } from 'chai';
import type { Payment } from '../../core/cases/repositories.ts';
import { effectKey } from '../../core/effects/effect-key.ts';
import { applyPaymentAnswer } from '../../core/payments/apply-payment-answer.ts';
import type { Store } from '../../store/open-store.ts';
import type { TestStore } from '../support/store.ts';
import { openTestStore, START_MS, submitSomething } from '../support/store.ts';

describe('effects and payments in the store', () => {
  let house: TestStore;
  let caseId: string;
  before(async () => {
    house = await openTestStore();
    caseId = (await submitSomething(house.store)).file.id;
  });
  after(() => house.drop());

  const identity = (purpose: string) => ({
    caseId,
    elementInstanceKey: 'e1',
    topic: 'notify',
    purpose,
    attempt: 1,
    requestHash: 'same',
  });

  it('an effect is fresh for one of many', async () => {
    const other = house.another();
    const intents = await Promise.all(
      [house.store, other, house.store, other].map((each) => each.effects.intend(identity('a'))),
    );
    expect(intents.filter(({ fresh }) => fresh)).to.have.lengthOf(1);
    expect(new Set(intents.map(({ effect }) => effect.key))).to.deep.equal(
      new Set([effectKey(identity('a'))]),
    );
  });

  it('an effect keeps its state and result', async () => {
    const { effects } = house.store;
    const { effect } = await effects.intend(identity('b'));
    expect(effect).to.deep.equal({ key: effect.key, state: 'intended' });
    await effects.inDoubt(effect.key, 'no answer');
    const state = async () => (await effects.intend(identity('b'))).effect;
    expect(await state()).to.deep.equal({ key: effect.key, state: 'in-doubt' });
    await effects.withdraw(effect.key);
    expect((await state()).state, 'what is in doubt is not withdrawn').to.equal('in-doubt');
    for (const result of [{ id: 1 }, 'text', null, [1]]) {
      await effects.done(effect.key, result);
      expect(await state()).to.deep.equal({ key: effect.key, state: 'done', result });
    }
    await effects.inDoubt(effect.key, 'late');
    expect((await state()).state).to.equal('done');
  });

  it('an effect that did not happen can be intended anew; another request is refused', async () => {
    const { effects } = house.store;
    const { effect } = await effects.intend(identity('c'));
    await effects.withdraw(effect.key);
    expect((await effects.intend(identity('c'))).fresh).to.equal(true);
    const differs = await effects
      .intend({ ...identity('c'), requestHash: 'other' })
      .catch((error: { code: string }) => error.code);
    expect(differs).to.equal('effect-request-differs');
    const missing = await effects.done('nowhere', 1).catch((error: { code: string }) => error.code);
    expect(missing).to.equal('effect-not-found');
  });

  function payment(id: string, change: Partial<Payment> = {}): Payment {
    return {
      id,
      caseId,
      feeId: 'fee-1',
      attempt: 1,
      amountCents: 350,
      purpose: 'BG-2026-000001',
      status: 'open',
      transactionId: `t-${id}`,
      createdAtMs: START_MS,
      nextCheckAtMs: START_MS + 2_000,
      checks: 0,
      ...change,
    };
  }

  it('a payment is there once per attempt, also when two create it', async () => {
    const rows = await Promise.all(
      ['p1', 'p2', 'p3'].map((id) => house.store.payments.create(payment(id))),
    );
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(1);
    const [stored] = await house.store.payments.ofFee('fee-1');
    expect(stored).to.deep.equal(payment(stored?.id ?? ''));
    expect(await house.store.payments.ofCase(caseId)).to.deep.equal([stored]);
    expect(await house.store.payments.find('\0')).to.equal(undefined);
  });

  const settle = (store: Store, id: string) =>
    store.payments.update(id, 'system', (current, ofFee) =>
      applyPaymentAnswer(
        current,
        ofFee,
        {
          requestId: id,
          transactionId: `t-${id}`,
          status: 'paid',
          amountCents: 350,
          reference: `KZ-${id}`,
        },
        START_MS,
      ),
    );

  it('a status is applied once although many learn of it at once', async () => {
    const { payments } = house.store;
    await payments.create(payment('q1', { feeId: 'fee-2' }));
    const before = (await house.store.cases.auditTrail(caseId)).length;
    const other = house.another();
    await Promise.all([house.store, other, house.store, other].map((each) => settle(each, 'q1')));
    const trail = await house.store.cases.auditTrail(caseId);
    expect(trail.slice(before).map(({ event }) => event)).to.deep.equal(['payment-completed']);
    expect(await house.store.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  it('of two attempts paid at the same moment one counts and one goes back', async () => {
    const { payments } = house.store;
    await payments.create(payment('r1', { feeId: 'fee-3', attempt: 1 }));
    await payments.create(payment('r2', { feeId: 'fee-3', attempt: 2 }));
    await Promise.all([settle(house.store, 'r1'), settle(house.another(), 'r2')]);
    const attempts = await payments.ofFee('fee-3');
    expect(attempts.map(({ status }) => status)).to.deep.equal(['paid', 'paid']);
    expect(attempts.filter(({ refund }) => refund === 'due')).to.have.lengthOf(1);
    expect((await payments.dueForRefund(10)).map(({ feeId }) => feeId)).to.deep.equal(['fee-3']);
  });

  it('what a person must look at is found, until somebody has closed it', async () => {
    const { payments } = house.store;
    await payments.create(payment('t1', { feeId: 'fee-5' }));
    await payments.update('t1', 'system', () => ({
      payment: { status: 'in-doubt', flag: 'amount-mismatch' },
    }));
    expect((await payments.flagged(10)).map(({ id }) => id)).to.deep.equal(['t1']);
    await payments.update('t1', 'operator', () => ({ payment: { flagClosedAtMs: 1_000 } }));
    expect(await payments.flagged(10)).to.deep.equal([]);
    expect((await payments.find('t1'))?.flag).to.equal('amount-mismatch');
  });

  it('what a refund is made of is kept, and who has to be told is found', async () => {
    const { payments } = house.store;
    const account = { costCentre: '3520', bookingKey: '3520.1110' };
    const positions = [{ reference: 'P-1', textKey: 'item.loan', amountCents: 350, ...account }];
    await payments.create(payment('n1', { feeId: 'fee-6', positions }));
    const due = { refund: 'due', refundCents: 350, refundReason: 'late', notice: 'due' } as const;
    await payments.update('n1', 'system', () => ({ payment: { status: 'paid', ...due } }));
    expect(await payments.dueForNotice(10)).to.deep.equal([]);
    await payments.update('n1', 'system', () => ({
      payment: { refund: 'done', refundedAtMs: 7 },
    }));
    const [told] = await payments.dueForNotice(10);
    expect(told).to.deep.include({ id: 'n1', positions, ...due, refund: 'done', refundedAtMs: 7 });
    await payments.update('n1', 'system', () => ({ payment: { notice: 'done' } }));
    expect(await payments.dueForNotice(10)).to.deep.equal([]);
  });

  it('what is due is asked for, in the order of its time', async () => {
    const { payments } = house.store;
    const due = async (nowMs: number) =>
      (await payments.dueForCheck(nowMs, 10)).map(({ id }) => id);
    await payments.create(payment('s1', { feeId: 'fee-4', nextCheckAtMs: 200 }));
    await payments.create(
      payment('s2', { feeId: 'fee-4', attempt: 2, nextCheckAtMs: 100, status: 'expired' }),
    );
    await payments.create(
      payment('s3', {
        feeId: 'fee-4',
        attempt: 3,
        nextCheckAtMs: 100,
        status: 'in-doubt',
      }),
    );
    const { transactionId: _unknown, ...unanswered } = payment('s4', {
      feeId: 'fee-4',
      attempt: 4,
    });
    await payments.create({ ...unanswered, nextCheckAtMs: 500, status: 'in-doubt' });
    expect(await due(99)).to.deep.equal([]);
    expect(await due(1_000)).to.deep.equal(['s2', 's1', 's4']);
  });
});
