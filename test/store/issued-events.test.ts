import { expect } from 'chai';
import pg from 'pg';
import { issuedHouse } from '../support/issued-house.ts';
import { openTestStore, submitSomething } from '../support/store.ts';

describe('what happens to an issued document', () => {
  const world = issuedHouse();

  it('keeps what happened to each, and a note that changes nothing', async () => {
    const { issued, cases } = world.house.store;
    const ownCase = await world.newCase();
    const first = world.request({ caseId: ownCase });
    const old = await world.issue(first);
    const issuedAtMs = world.house.clock.now();
    world.house.clock.advance(1_000);
    const note = { key: 'step-1', reason: 'moved-inside' };
    expect(await issued.note(old.id, note, 'worker:document-register')).to.deep.equal(old);
    await issued.note(old.id, note, 'worker:document-register');
    const last = (await cases.auditTrail(ownCase)).at(-1);
    expect(last).to.deep.include({ event: 'document-noted', actor: 'worker:document-register' });
    expect(last?.detail).to.deep.equal({ documentId: old.id, reason: 'moved-inside' });
    const notedAtMs = world.house.clock.now();
    world.house.clock.advance(1_000);
    const fresh = await world.issue(world.request({ holder: first.holder, replacesId: old.id }));
    expect(await issued.events(old.id)).to.deep.equal([
      { kind: 'issued', atMs: issuedAtMs },
      { kind: 'noted', reason: 'moved-inside', atMs: notedAtMs },
      { kind: 'replaced', reason: 'replaced', atMs: world.house.clock.now() },
    ]);
    const ending = { state: 'revoked', reason: 'misused', reach: 'document' } as const;
    await issued.end(fresh.id, { ...ending, byCaseId: world.caseId }, 'staff:1');
    expect((await issued.events(fresh.id)).map(({ kind, reason }) => [kind, reason])).to.deep.equal(
      [
        ['issued', undefined],
        ['revoked', 'misused'],
      ],
    );
    expect(await cases.verifyAuditChain(ownCase)).to.equal(true);
  });

  it('knows of what was issued before it kept events what the rows know', async () => {
    const old = await openTestStore();
    const { issued } = old.store;
    const own = (await submitSomething(old.store)).file.id;
    const answers = [
      await issued.issue(world.request({ caseId: own }), 'system'),
      await issued.issue(world.request({ caseId: own }), 'system'),
    ];
    const [ended = '', valid = ''] = answers.map((answer) =>
      answer.outcome === 'issued' ? answer.document.id : '',
    );
    old.clock.advance(1_000);
    const ending = { state: 'lapsed', reason: 'moved', reach: 'document', byCaseId: own } as const;
    await issued.end(ended, ending, 'system');
    const before = [await issued.events(ended), await issued.events(valid)];
    expect(before.map(({ length }) => length)).to.deep.equal([2, 1]);
    const database = new pg.Client({ connectionString: old.url });
    await database.connect();
    await database.query('drop table issued_document_event');
    await database.query(`delete from migration where name = '0015-document-events'`);
    await database.end();
    expect(await old.store.migrate()).to.deep.equal(['0015-document-events']);
    expect([await issued.events(ended), await issued.events(valid)]).to.deep.equal(before);
    await old.drop();
  });
});
