import { expect } from 'chai';
import type { ReadModel } from '../../core/cases/process-state.ts';
import type { EngineChange } from '../../engine/mirror.ts';
import { definitions, element, flows, serviceTask, zeebe } from '../support/bpmn.ts';
import {
  deploy,
  embeddedOfEachTest,
  eventually,
  startCase,
  stateOf,
} from '../support/engine-harness.ts';
import type { EmbeddedHarness } from '../support/engine-harness.ts';
import {
  boundary,
  call,
  end,
  onTimer,
  parallel,
  process,
  rounds,
  start,
  subProcess,
} from '../support/engine-model.ts';
import { BUNDLE } from '../support/mirror-changes.ts';
import { mirrorOfEachTest, takeStart } from '../support/mirror-house.ts';
import type { MirrorHouse } from '../support/mirror-house.ts';
import { tellingStore } from '../support/mirror-translation.ts';

const HOUR_MS = 3_600_000;

describe('Mirror: compared with the embedded engine', () => {
  const openEngine = embeddedOfEachTest();
  const openMirror = mirrorOfEachTest();

  async function openBoth() {
    const told: EngineChange[] = [];
    const tell = (changes: EngineChange[]) => void told.push(...changes);
    const engine = await openEngine({ decorateStore: (store) => tellingStore(store, tell) });
    await deploy(engine, BUNDLE, MODEL);
    const house = await openMirror();
    let from = 0;
    const mirrorAll = async (): Promise<void> => {
      const changes = told.slice(from);
      from = told.length;
      await house.tell(await linked(house, changes));
    };
    return { engine, house, mirrorAll };
  }

  it('says the same of a process that waits, fails, calls, and ends', async () => {
    const { engine, house, mirrorAll } = await openBoth();
    let failing = true;
    engine.engine.subscribe(
      'work',
      async () =>
        failing
          ? { type: 'giveUp', reason: 'not today' }
          : { type: 'done', variables: { fee: 12.5 } },
      { lockMs: 60_000, maxParallel: 1 },
    );
    const { caseId } = await startCase(engine, BUNDLE, { items: ['a', 'b'], note: 'Grüße' });
    const [incident] = await eventually(async () => {
      const { openIncidents, openTasks } = await stateOf(engine, caseId);
      return openTasks.length === 2 && openIncidents.length === 1 && openIncidents;
    });
    await mirrorAll();
    await same(engine, house, caseId);

    const [task] = (await stateOf(engine, caseId)).openTasks;
    await engine.engine.tasks.claim(task?.key ?? '', 'clerk');
    await engine.engine.tasks.setPriority(task?.key ?? '', 70);
    failing = false;
    await engine.engine.incidents.resolve(incident?.key ?? '', { retries: 1 });
    engine.clock.advance(HOUR_MS);
    await engine.tick();
    await eventually(async () => (await stateOf(engine, caseId)).openTasks.length === 3);
    await eventually(async () => (await stateOf(engine, caseId)).openIncidents.length === 0);
    await engine.tick();
    await mirrorAll();
    await same(engine, house, caseId);

    for (const { key } of (await stateOf(engine, caseId)).openTasks) {
      await engine.engine.tasks.complete(key, { answer: { yes: true } });
    }
    await eventually(async () => (await stateOf(engine, caseId)).state === 'completed');
    await mirrorAll();
    await same(engine, house, caseId);
  });

  it('says the same of a process that is cancelled', async () => {
    const { engine, house, mirrorAll } = await openBoth();
    const { caseId, instanceKey } = await startCase(engine, BUNDLE, { items: [1] });
    const other = await startCase(engine, BUNDLE, { items: [] });
    await eventually(async () => (await stateOf(engine, caseId)).openTasks.length === 1);
    await engine.engine.cancel(instanceKey);
    await mirrorAll();
    await same(engine, house, caseId);
    await same(engine, house, other.caseId);
  });
});

/** `p` does work and calls `q`, which asks for each item; a reminder is a task of its own. */
const MODEL = definitions(
  process(
    'p',
    `${start('s')}${parallel('fork')}${serviceTask('work')}${call('c', 'q')}
     ${boundary('reminder', 'c', onTimer('Duration', 'PT1H'), { interrupting: false })}
     ${userTask('remind')}${end('reminded')}${parallel('join')}${end('e')}
     ${flows('s -> fork -> work -> join -> e', 'fork -> c -> join', 'reminder -> remind -> reminded')}`,
  ) +
    process(
      'q',
      `${start('qs')}${subProcess(
        'each',
        rounds('inputCollection="= items" inputElement="item"') +
          start('is') +
          userTask('ask') +
          end('ie') +
          flows('is -> ask -> ie'),
      )}${end('qe')}${flows('qs -> each -> qe')}`,
    ),
);

function userTask(id: string): string {
  const extensions = zeebe(
    '<zeebe:userTask/>',
    'assignmentDefinition candidateGroups="desk,office"',
    'formDefinition externalReference="forms/ask.json"',
    'taskSchedule dueDate="2026-05-01T00:00:00Z"',
  );
  return element('userTask', id, extensions);
}

async function linked(house: MirrorHouse, changes: EngineChange[]): Promise<EngineChange[]> {
  return Promise.all(
    changes.map(async (change) =>
      change.kind === 'link'
        ? { ...change, rootKey: (await takeStart(house.mirror, change.rootKey)).rootKey }
        : change,
    ),
  );
}

async function same(engine: EmbeddedHarness, house: MirrorHouse, caseId: string): Promise<void> {
  expect(await saidBy(house.readModel, caseId)).to.deep.equal(
    await saidBy(engine.readModel, caseId),
  );
}

/** All that the read model says of a case, with elements and tasks numbered in their order. */
async function saidBy(readModel: ReadModel, caseId: string): Promise<unknown> {
  const state = await readModel.processState(caseId);
  const tasks = await readModel.inbox({
    groups: ['desk'],
    caseIds: [caseId],
    sort: 'oldest',
    limit: 50,
  });
  const taskKeys = tasks.map(({ key }) => key);
  const seen = await readModel.taskVariables(taskKeys, ['item', 'items', 'note', 'fee']);
  const incidents = await readModel.openIncidents({ limit: 50 });
  const said = {
    state,
    tasks,
    settled: await Promise.all(
      (state?.elements ?? [])
        .filter(({ elementType }) => elementType === 'userTask')
        .map(({ key }) => readModel.taskOfElement(key)),
    ),
    seen: taskKeys.map((key) => seen.get(key)),
    incidents: incidents.filter((one) => one.caseId === caseId),
    variables: await readModel.variables(caseId),
  };
  return withoutKeys(said, state?.elements.map(({ key }) => key) ?? []);
}

/** Keys of elements become their places; of what else has keys, only whose they are is compared. */
function withoutKeys(said: object, elements: readonly string[]): unknown {
  const places = new Map(elements.map((key, index) => [key, `element ${index}`]));
  const text = JSON.stringify(said, (name, value: unknown) => {
    if (name === 'rootInstanceKey') return 'root';
    if (typeof value !== 'string' || !/key$/i.test(name)) return value;
    return places.get(value) ?? 'key';
  });
  return JSON.parse(text);
}
