import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { JobAnswer } from '../../../engine/port.ts';
import { dmsClose } from '../../../workers/dms-close.ts';
import { dmsFile } from '../../../workers/dms-file.ts';
import { variablesOf, workerWorld, type WorkerWorld } from '../../support/worker-world.ts';

const NUMBER = 'BG-2026-000001';
const RECORD = 'angaben-zum-antrag';

function put(world: WorkerWorld, name: string, text: string, facts = {}) {
  const content = Buffer.from(text);
  const document = { name, fileName: `${name}.pdf`, mediaType: 'application/pdf', content };
  return world.ports.cases.change(world.store.file().id, 'system', () => ({
    documents: [{ ...document, forApplicant: true }],
    facts,
    audit: [],
  }));
}

const ASKED = { element: 'ask', by: 'applicant', atMs: 0, answers: {} };

/** A case of 2026 with an upload in two versions and a letter. */
async function caseWithDocuments(): Promise<WorkerWorld> {
  const world = workerWorld({
    answers: { kind: 'card', lost: true, hint: 'Im Bus\nvergessen' },
    facts: { taskAnswers: { '7.1': { ...ASKED, form: 'forms/nachfrage', isApplicants: true } } },
    receivedAtMs: Date.UTC(2025, 11, 31, 23, 30),
  });
  await put(world, 'nachweis', 'first');
  await put(world, 'nachweis', 'second');
  await put(world, 'bescheid', 'letter', { letters: { bescheid: 'e0' } });
  return world;
}

const contents = (world: WorkerWorld, name: string) =>
  world.dms.versions.get(name)?.map(({ content }) => Buffer.from(content).toString());

describe('dms-file', () => {
  it('opens the procedure where procedure.json says, in the year of the receipt here', async () => {
    const world = await caseWithDocuments();
    const variables = variablesOf(await world.run(dmsFile, {}));
    const dmsReference = `41.30.02/Gebühren 2026/${NUMBER}`;
    expect(variables).to.deep.equal({ dmsReference, filedCount: 4 });
    expect([...world.dms.procedures.values()]).to.deep.equal([
      {
        planEntry: '41.30.02',
        fileName: 'Gebühren 2026',
        procedureName: NUMBER,
        subject: 'Bibliotheksgebühr bezahlen',
      },
    ]);
    expect(world.store.file().facts['dms']).to.deep.include({ reference: dmsReference });
    expect(world.store.events).to.include('dms-filed');
  });

  it('files every version in its order, and says what came in and what went out', async () => {
    const world = await caseWithDocuments();
    await world.run(dmsFile, {});
    expect(contents(world, 'nachweis')).to.deep.equal(['first', 'second']);
    expect(contents(world, 'bescheid')).to.deep.equal(['letter']);
    const directions = [...world.dms.versions].map(([name, [one]]) => [name, one?.direction]);
    expect(Object.fromEntries(directions)).to.deep.equal({
      [RECORD]: 'incoming',
      nachweis: 'incoming',
      bescheid: 'outgoing',
    });
  });

  it('writes the answers in words, those of the assistant first', async () => {
    const world = await caseWithDocuments();
    await world.run(dmsFile, {});
    expect(contents(world, RECORD)).to.deep.equal([
      [
        'Bibliotheksgebühr bezahlen',
        `Vorgang: ${NUMBER}`,
        'Eingegangen: 1. Januar 2026, 00:30 Uhr',
        '',
        'Womit finden wir Ihre Gebühr?',
        '=============================',
        'Welche Nummer?: Ausweis',
        'Verloren: Ja',
        '',
        'Nachfrage',
        '=========',
        'Was ist geschehen?:',
        '  Im Bus',
        '  vergessen',
        '',
      ].join('\n'),
    ]);
  });

  it('changes nothing when it runs again, also as another task', async () => {
    const world = await caseWithDocuments();
    const first = await world.run(dmsFile, {});
    const after = [...world.dms.versions].map(([name, kept]) => [name, kept.length]);
    const events = [...world.store.events];
    expect(await world.run(dmsFile, {})).to.deep.equal(first);
    expect(await world.run(dmsFile, {}, 'e2')).to.deep.equal(first);
    expect([...world.dms.versions].map(([name, kept]) => [name, kept.length])).to.deep.equal(after);
    expect(world.store.events).to.deep.equal(events);
  });

  it('files what is new when a later task asks, and leaves older versions alone', async () => {
    const world = await caseWithDocuments();
    await world.run(dmsFile, {});
    await put(world, 'nachweis', 'third');
    await world.ports.cases.change(world.store.file().id, 'applicant', () => ({
      answers: { lost: false },
      audit: [],
    }));
    await world.run(dmsFile, {}, 'e2');
    expect(contents(world, 'nachweis')).to.deep.equal(['first', 'second', 'third']);
    expect(contents(world, RECORD)).to.have.length(2);
    expect(contents(world, RECORD)?.[1]).to.include('Verloren: Nein');
  });

  for (const at of [0, 1, 2, 3, 4]) {
    it(`files each version once when answer ${at + 1} is lost`, async () => {
      const world = await caseWithDocuments();
      loseAnswer(world, at);
      const failure: unknown = await world.run(dmsFile, {}).catch((error: unknown) => error);
      expect(failure).to.include({ kind: 'in-doubt' });
      expect(variablesOf(await world.run(dmsFile, {}))).to.include({ filedCount: 4 });
      expect(contents(world, 'nachweis')).to.deep.equal(['first', 'second']);
      expect(contents(world, RECORD)).to.have.length(1);
    });
  }

  it('lets a refusal pass to whoever looks after the process', async () => {
    const world = await caseWithDocuments();
    world.faults.push(new ConnectorError('rejected', 'no-plan-entry', 'no such entry'));
    const failure: unknown = await world.run(dmsFile, {}).catch((error: unknown) => error);
    expect(failure).to.include({ reason: 'no-plan-entry' });
    expect(world.store.effectRows.size).to.equal(0);
  });

  it('gives up when the procedure names no place', async () => {
    const world = workerWorld({}, undefined, { filing: undefined });
    expect(await world.run(dmsFile, {})).to.include({ type: 'giveUp' });
    expect(world.dms.procedures.size).to.equal(0);
  });
});

