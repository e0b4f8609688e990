import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import type { EngineCommandRepository } from '../../core/cases/repositories.ts';
import { answeredBy } from '../../core/cases/task-answers.ts';
import { isSettled, withdrawnAtMs } from '../../core/cases/withdrawn-tasks.ts';
import { periodOverMs } from '../../core/law/period-over.ts';
import { makeTaskService } from '../../api/services/tasks.ts';
import type { PublishMessage } from '../../engine/port.ts';
import type { Store } from '../../store/open-store.ts';
import { openStore } from '../../store/open-store.ts';
import { makeCommandDispatcher } from '../../workers/dispatch-commands.ts';
import { flows } from '../support/bpmn.ts';
import { elementsIn, embeddedOfEachTest, stateOf } from '../support/engine-harness.ts';
import { task } from '../support/engine-model.ts';
import { ASK_DAYS, deployLateAnswers } from '../support/late-in-engine.ts';
import { silentLog, testKeys } from '../support/store.ts';

const DAY_MS = 86_400_000;
/** As long as a command stays with a house that died. */
const LOCK_MS = 15_000;

/** The house dies, while it may, before it notes for the first time that a command was taken. */
function dyingOnce(
  commands: EngineCommandRepository,
  mayDie: () => boolean,
): EngineCommandRepository {
  const died = new Set<string>();
  return {
    ...commands,
    async markTaken(id) {
      if (!mayDie() || died.has(id)) return commands.markTaken(id);
      died.add(id);
      throw new Error('killed');
    },
  };
}

describe('an answer in time that its deadline overtook', () => {
  const stores: Store[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  const open = embeddedOfEachTest();

  /** Answered an hour before midnight; the engine hears of it only after the timer. */
  async function overtaken() {
    const harness = await open();
    const { clock, readModel, engine } = harness;
    // Whoever looks again decides again.
    const procedure = await deployLateAnswers(harness, `${task('again')}${flows('again -> d')}`);
    const store = openStore({
      databaseUrl: harness.databaseUrl,
      keys: testKeys(),
      clock,
      log: silentLog,
    });
    stores.push(store);
    const said: string[] = [];
    const published: PublishMessage[] = [];
    let mayDie = false;
    const dispatch = makeCommandDispatcher({
      commands: dyingOnce(store.commands, () => mayDie),
      engine: {
        ...engine,
        publishMessage: (message) => {
          published.push(message);
          return engine.publishMessage(message);
        },
      },
      readModel,
      cases: store.cases,
      procedures: { byHash: async () => procedure },
      clock,
      log: { ...silentLog, info: (_fields, text) => said.push(text) },
    });
    const runOnce = async () => {
      const tried = await dispatch.runOnce().catch(() => 'died');
      await harness.tick();
      return tried;
    };

    const created = await submit(store, clock.now());
    const overMs = periodOverMs(clock.now(), ASK_DAYS);
    await runOnce();
    const tasks = makeTaskService({ cases: store.cases, readModel, clock });
    const file = async () => (await store.cases.find(created.id)) as CaseFile;
    const openTask = async () => (await stateOf(harness, created.id)).openTasks[0] as TaskState;
    const question = await openTask();
    clock.advance(overMs - clock.now() - 3_600_000);
    await tasks.complete(await file(), procedure, question, { more: 'yes' }, 'applicant');
    clock.advance(3_600_000);
    await harness.tick();
    const decision = await openTask();
    expect(decision.elementId).to.equal('takeDecision');
    const decide = async (one: TaskState) =>
      tasks.complete(await file(), procedure, one, { decided: 'no' }, 'staff:1');
    return {
      harness,
      store,
      caseId: created.id,
      question,
      decision,
      file,
      openTask,
      decide,
      runOnce,
      published,
      said,
      mayDie: () => {
        mayDie = true;
      },
    };
  }

  async function submit(store: Store, nowMs: number): Promise<CaseFile> {
    const { draft } = await store.drafts.create({
      procedureKey: 'p',
      bundleHash: 'late',
      locale: 'de',
      expiresAtMs: nowMs + DAY_MS,
    });
    const { file } = await store.cases.submit(draft.id, {
      numberPrefix: 'P',
      answers: {},
      contact: {},
      command: (caseId) => ({
        key: `start:${caseId}`,
        type: 'start',
        processId: 'p',
        variables: { caseId },
      }),
      actor: 'applicant',
    });
    return file;
  }

  it('makes an end of the decision before the engine has its message', async () => {
    const { harness, store, caseId, question, decision, ...at } = await overtaken();
    expect(await at.runOnce()).to.equal(1);
    expect(at.published, 'not yet').to.deep.equal([]);
    expect((await at.openTask()).key, 'the engine does not know').to.equal(decision.key);
    const { facts } = await at.file();
    expect(isSettled(facts, decision.key)).to.equal(true);
    expect(withdrawnAtMs(facts, decision.key)).to.equal(answeredBy(facts, question.key)?.atMs);
    expect(await at.decide(decision), 'the clerk').to.equal(false);
    expect((await store.cases.auditTrail(caseId)).at(-1)).to.deep.include({
      event: 'task-overtaken',
      actor: 'system',
      detail: { taskKey: question.key, element: 'answerQuestion' },
    });
    expect(await at.runOnce()).to.equal(1);
    expect(at.published).to.deep.equal([
      {
        name: 'answer-came-late',
        correlationKey: caseId,
        messageId: `late:${question.key}`,
        // Kept: nobody may decide before it has come.
        timeToLiveMs: DAY_MS,
        idHeldForMs: 30 * DAY_MS,
        variables: {},
      },
    ]);
    expect(await elementsIn(harness, caseId, 'completed')).to.include.members(['late', 'again']);
    expect(await at.decide(await at.openTask()), 'the next decision').to.equal(true);
  });

  it('comes once, also when the house dies after each step', async () => {
    const { harness, caseId, decision, ...at } = await overtaken();
    at.mayDie();
    // The message has expired before the house is there again.
    for (const [tried, waitMs] of [
      ['died', LOCK_MS],
      [1, 0],
      ['died', 3 * DAY_MS],
      [1, 0],
      [0, 0],
    ] as const) {
      expect(await at.runOnce()).to.equal(tried);
      harness.clock.advance(waitMs);
      await harness.tick();
    }
    expect(at.published).to.have.length(2);
    const taken = (await elementsIn(harness, caseId, 'completed')).filter((id) => id === 'late');
    expect(taken).to.have.length(1);
    const next = await at.openTask();
    expect(next.key).not.to.equal(decision.key);
    expect(await at.decide(next)).to.equal(true);
  });

  it('has nothing left to do once a decision was taken', async () => {
    const { decision, ...at } = await overtaken();
    expect(await at.decide(decision)).to.equal(true);
    expect(await at.runOnce()).to.equal(1);
    expect(at.said).to.deep.equal(['a command had nothing left to do']);
    expect(withdrawnAtMs((await at.file()).facts, decision.key)).to.equal(undefined);
    expect(await at.runOnce(), 'the decision').to.equal(1);
    expect(await at.runOnce()).to.equal(0);
    expect(at.published).to.deep.equal([]);
  });
});
