import { expect } from 'chai';
import type { IssueRequest } from '../../core/issued/issued-document.ts';
import { issuedHouse } from '../support/issued-house.ts';
import { START_MS, submitSomething } from '../support/store.ts';

describe('the register of issued documents', () => {
  const world = issuedHouse();

  it('issues once per key, found by code, subject, holder and case', async () => {
    const { issued } = world.house.store;
    const wanted = world.request();
    const document = await world.issue(wanted);
    expect(document).to.deep.include({
      kind: 'permit',
      caseId: world.caseId,
      validFrom: '2026-03-02',
      validUntil: '2027-03-01',
      shown: wanted.shown,
      state: 'valid',
      issuedAtMs: START_MS,
    });
    expect(document.code).to.match(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(await world.issue(wanted)).to.deep.equal(document);
    const typed = document.code.toLowerCase().replace(/(.{4})/g, '$1-');
    expect(await issued.findByCode(typed)).to.deep.equal(document);
    expect(await issued.findByCode('000000000000')).to.equal(undefined);
    expect(await issued.ofSubject('permit', wanted.subject)).to.deep.equal([document]);
    expect(await issued.ofHolder('permit', wanted.holder)).to.deep.equal([document]);
    expect(await issued.ofSubject('other', wanted.subject)).to.deep.equal([]);
    expect((await issued.ofCase(world.caseId)).map(({ id }) => id)).to.include(document.id);
  });

  it('gives one valid document to a holder and to a subject, for terms that overlap', async () => {
    const { issued } = world.house.store;
    const first = world.request();
    const { id: documentId } = await world.issue(first);
    const { holder, subject } = first;
    for (const [same, conflict] of [
      [{ holder }, { with: 'holder', documentId }],
      [{ subject }, { with: 'subject', documentId }],
    ] as const) {
      expect(await issued.conflict(world.request(same))).to.deep.equal(conflict);
      const answer = await issued.issue(world.request(same), 'system');
      expect(answer).to.deep.equal({ outcome: 'conflict', conflict });
    }
    const renewal = { validFrom: '2027-03-02', validUntil: '2028-03-01' };
    expect(await issued.conflict(world.request({ holder, subject, ...renewal }))).to.equal(
      undefined,
    );
    await world.issue(world.request({ holder, subject, ...renewal }));
    await world.issue(world.request({ holder, subject, kind: 'other' }));
  });

  it('of many at once for the same vehicle or person issues one', async () => {
    const { store } = world.house;
    const other = world.house.another();
    const race = async (same: Partial<IssueRequest>) => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? store : other).issued.issue(world.request(same), 'system'),
        ),
      );
      return answers.filter((answer) => answer.outcome === 'issued').length;
    };
    expect(await race({ subject: 'PB-RACE 1' })).to.equal(1);
    expect(await race({ holder: 'racer' })).to.equal(1);
    const crossed = await Promise.all(
      [
        world.request({ holder: 'x', subject: 'y' }),
        world.request({ holder: 'y', subject: 'x' }),
        world.request({ holder: 'x', subject: 'x' }),
      ].map((wanted) => store.issued.issue(wanted, 'system')),
    );
    expect(crossed.filter(({ outcome }) => outcome === 'issued')).to.have.length.within(1, 2);
  });

  it('replaces: the old one is worth nothing from the moment on in which the new one is there', async () => {
    const { issued } = world.house.store;
    const first = world.request();
    const old = await world.issue(first);
    world.house.clock.advance(1_000);
    const next = world.request({ holder: first.holder, replacesId: old.id });
    const fresh = await world.issue(next);
    expect(await issued.find(old.id)).to.deep.include({
      state: 'replaced',
      replacedById: fresh.id,
      endedAtMs: world.house.clock.now(),
    });
    expect(await world.issue(next)).to.deep.equal(fresh);
    expect((await issued.ofHolder('permit', first.holder)).map(({ id }) => id)).to.deep.equal([
      fresh.id,
      old.id,
    ]);
  });

  it('replaces nothing when the new one is in conflict', async () => {
    const { issued } = world.house.store;
    const [mine, theirs] = [world.request(), world.request()];
    const old = await world.issue(mine);
    const inTheWay = await world.issue(theirs);
    const wanted = world.request({
      holder: mine.holder,
      subject: theirs.subject,
      replacesId: old.id,
    });
    expect(await issued.issue(wanted, 'system')).to.deep.equal({
      outcome: 'conflict',
      conflict: { with: 'subject', documentId: inTheWay.id },
    });
    expect((await issued.find(old.id))?.state).to.equal('valid');
  });

  it('stands in the audit trail of the case, and in no column in clear', async () => {
    const { store } = world.house;
    const { file } = await submitSomething(store);
    const wanted = world.request({
      caseId: file.id,
      holder: 'gruenthal 1980-01-01',
      subject: 'PB-ZZ 99',
    });
    const { id } = await world.issue(wanted);
    await store.issued.end(
      id,
      { state: 'revoked', reason: 'lost', reach: 'renewals', byCaseId: world.caseId },
      'staff:1',
    );
    const events = (await store.cases.auditTrail(file.id)).map(({ event, actor }) => [
      event,
      actor,
    ]);
    expect(events.slice(-2)).to.deep.equal([
      ['document-issued', 'worker:document-register'],
      ['document-revoked', 'staff:1'],
    ]);
    expect(await store.cases.verifyAuditChain(file.id)).to.equal(true);
    const { rows } = await world.inDatabase((client) =>
      client.query('select row_to_json(d)::text as row from issued_document d'),
    );
    expect(rows.map(({ row }: { row: string }) => row).join()).not.to.match(/gruenthal|ZZ 99/i);
  });
});
