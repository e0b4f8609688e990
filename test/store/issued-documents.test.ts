import { expect } from 'chai';
import pg from 'pg';
import type { EndingReach, IssueRequest } from '../../core/issued/issued-document.ts';
import type { TestStore } from '../support/store.ts';
import { openTestStore, START_MS, submitSomething } from '../support/store.ts';

describe('the register of issued documents', () => {
  let house: TestStore;
  let caseId: string;
  let count = 0;
  before(async () => {
    house = await openTestStore();
    caseId = (await submitSomething(house.store)).file.id;
  });
  after(() => house.drop());

  /** Each with holder and subject of its own, unless it says otherwise. */
  const request = (change: Partial<IssueRequest> = {}): IssueRequest => {
    count += 1;
    return {
      key: `issue-${count}`,
      kind: 'permit',
      caseId,
      holder: `holder ${count}`,
      subject: `PB-A ${count}`,
      validFrom: '2026-03-02',
      validUntil: '2027-03-01',
      shown: { zone: 'B', plate: `PB-A ${count}` },
      ...change,
    };
  };
  const issue = async (wanted: IssueRequest) => {
    const answer = await house.store.issued.issue(wanted, 'worker:document-register');
    if (answer.outcome !== 'issued') throw new Error(`conflict with ${answer.with}`);
    return answer.document;
  };

  it('issues once per key, found by code, subject, holder and case', async () => {
    const { issued } = house.store;
    const wanted = request();
    const document = await issue(wanted);
    expect(document).to.deep.include({
      kind: 'permit',
      caseId,
      validFrom: '2026-03-02',
      validUntil: '2027-03-01',
      shown: wanted.shown,
      state: 'valid',
      issuedAtMs: START_MS,
    });
    expect(document.code).to.match(/^[0-9A-HJKMNP-TV-Z]{12}$/);
    expect(await issue(wanted)).to.deep.equal(document);
    const typed = document.code.toLowerCase().replace(/(.{4})/g, '$1-');
    expect(await issued.findByCode(typed)).to.deep.equal(document);
    expect(await issued.findByCode('000000000000')).to.equal(undefined);
    expect(await issued.ofSubject('permit', wanted.subject)).to.deep.equal([document]);
    expect(await issued.ofHolder('permit', wanted.holder)).to.deep.equal([document]);
    expect(await issued.ofSubject('other', wanted.subject)).to.deep.equal([]);
    expect((await issued.ofCase(caseId)).map(({ id }) => id)).to.include(document.id);
  });

  it('gives one valid document to a holder and to a subject, for terms that overlap', async () => {
    const { issued } = house.store;
    const first = request();
    await issue(first);
    const { holder, subject } = first;
    const sameHolder = await issued.issue(request({ holder }), 'system');
    expect(sameHolder).to.deep.equal({ outcome: 'conflict', with: 'holder' });
    const sameSubject = await issued.issue(request({ subject }), 'system');
    expect(sameSubject).to.deep.equal({ outcome: 'conflict', with: 'subject' });
    expect(await issued.conflict(request({ holder }))).to.equal('holder');
    const renewal = { validFrom: '2027-03-02', validUntil: '2028-03-01' };
    expect(await issued.conflict(request({ holder, subject, ...renewal }))).to.equal(undefined);
    await issue(request({ holder, subject, ...renewal }));
    await issue(request({ holder, subject, kind: 'other' }));
  });

  it('of many at once for the same vehicle or person issues one', async () => {
    const { store } = house;
    const other = house.another();
    const race = async (same: Partial<IssueRequest>) => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? store : other).issued.issue(request(same), 'system'),
        ),
      );
      return answers.filter((answer) => answer.outcome === 'issued').length;
    };
    expect(await race({ subject: 'PB-RACE 1' })).to.equal(1);
    expect(await race({ holder: 'racer' })).to.equal(1);
    const crossed = await Promise.all(
      [
        request({ holder: 'x', subject: 'y' }),
        request({ holder: 'y', subject: 'x' }),
        request({ holder: 'x', subject: 'x' }),
      ].map((wanted) => store.issued.issue(wanted, 'system')),
    );
    expect(crossed.filter(({ outcome }) => outcome === 'issued')).to.have.length.within(1, 2);
  });

  it('replaces: the old one is worth nothing from the moment on in which the new one is there', async () => {
    const { issued } = house.store;
    const first = request();
    const old = await issue(first);
    house.clock.advance(1_000);
    const next = request({ holder: first.holder, replacesId: old.id });
    const fresh = await issue(next);
    expect(await issued.find(old.id)).to.deep.include({
      state: 'replaced',
      replacedById: fresh.id,
      endedAtMs: house.clock.now(),
    });
    expect(await issue(next)).to.deep.equal(fresh);
    expect((await issued.ofHolder('permit', first.holder)).map(({ id }) => id)).to.deep.equal([
      fresh.id,
      old.id,
    ]);
  });

  it('replaces nothing when the new one is in conflict', async () => {
    const { issued } = house.store;
    const [mine, theirs] = [request(), request()];
    const old = await issue(mine);
    await issue(theirs);
    const wanted = request({ holder: mine.holder, subject: theirs.subject, replacesId: old.id });
    expect(await issued.issue(wanted, 'system')).to.deep.equal({
      outcome: 'conflict',
      with: 'subject',
    });
    expect((await issued.find(old.id))?.state).to.equal('valid');
  });

  it('ends one, once; then another may be issued', async () => {
    const { issued } = house.store;
    const wanted = request();
    const { id } = await issue(wanted);
    const lapsed = await issued.end(
      id,
      { state: 'lapsed', reason: 'moved-away', reach: 'holder' },
      'staff:1',
    );
    expect(lapsed).to.deep.include({ state: 'lapsed', endReason: 'moved-away' });
    const again = await issued.end(
      id,
      { state: 'revoked', reason: 'lost', reach: 'renewals' },
      'staff:1',
    );
    expect(again).to.deep.equal(lapsed);
    await issue(request({ holder: wanted.holder, subject: wanted.subject }));
  });

  describe('ends with one what hangs on it', () => {
    const later = { validFrom: '2027-03-02', validUntil: '2028-03-01' };
    const muchLater = { validFrom: '2028-03-02', validUntil: '2029-03-01' };
    const stateOf = async (id: string) => (await house.store.issued.find(id))?.state;

    /** Today's, its renewal in a case of its own, and one for another car after both. */
    async function threeTerms() {
      const first = request();
      const { holder, subject } = first;
      const renewalCase = (await submitSomething(house.store)).file.id;
      const today = await issue(first);
      const renewal = await issue(request({ holder, subject, caseId: renewalCase, ...later }));
      const otherCar = await issue(request({ holder, ...muchLater }));
      return { today, renewal, otherCar, renewalCase, holder };
    }

    async function statesAfter(reach: EndingReach, which: 'today' | 'renewal' | 'otherCar') {
      const all = await threeTerms();
      const ending = { state: 'lapsed', reason: 'over', reach } as const;
      await house.store.issued.end(all[which].id, ending, 'staff:1');
      return Promise.all([all.today, all.renewal, all.otherCar].map(({ id }) => stateOf(id)));
    }

    it('whatever the holder has, whatever of this vehicle, or the renewals alone', async () => {
      expect(await statesAfter('holder', 'today')).to.deep.equal(['lapsed', 'lapsed', 'lapsed']);
      expect(await statesAfter('holder', 'otherCar')).to.deep.equal(['lapsed', 'lapsed', 'lapsed']);
      expect(await statesAfter('subject', 'renewal')).to.deep.equal(['lapsed', 'lapsed', 'valid']);
      expect(await statesAfter('renewals', 'today')).to.deep.equal(['lapsed', 'lapsed', 'valid']);
      expect(await statesAfter('renewals', 'renewal')).to.deep.equal(['valid', 'lapsed', 'valid']);
    });

    it('each with the reason, and told in its own case', async () => {
      const { today, renewal, renewalCase } = await threeTerms();
      const ending = { state: 'lapsed', reason: 'moved', reach: 'holder' } as const;
      await house.store.issued.end(today.id, ending, 'staff:1');
      expect(await house.store.issued.find(renewal.id)).to.deep.include({
        state: 'lapsed',
        endReason: 'moved',
        endedAtMs: house.clock.now(),
      });
      const last = (await house.store.cases.auditTrail(renewalCase)).at(-1);
      expect(last).to.deep.include({ event: 'document-lapsed', actor: 'staff:1' });
      expect(last?.detail).to.deep.equal({
        documentId: renewal.id,
        reason: 'moved',
        endedWithId: today.id,
      });
      expect(await house.store.cases.verifyAuditChain(renewalCase)).to.equal(true);
    });

    it('not of another holder, of another kind, nor what its term has ended', async () => {
      const { holder, today } = await threeTerms();
      const kept = [
        await issue(request()),
        await issue(request({ holder, kind: 'other' })),
        await issue(request({ holder, validFrom: '2020-01-01', validUntil: '2020-12-31' })),
      ];
      const ending = { state: 'lapsed', reason: 'moved', reach: 'holder' } as const;
      await house.store.issued.end(today.id, ending, 'staff:1');
      for (const { id } of kept) expect(await stateOf(id)).to.equal('valid');
    });

    it('also through one that was replaced, but not again when it is asked twice', async () => {
      const { issued } = house.store;
      const first = request();
      const { holder } = first;
      const old = await issue(first);
      const fresh = await issue(request({ holder, replacesId: old.id }));
      const ending = { state: 'lapsed', reason: 'moved', reach: 'holder' } as const;
      await issued.end(old.id, ending, 'staff:1');
      expect([await stateOf(old.id), await stateOf(fresh.id)]).to.deep.equal([
        'replaced',
        'lapsed',
      ]);
      const movedBack = await issue(request({ holder }));
      await issued.end(old.id, ending, 'staff:1');
      await issued.end(fresh.id, ending, 'staff:1');
      expect(await stateOf(movedBack.id)).to.equal('valid');
    });
  });

  it('stands in the audit trail of the case, and in no column in clear', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const wanted = request({
      caseId: file.id,
      holder: 'gruenthal 1980-01-01',
      subject: 'PB-ZZ 99',
    });
    const { id } = await issue(wanted);
    await store.issued.end(id, { state: 'revoked', reason: 'lost', reach: 'renewals' }, 'staff:1');
    const events = (await store.cases.auditTrail(file.id)).map(({ event, actor }) => [
      event,
      actor,
    ]);
    expect(events.slice(-2)).to.deep.equal([
      ['document-issued', 'worker:document-register'],
      ['document-revoked', 'staff:1'],
    ]);
    expect(await store.cases.verifyAuditChain(file.id)).to.equal(true);
    const client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const { rows } = await client.query(
      'select row_to_json(d)::text as row from issued_document d',
    );
    await client.end();
    expect(rows.map(({ row }: { row: string }) => row).join()).not.to.match(/gruenthal|ZZ 99/i);
  });
});
