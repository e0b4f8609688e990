import { expect } from 'chai';
import { registerWorld, term } from '../support/register-world.ts';
import { variablesOf } from '../support/worker-world.ts';

describe('document-register keeps the whole term', () => {
  const world = registerWorld();
  const { caseOf, run } = world;

  it('tells the whole term of the one that it finds: from its first day to its last renewal', async () => {
    const find = { operation: 'find', documentKind: 'permit' };
    const file = await caseOf('Ute', 'MST-UT 1');
    await run(file, { operation: 'issue', ...term, validFrom: '2026-05-01' });
    const next = { ...term, validFrom: '2027-03-02', validUntil: '2028-03-01' };
    const renewal = await caseOf('Ute', 'MST-UT 1');
    await run(renewal, { operation: 'issue', ...next });
    const whole = { documentFrom: '2026-05-01', documentRenewedUntil: '2028-03-01' };
    const found = variablesOf(await run(renewal, find));
    expect(found).to.deep.include({ ...whole, documentUntil: '2027-03-01' });
    const { documentId = '' } = found;
    const ending = { operation: 'end', endState: 'lapsed', endReason: 'lost', documentId };
    await run(file, { documentKind: 'permit', ...ending });
    const lost = variablesOf(await run(renewal, find));
    expect(lost).to.deep.include({ ...whole, documentOutcome: 'lost' });
  });

  it('gives the last day of what it issues, later than asked for where a renewal came between', async () => {
    const file = await caseOf('Pia', 'MST-PK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const next = { ...term, validFrom: '2027-03-02', validUntil: '2028-03-01' };
    await run(await caseOf('Pia', 'MST-PK 1'), { operation: 'issue', ...next });
    const change = await caseOf('Pia', 'MST-PK 2');
    const wanted = { ...term, replacesDocumentId: String(documentId) };
    const issued = variablesOf(await run(change, { operation: 'issue', ...wanted }));
    expect(issued).to.deep.include({ documentOutcome: 'issued', documentUntil: '2028-03-01' });
  });

  it('keeps with a document what happened to it, once per step', async () => {
    const file = await caseOf('Rut', 'MST-RK 1');
    const { documentId } = variablesOf(await run(file, { operation: 'issue', ...term }));
    const note = { operation: 'note', documentKind: 'permit', documentId: String(documentId) };
    const noted = { ...note, noteReason: 'moved-inside' };
    for (const step of ['1.7', '1.7', '1.9']) {
      expect(variablesOf(await run(file, noted, step))['documentOutcome']).to.equal('noted');
    }
    const events = await world.house.store.issued.events(String(documentId));
    expect(events.map(({ kind, reason }) => reason ?? kind)).to.deep.equal([
      'issued',
      'moved-inside',
      'moved-inside',
    ]);
    expect((await run(file, note)).type).to.equal('giveUp');
  });
});
