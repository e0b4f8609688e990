import { expect } from 'chai';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { WaitingWork } from '../../core/effects/waiting-work.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { libraryAccount } from '../../workers/library-account.ts';
import { runWorkers } from '../../workers/run-workers.ts';
import { bpmn, element, flows, zeebe } from '../support/bpmn.ts';
import { cityConnectors } from '../support/city-connectors.ts';
import type { TestCity } from '../support/demo-city.ts';
import { startTestCity } from '../support/demo-city.ts';
import type { EmbeddedHarness } from '../support/engine-harness.ts';
import {
  deploy,
  elementsIn,
  eventually,
  openEmbedded,
  stateOf,
} from '../support/engine-harness.ts';
import { boundary, end, mappings, onTimer, start } from '../support/engine-model.ts';
import { silentLog } from '../support/store.ts';
import { workerWorld } from '../support/worker-world.ts';

const QUARTER_MS = 15 * 60_000;
const TRY_MS = 250;
const DAY_MS = 86_400_000;

/** As in the library's fee: booked, or after three days a task for its staff. */
const model = bpmn(`
  ${start()}
  ${element(
    'serviceTask',
    'book',
    zeebe(
      'taskDefinition type="library-account"',
      mappings({ in: { operation: '= "book"', identification: '= "card"' } }),
    ),
  )}
  ${boundary('away', 'book', onTimer('Duration', 'P3D'))}
  ${element('userTask', 'byHand', zeebe('<zeebe:userTask/>'))}
  ${end()}
  ${flows('s -> book -> e', 'away -> byHand')}`);

/** What an outside system can do wrong that is no answer in the matter. */
const BROKEN = ['garbage', 'wrong-shape', '401', '403', '404', '500', '503'] as const;

describe('an outside system that stays broken', function () {
  this.timeout(60_000);
  let harness: EmbeddedHarness;
  let city: TestCity;
  let stopWorkers = async (): Promise<void> => undefined;
  let waitingWork = (): WaitingWork[] => [];

  beforeEach(async () => {
    harness = await openEmbedded();
    city = await startTestCity({ now: () => new Date(harness.clock.now()) });
    await deploy(harness, 'bundle-1', model);
  });

  afterEach(async () => {
    await stopWorkers();
    await harness.close();
    await city.stop();
  });

  async function startBooking(): Promise<string> {
    const world = workerWorld({
      answers: { cardNumber: '2000000014', chosenItems: ['P-001'] },
    });
    const { library } = createConnectors(cityConnectors(city), harness.clock);
    const running = runWorkers({
      engine: harness.engine,
      workers: [libraryAccount],
      ports: { ...world.ports, clock: harness.clock, library },
      catalogue: { byHash: async () => ({}) as Procedure },
      log: silentLog,
    });
    stopWorkers = () => running.stop();
    waitingWork = () => running.waitingWork();
    const caseId = world.store.file().id;
    await harness.engine.start({
      processId: 'p',
      bundleHash: 'bundle-1',
      startKey: 'start',
      caseId,
      variables: { amountCents: 350, paymentReference: 'KZ-1' },
    });
    return caseId;
  }

  /** Time goes on by quarters of an hour, which no pause exceeds. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += QUARTER_MS) {
      const before = await triesAtBooking();
      harness.clock.advance(QUARTER_MS);
      await harness.tick();
      await triedSince(before);
    }
  }

  /** The try that is due reaches the library before time goes on; one that still runs is waited for shortly. */
  async function triedSince(before: number): Promise<void> {
    const until = Date.now() + TRY_MS;
    while (Date.now() < until && (await triesAtBooking()) <= before) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function triesAtBooking(): Promise<number> {
    const { book = 0, find = 0 } = (await city.effects()).calls.library;
    return book + find;
  }

  for (const mode of BROKEN) {
    it(`for a day, with ${mode}, is asked again and again; then everything goes on`, async () => {
      await city.fault('library', { mode });
      const caseId = await startBooking();
      await eventually(async () => (await triesAtBooking()) > 0, 'the first try');
      await pass(DAY_MS);
      expect((await stateOf(harness, caseId)).openIncidents).to.deep.equal([]);
      expect(await elementsIn(harness, caseId, 'active')).to.include('book');
      expect(await triesAtBooking()).to.be.within(50, 200);
      // The library has counted the last try before its answer is noted here.
      await eventually(() => waitingWork().length > 0, 'the last answer');
      const [waiting] = waitingWork();
      expect(waiting).to.include({ topic: 'library-account', jobs: 1 });
      expect(waiting?.sinceMs).to.be.closeTo(harness.clock.now() - DAY_MS, 1_000);
      await city.mend();
      await pass(2 * QUARTER_MS);
      await eventually(async () => (await stateOf(harness, caseId)).state === 'completed');
      await eventually(() => waitingWork().length === 0, 'nothing waits');
      expect(Object.values((await city.effects()).bookings)).to.deep.equal([1]);
    });
  }

  it('until the deadline of the model becomes a task for staff, not an incident', async () => {
    await city.fault('library', { mode: 'garbage' });
    const caseId = await startBooking();
    await pass(3 * DAY_MS + QUARTER_MS);
    const { openIncidents, openTasks } = await stateOf(harness, caseId);
    expect(openIncidents).to.deep.equal([]);
    expect(openTasks.map(({ elementId }) => elementId)).to.deep.equal(['byHand']);
    await pass(2 * QUARTER_MS);
    await eventually(() => waitingWork().length === 0, 'nothing waits');
  });
});
