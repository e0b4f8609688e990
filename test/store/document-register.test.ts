import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { JsonObject } from '../../core/json.ts';
import { registerWorld, term } from '../support/register-world.ts';
import { variablesOf } from '../support/worker-world.ts';

describe('document-register', () => {
  const world = registerWorld();
  const { caseOf, run } = world;

  it('issues once per step, with plate, zone and term, and puts the code into the case', async () => {
    const file = await caseOf('Lea', 'mst-lk 95');
    const [first, again] = [
      variablesOf(await run(file, { operation: 'issue', ...term })),
      variablesOf(await run(file, { operation: 'issue', ...term })),
    ];
    expect(first['documentOutcome']).to.equal('issued');
    expect(again).to.deep.equal(first);
    const facts = (await world.house.store.cases.find(file.id))?.facts[
      'issuedDocument'
    ] as JsonObject;
    expect(facts).to.deep.include({
      shown: { plate: 'MST-LK 95', zone: 'A' },
      validUntil: '2027-03-01',
    });
    const found = await world.house.store.issued.findByCode(String(facts['code']));
    expect(found?.id).to.equal(first['documentId']);
  });

  it('tells a conflict with the person or the vehicle, at the check and at the issue', async () => {
    const first = await caseOf('Mia', 'MST-MK 1');
    await run(first, { operation: 'issue', ...term });
    const samePerson = await caseOf('Mia', 'MST-MK 2');
    const sameVehicle = await caseOf('Noa', 'mst mk1');
    for (const operation of ['check', 'issue']) {
      const [person, vehicle] = [
        variablesOf(await run(samePerson, { operation, ...term })),
        variablesOf(await run(sameVehicle, { operation, ...term })),
      ];
      expect(person).to.deep.equal({ documentOutcome: 'holder-conflict' });
      expect(vehicle).to.deep.equal({ documentOutcome: 'subject-conflict' });
    }
  });

  it('notes which one stands in the way, until nothing does', async () => {
    const first = await caseOf('Quirin', 'MST-QK 1');
    const { documentId } = variablesOf(await run(first, { operation: 'issue', ...term }));
    const noted = async (file: CaseFile) =>
      (await world.house.store.cases.find(file.id))?.facts['conflictingDocument'];
    const other = await caseOf('Xaver', 'MST-QK 1');
    await run(other, { operation: 'check', ...term });
    expect(await noted(other)).to.deep.equal({ id: documentId });
    const same = await caseOf('Quirin', 'MST-QK 2');
    await run(same, { operation: 'issue', ...term });
    expect(await noted(same)).to.deep.equal({ id: documentId });
    await run(same, { operation: 'check', ...term, replacesDocumentId: documentId ?? null });
    expect(await noted(same)).to.equal(null);
    await run(first, { operation: 'check', ...term, replacesDocumentId: documentId ?? null });
    expect(await noted(first)).to.equal(undefined);
  });

  it('knows the person by the register, with a given name less and after a marriage too', async () => {
    const record = { familyName: 'Kern', givenNames: 'Eva Rosa', birthDate: '1995-05-25' };
    const matched = async (file: CaseFile, names: JsonObject) => {
      const registerMatch = { outcome: 'unique', records: [{ ...record, ...names }] };
      return world.house.store.cases.change(file.id, 'register', () => ({
        facts: { registerMatch },
        audit: [],
      }));
    };
    const first = await matched(await caseOf('Eva', 'MST-ER 1'), {});
    await run(first, { operation: 'issue', ...term });
    const married = { familyName: 'Wolf', birthName: 'Kern' };
    for (const [givenNames, names] of [
      ['Eva Rosa', {}],
      ['Rosa', married],
    ] as const) {
      const again = await matched(await caseOf(givenNames, 'MST-ER 2'), names);
      const { documentOutcome } = variablesOf(await run(again, { operation: 'issue', ...term }));
      expect(documentOutcome).to.equal('holder-conflict');
    }
  });

  it('changes the plate: the old code is worth nothing, the term stays', async () => {
    const file = await caseOf('Ida', 'MST-IK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const change = await caseOf('Ida', 'MST-IK 2');
    const wanted = { ...term, replacesDocumentId: String(documentId) };
    const check = variablesOf(await run(change, { operation: 'check', ...wanted }));
    expect(check['documentOutcome']).to.equal('free');
    await run(change, { operation: 'issue', ...wanted });
    expect((await world.house.store.issued.find(String(documentId)))?.state).to.equal('replaced');
  });

  it('finds what was lost before its last day, once: a later one has used up its term', async () => {
    const file = await caseOf('Ole', 'MST-OK 1');
    const find = { operation: 'find', documentKind: 'permit' };
    const issued = variablesOf(await run(file, { operation: 'issue', ...term }));
    const documentId = String(issued['documentId']);
    const ending = { ...find, operation: 'end', documentId, endState: 'lapsed' };
    await run(file, { ...ending, endReason: 'lost' });
    const found = variablesOf(await run(file, find));
    expect(found).to.deep.include({ documentOutcome: 'lost', documentId });
    expect(found).to.deep.include({ documentUntil: term.validUntil });
    world.house.clock.advance(1000);
    const again = await caseOf('Ole', 'MST-OK 1');
    const next = variablesOf(await run(again, { operation: 'issue', ...term }, '1.6'));
    const returned = { ...ending, documentId: String(next['documentId']), endReason: 'returned' };
    await run(again, returned);
    expect(variablesOf(await run(again, find))).to.deep.equal({ documentOutcome: 'none' });
  });

  it("finds the valid one of the applicant, today's before that of the next term", async () => {
    const file = await caseOf('Uwe', 'MST-UK 1');
    const find = { operation: 'find', documentKind: 'permit' };
    expect(variablesOf(await run(file, find))).to.deep.equal({ documentOutcome: 'none' });
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const next = { ...term, validFrom: '2027-03-02', validUntil: '2028-03-01' };
    const renewal = await caseOf('Uwe', 'MST-UK 1');
    await run(renewal, { operation: 'issue', ...next });
    expect(variablesOf(await run(renewal, find))).to.deep.equal({
      documentOutcome: 'found',
      documentId,
      documentFrom: '2026-03-02',
      documentUntil: '2027-03-01',
      documentDaysLeft: 364,
      documentRenewedUntil: '2028-03-01',
    });
    const kept = (await world.house.store.cases.find(renewal.id))?.facts['earlierDocument'];
    expect(kept).to.deep.include({ id: documentId });
  });

  it('finds it by the names that the register says later, and forgets what other names had found', async () => {
    const [before, after] = [await caseOf('Yara', 'MST-YK 1'), await caseOf('Yvo', 'MST-YK 2')];
    const issued = async (file: CaseFile) =>
      variablesOf(await run(file, { operation: 'issue', ...term }))['documentId'];
    const [first, second] = [await issued(before), await issued(after)];
    const file = await caseOf('Yara', 'MST-YK 3');
    const find = { operation: 'find', documentKind: 'permit' };
    const named = async (givenNames: string): Promise<CaseFile> => {
      const record = { familyName: 'Kern', givenNames, birthDate: '1995-05-25', blocked: false };
      return world.house.store.cases.change(file.id, 'worker:register-match', () => ({
        facts: { registerMatch: { outcome: 'unique', records: [{ ...record, recordId: 'r1' }] } },
        audit: [],
      }));
    };
    const kept = async () =>
      (await world.house.store.cases.find(file.id))?.facts['earlierDocument'] as JsonObject | null;
    expect(variablesOf(await run(file, find))['documentId']).to.equal(first);
    expect(variablesOf(await run(await named('Yvo'), find))['documentId']).to.equal(second);
    expect((await kept())?.['id']).to.equal(second);
    const nobody = await run(await named('Yule'), find);
    expect(variablesOf(nobody)).to.deep.equal({ documentOutcome: 'none' });
    expect(await kept()).to.equal(null);
  });

  it('issues for no plate that can be read in two ways, or in none', async () => {
    for (const plate of ['BAB 123', 'MST-EL 0', 'quatsch']) {
      const answer = await run(await caseOf('Ada', plate), { operation: 'issue', ...term });
      expect(answer, plate).to.deep.equal({
        type: 'giveUp',
        reason: 'the case names no readable plate',
      });
    }
  });

  it('reads what became of one', async () => {
    const file = await caseOf('Ben', 'MST-BK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const read = { operation: 'read', documentKind: 'permit', documentId: String(documentId) };
    expect(variablesOf(await run(file, read))).to.deep.equal({
      documentOutcome: 'valid',
      documentId,
    });
    await run(file, { ...read, operation: 'end', endState: 'revoked', endReason: 'misused' });
    expect(variablesOf(await run(file, read))['documentOutcome']).to.equal('revoked');
  });

  it('finds a permit by the names, whichever of several persons a clerk has said is meant', async () => {
    const wide = { familyName: 'Kern', givenNames: 'Zoe Anna', birthDate: '1995-05-25' };
    const other = { ...wide, givenNames: 'Zoe Maria', recordId: 'r2', blocked: false };
    const records = [{ ...wide, recordId: 'r1', blocked: false }, other];
    const chosen = async (plate: string, chosenPerson: string) => {
      const file = await caseOf('Zoe', plate);
      return world.house.store.cases.change(file.id, 'staff:roth', () => ({
        facts: {
          registerMatch: { outcome: 'ambiguous', records },
          staffAnswers: { chosenPerson },
        },
        audit: [],
      }));
    };
    const issued = async (file: CaseFile) =>
      variablesOf(await run(file, { operation: 'issue', ...term }))['documentOutcome'];
    expect(await issued(await chosen('MST-ZK 1', 'r1'))).to.equal('issued');
    const asked = await run(await chosen('MST-ZK 2', 'r1'), {
      operation: 'find',
      documentKind: 'permit',
    });
    expect(variablesOf(asked)['documentOutcome']).to.equal('found');
  });

  it('lets many share what belongs to nobody alone, each person once', async () => {
    const shared = { ...term, subjectAnswer: 'carSharingOrganisation', subjectShared: true };
    const member = async (givenNames: string): Promise<CaseFile> => {
      const file = await caseOf(givenNames, '');
      return world.house.store.cases.change(file.id, 'applicant', () => ({
        answers: { ...file.answers, carSharingOrganisation: ' Teilauto  eG ' },
        audit: [],
      }));
    };
    const [first, second] = [await member('Ada'), await member('Ole')];
    for (const file of [first, second]) {
      const answer = variablesOf(await run(file, { operation: 'issue', ...shared }));
      expect(answer['documentOutcome']).to.equal('issued');
    }
    const again = await run(await member('Ada'), { operation: 'check', ...shared });
    expect(variablesOf(again)['documentOutcome']).to.equal('holder-conflict');
    const facts = (await world.house.store.cases.find(first.id))?.facts[
      'issuedDocument'
    ] as JsonObject;
    expect(facts['shown']).to.deep.equal({ carSharingOrganisation: 'Teilauto eG', zone: 'A' });
  });

  it('ends its renewals too, or as far as the model says', async () => {
    const later = { ...term, validFrom: '2027-03-02', validUntil: '2028-03-01' };
    const muchLater = { ...term, validFrom: '2028-03-02', validUntil: '2029-03-01' };
    const statesAfter = async (name: string, ending: JsonObject) => {
      const files = [
        await caseOf(name, `MST-R ${name.length}`),
        await caseOf(name, `MST-R ${name.length}`),
        await caseOf(name, `MST-S ${name.length}`),
      ];
      const ids: string[] = [];
      for (const [index, wanted] of [term, later, muchLater].entries()) {
        const input = { operation: 'issue', ...wanted };
        ids.push(String(variablesOf(await run(files[index] as CaseFile, input))['documentId']));
      }
      const [first = ''] = ids;
      const asked = { operation: 'end', documentKind: 'permit', endState: 'lapsed', ...ending };
      await run(files[0] as CaseFile, { ...asked, documentId: first });
      const documents = await Promise.all(ids.map((id) => world.house.store.issued.find(id)));
      return documents.map((document) => document?.state);
    };
    const [all, sameCar, none] = [
      ['lapsed', 'lapsed', 'lapsed'],
      ['lapsed', 'lapsed', 'valid'],
      ['lapsed', 'valid', 'valid'],
    ];
    const reaching = (name: string, endReach?: string) =>
      statesAfter(name, { endReason: 'moved', ...(endReach ? { endReach } : {}) });
    expect(await reaching('A', 'holder')).to.deep.equal(all);
    expect(await reaching('Bb', 'subject')).to.deep.equal(sameCar);
    expect(await reaching('Ccc')).to.deep.equal(sameCar);
    expect(await reaching('Dddd', 'document')).to.deep.equal(none);
  });

  it('tells the reason of the end also where another has taken the place', async () => {
    const file = await caseOf('Kim', 'MST-KK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const change = await caseOf('Kim', 'MST-KK 2');
    const replacesDocumentId = String(documentId);
    const fresh = variablesOf(
      await run(change, { operation: 'issue', ...term, replacesDocumentId }),
    )['documentId'];
    const ending = { operation: 'end', documentKind: 'permit', endState: 'lapsed' };
    const moved = { endReason: 'moved', endReach: 'holder' };
    await run(file, { ...ending, documentId: replacesDocumentId, ...moved });
    expect((await world.house.store.cases.find(file.id))?.facts['issuedDocument']).to.deep.include({
      state: 'replaced',
      endReason: 'moved',
    });
    expect((await world.house.store.issued.find(String(fresh)))?.state).to.equal('lapsed');
  });

  it('ends one, and gives up on what is not said', async () => {
    const file = await caseOf('Eva', 'MST-EK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const ending = {
      operation: 'end',
      documentKind: 'permit',
      documentId: String(documentId),
      endState: 'lapsed',
      endReason: 'moved-away',
    };
    expect(variablesOf(await run(file, ending))['documentOutcome']).to.equal('ended');
    expect((await world.house.store.issued.find(String(documentId)))?.endReason).to.equal(
      'moved-away',
    );
    for (const missing of [
      { operation: 'end', documentKind: 'permit' },
      { operation: 'issue', documentKind: 'permit' },
      { ...term, operation: 'issue', validUntil: '2026-01-01' },
    ]) {
      expect((await run(file, missing)).type).to.equal('giveUp');
    }
  });
});
