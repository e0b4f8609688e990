import { expect } from 'chai';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { NewDocument } from '../../core/cases/case-file.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Worker } from '../../workers/define-worker.ts';
import { dmsClose } from '../../workers/dms-close.ts';
import { dmsFile } from '../../workers/dms-file.ts';
import type { WorkerPorts } from '../../workers/worker-ports.ts';
import { cityConnectors } from '../support/city-connectors.ts';
import { startTestCity, type TestCity } from '../support/demo-city.ts';
import { newDraft, openTestStore, startCommand, type TestStore } from '../support/store.ts';
import { variablesOf } from '../support/worker-world.ts';

const procedure = {
  config: { steps: [], filing: { planEntry: '32.51.03', fileName: 'Bewohnerparken {year}' } },
  forms: new Map(),
  texts: { get: () => 'Bewohnerparkausweis', find: () => undefined, has: () => false },
} as unknown as Procedure;

describe('a case that is filed, between the store and the demo city', function () {
  this.timeout(60_000);
  let house: TestStore;
  let city: TestCity;
  let ports: WorkerPorts;
  let caseId: string;
  let folder: string;

  before(async () => {
    house = await openTestStore();
    city = await startTestCity({ now: () => new Date(house.clock.now()) });
    const connectors = createConnectors(cityConnectors(city), house.clock);
    const { cases, effects } = house.store;
    // The workers use nothing else.
    const used: Partial<WorkerPorts> = { ...connectors, cases, effects };
    ports = used as WorkerPorts;
  });
  beforeEach(async () => {
    await city.mend();
    const { draft } = await newDraft(house.store, house.clock.now());
    const { file } = await house.store.cases.submit(draft.id, {
      numberPrefix: 'BP',
      answers: {},
      contact: {},
      command: startCommand,
      actor: 'applicant',
    });
    caseId = file.id;
    folder = `/Aktenplan/32.51.03/Bewohnerparken 2026/${file.number}`;
    for (const text of ['first', 'second']) await put('nachweis', text);
    await put('bescheid', 'letter');
  });
  after(async () => {
    await city.stop();
    await house.drop();
  });

  const put = (name: string, text: string) => {
    const document: NewDocument = {
      name,
      fileName: `${name} für Größe.pdf`,
      mediaType: 'application/pdf',
      content: Buffer.from(text),
      forApplicant: true,
    };
    return ports.cases.change(caseId, 'system', () => ({ documents: [document], audit: [] }));
  };

  async function run(worker: Worker, elementInstanceKey = 'e1') {
    const file = await ports.cases.find(caseId);
    if (!file) throw new Error('no case');
    return worker.run(
      {},
      {
        file,
        procedure,
        ports,
        elementInstanceKey,
        elementId: 'task',
        topic: worker.topic,
        headers: {},
        nowMs: house.clock.now(),
        change: (decide) => ports.cases.change(caseId, `worker:${worker.topic}`, decide),
      },
    );
  }

  async function filed(): Promise<Record<string, number>> {
    const all = Object.entries((await city.effects()).filed);
    const own = all.filter(([path]) => path.startsWith(`${folder}/`));
    return Object.fromEntries(own.map(([path, count]) => [path.slice(folder.length + 1), count]));
  }

  const complete = { 'angaben-zum-antrag': 1, nachweis: 2, bescheid: 1 };

  it('lies there once, in the order of its versions, and is closed', async () => {
    expect(variablesOf(await run(dmsFile))).to.include({ filedCount: 4 });
    expect(variablesOf(await run(dmsFile, 'e2'))).to.include({ filedCount: 4 });
    expect(await filed()).to.deep.equal(complete);
    await run(dmsClose);
    expect(variablesOf(await run(dmsClose, 'e3'))).to.deep.equal({ dmsClosedOn: '2026-03-02' });
    expect(await filed()).to.deep.equal({ ...complete, 'z.d.A': 1 });
    await put('spaet', 'too late');
    const failure: unknown = await run(dmsFile, 'e4').catch((error: unknown) => error);
    expect(failure).to.include({ kind: 'rejected', reason: 'closed' });
    expect(await ports.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  it('lies there once when two workers file it at the same time', async () => {
    const outcomes = await Promise.allSettled([run(dmsFile), run(dmsFile)]);
    // Who meets the other in the middle of a version is told to come again.
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).to.include({ reason: 'conflict' });
    }
    expect(variablesOf(await run(dmsFile))).to.include({ filedCount: 4 });
    expect(await filed()).to.deep.equal(complete);
  });

  it('lies there once although every kind of answer is lost', async () => {
    for (const operation of ['createFolder', 'createDocument', 'checkOut', 'checkIn']) {
      await city.fault('dms', { mode: 'reset', at: 'after', nextCalls: 1, operation });
      const failure: unknown = await run(dmsFile).catch((error: unknown) => error);
      expect(failure, operation).to.include({ kind: 'in-doubt' });
    }
    expect(variablesOf(await run(dmsFile))).to.include({ filedCount: 4 });
    expect(await filed()).to.deep.equal(complete);
  });
});
