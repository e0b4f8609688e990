import { expect } from 'chai';
import { issuedHouse } from '../support/issued-house.ts';

describe('an issued document that is replaced together with its renewals', () => {
  const world = issuedHouse();

  const OTHER_PLATE = 'PB-OTHER';

  /** A permit and its renewal, each in a case of its own. */
  async function renewed() {
    const first = world.request({ caseId: await world.newCase() });
    const { holder, subject } = first;
    const today = await world.issue(first);
    const next = {
      validFrom: '2027-03-02',
      validUntil: '2028-03-01',
      caseId: await world.newCase(),
    };
    const renewal = await world.issue(world.request({ holder, subject, ...next }));
    return { today, renewal, holder, subject };
  }

  it('and the new one ends with the last of them', async () => {
    const { issued } = world.house.store;
    const { today, renewal, holder } = await renewed();
    expect((await issued.withRenewals(today.id)).map(({ id }) => id)).to.have.members([
      today.id,
      renewal.id,
    ]);
    expect((await issued.withRenewals(renewal.id)).map(({ id }) => id)).to.deep.equal([renewal.id]);
    const subject = `${OTHER_PLATE} 1`;
    const wanted = world.request({
      holder,
      subject,
      validUntil: '2028-03-01',
      replacesId: today.id,
    });
    expect(await issued.conflict(wanted, today.id)).to.equal(undefined);
    const fresh = await world.issue(wanted);
    for (const { id } of [today, renewal]) {
      const replaced = { state: 'replaced', replacedById: fresh.id };
      expect(await issued.find(id)).to.deep.include(replaced);
    }
    expect(fresh).to.deep.include({ state: 'valid', validUntil: '2028-03-01' });
  });

  it('also one that was issued after the new term was chosen', async () => {
    const { today, renewal, holder } = await renewed();
    const subject = `${OTHER_PLATE} 2`;
    const fresh = await world.issue(world.request({ holder, subject, replacesId: today.id }));
    expect(fresh.validUntil).to.equal('2028-03-01');
    expect((await world.house.store.issued.find(renewal.id))?.state).to.equal('replaced');
  });

  it('not once it has ended, unless it was lost', async () => {
    const { issued } = world.house.store;
    const ended = async (reason: string, at: number) => {
      const first = world.request({ caseId: await world.newCase() });
      const { id } = await world.issue(first);
      const ending = {
        state: 'lapsed',
        reason,
        reach: 'renewals',
        byCaseId: first.caseId,
      } as const;
      await issued.end(id, ending, 'system');
      const place = { holder: first.holder, subject: `${OTHER_PLATE} E${at}`, replacesId: id };
      const wanted = world.request(place);
      return [id, await issued.conflict(wanted, id), await issued.issue(wanted, 'system')] as const;
    };
    const [documentId, checked, answer] = await ended('revoked', 1);
    expect(checked).to.deep.equal({ with: 'earlier', documentId });
    expect(answer).to.deep.equal({ outcome: 'conflict', conflict: checked });
    const [, free, fresh] = await ended('lost', 2);
    expect(free).to.equal(undefined);
    expect(fresh).to.include({ outcome: 'issued' });
  });

  it('not for another vehicle, nor what stands in the way of the longer term', async () => {
    const { issued } = world.house.store;
    const { today, renewal, holder } = await renewed();
    const otherCar = { validFrom: '2028-03-02', validUntil: '2029-03-01' };
    const kept = await world.issue(world.request({ holder, ...otherCar }));
    const theirs = await world.issue(
      world.request({
        subject: `${OTHER_PLATE} 3`,
        validFrom: '2028-01-01',
        validUntil: '2028-12-31',
      }),
    );
    const wanted = world.request({ holder, subject: `${OTHER_PLATE} 3`, replacesId: today.id });
    const answer = await issued.issue(wanted, 'system');
    const conflict = { with: 'subject', documentId: theirs.id };
    expect(answer).to.deep.equal({ outcome: 'conflict', conflict });
    await world.issue(world.request({ holder, subject: `${OTHER_PLATE} 4`, replacesId: today.id }));
    expect((await issued.find(renewal.id))?.state).to.equal('replaced');
    for (const { id } of [kept, theirs]) {
      expect((await issued.find(id))?.state).to.equal('valid');
    }
  });

  it('told in the case of each, once, with a command to look at once', async () => {
    const { today, renewal, holder } = await renewed();
    const subject = `${OTHER_PLATE} 5`;
    const caseId = await world.newCase();
    const wanted = world.request({ holder, subject, caseId, replacesId: today.id });
    const fresh = await world.issue(wanted);
    await world.issue(wanted);
    for (const old of [today, renewal]) {
      const last = (await world.house.store.cases.auditTrail(old.caseId)).at(-1);
      expect(last).to.deep.include({ event: 'document-replaced' });
      expect(last?.detail).to.deep.equal({ documentId: old.id, replacedById: fresh.id });
      expect(await world.house.store.cases.verifyAuditChain(old.caseId)).to.equal(true);
      expect(await world.looks(old.caseId)).to.deep.equal([`document-changed:${old.id}`]);
    }
    expect(await world.looks(caseId)).to.deep.equal([]);
  });

  it('all of it or nothing: without the command nothing is replaced, and nothing issued', async () => {
    const { issued } = world.house.store;
    const { today, renewal, holder } = await renewed();
    await world.inDatabase((client) =>
      client.query(`
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'no command today'; end $$;
        create trigger refuse before insert on engine_command
          for each row when (new.key = 'document-changed:${renewal.id}') execute function refuse();
      `),
    );
    const wanted = world.request({ holder, subject: `${OTHER_PLATE} 7`, replacesId: today.id });
    const failure = await issued.issue(wanted, 'system').catch((error: unknown) => error);
    expect(String(failure)).to.include('no command today');
    for (const old of [today, renewal]) {
      expect((await issued.find(old.id))?.state).to.equal('valid');
      expect(await world.looks(old.caseId)).to.deep.equal([]);
    }
    expect(await issued.ofSubject('permit', wanted.subject)).to.deep.equal([]);
    await world.inDatabase((client) =>
      client.query('drop trigger refuse on engine_command; drop function refuse'),
    );
    expect((await issued.issue(wanted, 'system')).outcome).to.equal('issued');
  });

  it('of the same case: it knows already', async () => {
    const caseId = await world.newCase();
    const first = world.request({ caseId });
    const old = await world.issue(first);
    await world.issue(world.request({ holder: first.holder, caseId, replacesId: old.id }));
    expect(await world.looks(caseId)).to.deep.equal([]);
    expect(await world.house.store.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  it('and tells nobody when nothing was issued', async () => {
    const { issued } = world.house.store;
    const { today, holder } = await renewed();
    await world.issue(world.request({ subject: `${OTHER_PLATE} 6` }));
    const wanted = world.request({ holder, subject: `${OTHER_PLATE} 6`, replacesId: today.id });
    expect((await issued.issue(wanted, 'system')).outcome).to.equal('conflict');
    expect(await world.looks(today.caseId)).to.deep.equal([]);
  });
});
