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
  const newCase = async (): Promise<string> => (await submitSomething(house.store)).file.id;
  /** Keys of the commands that make a case look at its document. */
  const looks = async (ofCase: string): Promise<string[]> => {
    const client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const { rows } = await client.query<{ key: string }>(
      `select key from engine_command where case_id = $1 and command ->> 'type' = 'publishMessage'
         and command ->> 'name' = 'document-changed' and command ->> 'correlationKey' = $1::text`,
      [ofCase],
    );
    await client.end();
    return rows.map(({ key }) => key);
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

  describe('replaces one together with its renewals', () => {
    const OTHER_PLATE = 'PB-OTHER';

    /** A permit and its renewal, each in a case of its own. */
    async function renewed() {
      const first = request({ caseId: await newCase() });
      const { holder, subject } = first;
      const today = await issue(first);
      const next = { validFrom: '2027-03-02', validUntil: '2028-03-01', caseId: await newCase() };
      const renewal = await issue(request({ holder, subject, ...next }));
      return { today, renewal, holder, subject };
    }

    it('and the new one ends with the last of them', async () => {
      const { issued } = house.store;
      const { today, renewal, holder } = await renewed();
      expect((await issued.withRenewals(today.id)).map(({ id }) => id)).to.have.members([
        today.id,
        renewal.id,
      ]);
      expect((await issued.withRenewals(renewal.id)).map(({ id }) => id)).to.deep.equal([
        renewal.id,
      ]);
      const subject = `${OTHER_PLATE} 1`;
      const wanted = request({ holder, subject, validUntil: '2028-03-01', replacesId: today.id });
      expect(await issued.conflict(wanted, today.id)).to.equal(undefined);
      const fresh = await issue(wanted);
      for (const { id } of [today, renewal]) {
        const replaced = { state: 'replaced', replacedById: fresh.id };
        expect(await issued.find(id)).to.deep.include(replaced);
      }
      expect(fresh).to.deep.include({ state: 'valid', validUntil: '2028-03-01' });
    });

    it('also one that was issued after the new term was chosen', async () => {
      const { today, renewal, holder } = await renewed();
      const subject = `${OTHER_PLATE} 2`;
      const fresh = await issue(request({ holder, subject, replacesId: today.id }));
      expect(fresh.validUntil).to.equal('2028-03-01');
      expect((await house.store.issued.find(renewal.id))?.state).to.equal('replaced');
    });

    it('not for another vehicle, nor what stands in the way of the longer term', async () => {
      const { issued } = house.store;
      const { today, renewal, holder } = await renewed();
      const otherCar = { validFrom: '2028-03-02', validUntil: '2029-03-01' };
      const kept = await issue(request({ holder, ...otherCar }));
      const theirs = await issue(
        request({ subject: `${OTHER_PLATE} 3`, validFrom: '2028-01-01', validUntil: '2028-12-31' }),
      );
      const wanted = request({ holder, subject: `${OTHER_PLATE} 3`, replacesId: today.id });
      const answer = await issued.issue(wanted, 'system');
      expect(answer).to.deep.equal({ outcome: 'conflict', with: 'subject' });
      await issue(request({ holder, subject: `${OTHER_PLATE} 4`, replacesId: today.id }));
      expect((await issued.find(renewal.id))?.state).to.equal('replaced');
      for (const { id } of [kept, theirs]) {
        expect((await issued.find(id))?.state).to.equal('valid');
      }
    });

    it('told in the case of each, once, with a command to look at once', async () => {
      const { today, renewal, holder } = await renewed();
      const subject = `${OTHER_PLATE} 5`;
      const caseId = await newCase();
      const wanted = request({ holder, subject, caseId, replacesId: today.id });
      const fresh = await issue(wanted);
      await issue(wanted);
      for (const old of [today, renewal]) {
        const last = (await house.store.cases.auditTrail(old.caseId)).at(-1);
        expect(last).to.deep.include({ event: 'document-replaced' });
        expect(last?.detail).to.deep.equal({ documentId: old.id, replacedById: fresh.id });
        expect(await house.store.cases.verifyAuditChain(old.caseId)).to.equal(true);
        expect(await looks(old.caseId)).to.deep.equal([`document-changed:${old.id}`]);
      }
      expect(await looks(caseId)).to.deep.equal([]);
    });

    it('all of it or nothing: without the command nothing is replaced, and nothing issued', async () => {
      const { issued } = house.store;
      const { today, renewal, holder } = await renewed();
      const database = new pg.Client({ connectionString: house.url });
      await database.connect();
      await database.query(`
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no command today'; end $$;
        create trigger refuse before insert on engine_command
          for each row when (new.key = 'document-changed:${renewal.id}') execute function refuse();
      `);
      const wanted = request({ holder, subject: `${OTHER_PLATE} 7`, replacesId: today.id });
      const failure = await issued.issue(wanted, 'system').catch((error: unknown) => error);
      expect(String(failure)).to.include('no command today');
      for (const old of [today, renewal]) {
        expect((await issued.find(old.id))?.state).to.equal('valid');
        expect(await looks(old.caseId)).to.deep.equal([]);
      }
      expect(await issued.ofSubject('permit', wanted.subject)).to.deep.equal([]);
      await database.query('drop trigger refuse on engine_command; drop function refuse');
      await database.end();
      expect((await issued.issue(wanted, 'system')).outcome).to.equal('issued');
    });

    it('of the same case: it knows already', async () => {
      const caseId = await newCase();
      const first = request({ caseId });
      const old = await issue(first);
      await issue(request({ holder: first.holder, caseId, replacesId: old.id }));
      expect(await looks(caseId)).to.deep.equal([]);
      expect(await house.store.cases.verifyAuditChain(caseId)).to.equal(true);
    });

    it('and tells nobody when nothing was issued', async () => {
      const { issued } = house.store;
      const { today, holder } = await renewed();
      await issue(request({ subject: `${OTHER_PLATE} 6` }));
      const wanted = request({ holder, subject: `${OTHER_PLATE} 6`, replacesId: today.id });
      expect((await issued.issue(wanted, 'system')).outcome).to.equal('conflict');
      expect(await looks(today.caseId)).to.deep.equal([]);
    });
  });

  it('ends one, once; then another may be issued', async () => {
    const { issued } = house.store;
    const wanted = request();
    const { id } = await issue(wanted);
    const lapsed = await issued.end(
      id,
      { state: 'lapsed', reason: 'moved-away', reach: 'holder', byCaseId: caseId },
      'staff:1',
    );
    expect(lapsed).to.deep.include({ state: 'lapsed', endReason: 'moved-away' });
    const again = await issued.end(
      id,
      { state: 'revoked', reason: 'lost', reach: 'renewals', byCaseId: caseId },
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
      const ending = { state: 'lapsed', reason: 'over', reach, byCaseId: caseId } as const;
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
      const ending = {
        state: 'lapsed',
        reason: 'moved',
        reach: 'holder',
        byCaseId: caseId,
      } as const;
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

    it('and its case looks at once, unless it has asked itself', async () => {
      const { today, renewal, renewalCase } = await threeTerms();
      const ending = { state: 'lapsed', reason: 'moved', reach: 'holder' } as const;
      const before = await looks(today.caseId);
      await house.store.issued.end(today.id, { ...ending, byCaseId: today.caseId }, 'staff:1');
      await house.store.issued.end(today.id, { ...ending, byCaseId: today.caseId }, 'staff:1');
      expect(await looks(renewalCase)).to.deep.equal([`document-changed:${renewal.id}`]);
      expect(await looks(today.caseId)).to.deep.equal(before);
    });

    it('and a document that is given back in another case makes its own look', async () => {
      const ownCase = await newCase();
      const { id } = await issue(request({ caseId: ownCase }));
      const ending = { state: 'lapsed', reason: 'returned', reach: 'renewals' } as const;
      await house.store.issued.end(id, { ...ending, byCaseId: caseId }, 'staff:1');
      expect(await looks(ownCase)).to.deep.equal([`document-changed:${id}`]);
    });

    it('not of another holder, of another kind, nor what its term has ended', async () => {
      const { holder, today } = await threeTerms();
      const kept = [
        await issue(request()),
        await issue(request({ holder, kind: 'other' })),
        await issue(request({ holder, validFrom: '2020-01-01', validUntil: '2020-12-31' })),
      ];
      const ending = {
        state: 'lapsed',
        reason: 'moved',
        reach: 'holder',
        byCaseId: caseId,
      } as const;
      await house.store.issued.end(today.id, ending, 'staff:1');
      for (const { id } of kept) expect(await stateOf(id)).to.equal('valid');
    });

    it('also through one that was replaced, but not again when it is asked twice', async () => {
      const { issued } = house.store;
      const first = request();
      const { holder } = first;
      const old = await issue(first);
      const fresh = await issue(request({ holder, replacesId: old.id }));
      const ending = {
        state: 'lapsed',
        reason: 'moved',
        reach: 'holder',
        byCaseId: caseId,
      } as const;
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

  it('keeps what happened to each, and a note that changes nothing', async () => {
    const { issued, cases } = house.store;
    const ownCase = await newCase();
    const first = request({ caseId: ownCase });
    const old = await issue(first);
    const issuedAtMs = house.clock.now();
    house.clock.advance(1_000);
    const note = { key: 'step-1', reason: 'moved-inside' };
    expect(await issued.note(old.id, note, 'worker:document-register')).to.deep.equal(old);
    await issued.note(old.id, note, 'worker:document-register');
    const last = (await cases.auditTrail(ownCase)).at(-1);
    expect(last).to.deep.include({ event: 'document-noted', actor: 'worker:document-register' });
    expect(last?.detail).to.deep.equal({ documentId: old.id, reason: 'moved-inside' });
    const notedAtMs = house.clock.now();
    house.clock.advance(1_000);
    const fresh = await issue(request({ holder: first.holder, replacesId: old.id }));
    expect(await issued.events(old.id)).to.deep.equal([
      { kind: 'issued', atMs: issuedAtMs },
      { kind: 'noted', reason: 'moved-inside', atMs: notedAtMs },
      { kind: 'replaced', reason: 'replaced', atMs: house.clock.now() },
    ]);
    const ending = { state: 'revoked', reason: 'misused', reach: 'document' } as const;
    await issued.end(fresh.id, { ...ending, byCaseId: caseId }, 'staff:1');
    expect((await issued.events(fresh.id)).map(({ kind, reason }) => [kind, reason])).to.deep.equal(
      [
        ['issued', undefined],
        ['revoked', 'misused'],
      ],
    );
    expect(await cases.verifyAuditChain(ownCase)).to.equal(true);
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
    await store.issued.end(
      id,
      { state: 'revoked', reason: 'lost', reach: 'renewals', byCaseId: caseId },
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
    const client = new pg.Client({ connectionString: house.url });
    await client.connect();
    const { rows } = await client.query(
      'select row_to_json(d)::text as row from issued_document d',
    );
    await client.end();
    expect(rows.map(({ row }: { row: string }) => row).join()).not.to.match(/gruenthal|ZZ 99/i);
  });
});
