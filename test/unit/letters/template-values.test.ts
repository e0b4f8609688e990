import { expect } from 'chai';
import type { Payment } from '../../../core/cases/repositories.ts';
import { templateValues } from '../../../core/letters/template-values.ts';
import { memoryStore } from '../../support/memory-store.ts';

const DUE_MS = Date.UTC(2026, 10, 17, 10);

async function valuesWith(...payments: Partial<Payment>[]) {
  const store = memoryStore();
  const { id: caseId } = store.file();
  for (const [index, change] of payments.entries()) {
    await store.payments.create({
      id: `p-${index + 1}`,
      caseId,
      feeId: 'fee-1',
      attempt: index + 1,
      amountCents: 350,
      purpose: 'BG-2026-000001',
      status: 'open',
      createdAtMs: 0,
      nextCheckAtMs: 0,
      checks: 0,
      expiresAtMs: DUE_MS,
      ...change,
    });
  }
  const ports = { ...store, publicUrl: 'https://portal.example.org' };
  return templateValues({ file: store.file(), ports, nowMs: 0 }, {});
}

describe('what mails and letters are filled from', () => {
  const due = { amountCents: 350, dueAt: '2026-11-17T09:59:59.999Z' };

  it('tells the amount and the deadline of what is still to be paid', async () => {
    expect((await valuesWith({}))['demand']).to.deep.equal(due);
    expect((await valuesWith({ status: 'refused' }))['demand']).to.deep.equal(due);
    expect((await valuesWith({ status: 'refused' }, {}))['demand']).to.deep.equal(due);
  });

  it('asks for nothing once the fee is paid or its time is over', async () => {
    expect((await valuesWith())['demand']).to.equal(null);
    expect((await valuesWith({ status: 'paid' }, {}))['demand']).to.equal(null);
    expect((await valuesWith({ status: 'expired' }))['demand']).to.equal(null);
  });

  it('knows of a payment that a person looks at', async () => {
    const flagged = { status: 'in-doubt', flag: 'amount-mismatch' } as const;
    expect((await valuesWith(flagged))['inReview']).to.equal(true);
    expect((await valuesWith({ ...flagged, flagClosedAtMs: 1 }))['inReview']).to.equal(false);
  });

  it('holds the code in groups, as people type it', async () => {
    expect((await valuesWith())['case']).to.include({ trackingCode: 'ABCD-EFGH-JKMN' });
  });
});