describe('dms-close', () => {
  const day = { dmsClosedOn: '2026-03-02' };

  it('closes once, on the day of the first time', async () => {
    const world = await caseWithDocuments();
    await world.run(dmsFile, {});
    world.faults.push('lost');
    const failure: unknown = await world.run(dmsClose, {}).catch((error: unknown) => error);
    expect(failure).to.include({ kind: 'in-doubt' });
    expect(variablesOf(await world.run(dmsClose, {}))).to.deep.equal(day);
    world.clock.advance(5 * 86_400_000);
    expect(variablesOf(await world.run(dmsClose, {}, 'e9'))).to.deep.equal(day);
    expect([...world.dms.closed.values()]).to.deep.equal(['2026-03-02']);
    expect(world.store.events.filter((event) => event === 'dms-closed')).to.have.length(1);
    expect(world.store.file().facts['dms']).to.include({ closedOn: '2026-03-02' });
  });

  it('lets nothing new in afterwards', async () => {
    const world = await caseWithDocuments();
    await world.run(dmsFile, {});
    await world.run(dmsClose, {});
    expect(variablesOf(await world.run(dmsFile, {}, 'e2'))).to.include({ filedCount: 4 });
    await put(world, 'spaet', 'too late');
    const failure: unknown = await world.run(dmsFile, {}, 'e3').catch((error: unknown) => error);
    expect(failure).to.include({ reason: 'closed' });
  });

  it('gives up when nothing was filed', async () => {
    const answer: JobAnswer = await workerWorld().run(dmsClose, {});
    expect(answer).to.include({ type: 'giveUp' });
  });
});

/** The call with this number acts, and its answer is lost. */
function loseAnswer({ ports, faults }: WorkerWorld, at: number): void {
  let calls = 0;
  const { openProcedure, file } = ports.dms;
  const count = () => {
    if (calls === at) faults.push('lost');
    calls += 1;
  };
  Object.assign(ports.dms, {
    openProcedure: (...given: Parameters<typeof openProcedure>) => (
      count(),
      openProcedure(...given)
    ),
    file: (...given: Parameters<typeof file>) => (count(), file(...given)),
  });
}
