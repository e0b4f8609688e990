import { expect } from 'chai';
import pg from 'pg';
import type { TestStore } from '../support/store.ts';
import { openTestStore, START_MS, submitSomething } from '../support/store.ts';

describe('the audit chain', () => {
  let house: TestStore;
  let client: pg.Client;
  beforeEach(async () => {
    house = await openTestStore();
    client = new pg.Client({ connectionString: house.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await house.drop();
  });

  async function caseWithHistory(): Promise<string> {
    const { file } = await submitSomething(house.store);
    for (const count of [1, 2, 3]) {
      await house.store.cases.change(file.id, 'worker:notify', () => ({
        audit: [{ event: 'dms-filed', detail: { z: count, a: { y: 1, b: null } } }],
      }));
    }
    return file.id;
  }

  it('tells who did what and when, in order', async () => {
    const caseId = await caseWithHistory();
    const trail = await house.store.cases.auditTrail(caseId);
    expect(trail.map(({ sequence, event }) => [sequence, event])).to.deep.equal([
      [1, 'submitted'],
      [2, 'dms-filed'],
      [3, 'dms-filed'],
      [4, 'dms-filed'],
    ]);
    expect(trail[3]).to.deep.include({
      actor: 'worker:notify',
      atMs: START_MS,
      detail: { z: 3, a: { y: 1, b: null } },
    });
    expect(await house.store.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  const forgeries = [
    `update audit_entry set actor = 'somebody' where sequence = 2`,
    `update audit_entry set detail = '{"z": 9}' where sequence = 3`,
    `update audit_entry set at_ms = at_ms - 1 where sequence = 1`,
    `delete from audit_entry where sequence = 4`,
    `delete from audit_entry where sequence = 2`,
  ];
  for (const forgery of forgeries) {
    it(`shows: ${forgery}`, async () => {
      const caseId = await caseWithHistory();
      await client.query(forgery);
      expect(await house.store.cases.verifyAuditChain(caseId)).to.equal(false);
    });
  }

  it('of one case cannot be rewritten as a whole once the house has anchored it', async () => {
    const caseId = await caseWithHistory();
    await caseWithHistory();
    const { audit } = house.store;
    expect(await audit.anchorHeads()).to.equal(2);
    expect(await audit.anchorHeads()).to.equal(0);
    await house.store.cases.change(caseId, 'system', () => ({ audit: [{ event: 'dms-closed' }] }));
    expect(
      await Promise.all([audit.anchorHeads(), house.another().audit.anchorHeads()]),
    ).to.have.members([1, 0]);
    expect(await audit.verify()).to.equal(true);
    await client.query('begin');
    await client.query(`update audit_entry set hash = repeat('0', 64) where sequence = 4`);
    await client.query('commit');
    expect(await audit.verify()).to.equal(false);
  });

  it('of the house shows when an anchor was changed', async () => {
    await caseWithHistory();
    await house.store.audit.anchorHeads();
    await client.query(`update audit_anchor set heads = '[]'`);
    expect(await house.store.audit.verify()).to.equal(false);
  });
});
