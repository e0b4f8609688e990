import { expect } from 'chai';
import type { ProcessState, TaskState } from '../../core/cases/process-state.ts';
import type { EngineCommand } from '../../core/cases/case-file.ts';
import { makeCommandDispatcher } from '../../workers/dispatch-commands.ts';
import { fakeEngine } from '../support/fake-engine.ts';
import type { TestStore } from '../support/store.ts';
import { openTestStore, silentLog, submitSomething } from '../support/store.ts';

describe('commands on their way to the engine', () => {
  let house: TestStore;
  beforeEach(async () => {
    house = await openTestStore();
  });
  afterEach(() => house.drop());

  function dispatcher(
    fake: ReturnType<typeof fakeEngine>,
    state?: ProcessState,
    task?: TaskState['state'],
  ) {
    const { store, clock } = house;
    return makeCommandDispatcher({
      commands: store.commands,
      engine: fake.engine,
      readModel: {
        processState: async () => state,
        task: async () => (task === undefined ? undefined : ({ state: task } as TaskState)),
      },
      cases: store.cases,
      procedures: { byHash: async () => undefined },
      clock,
      log: silentLog,
    });
  }

  async function add(caseId: string, ...commands: EngineCommand[]): Promise<void> {
    await house.store.cases.change(caseId, 'applicant', () => ({ commands, audit: [] }));
  }

  const answered = (taskKey: string): EngineCommand => ({
    key: `complete:${taskKey}`,
    type: 'completeTask',
    taskKey,
    variables: { chosen: 1 },
  });
  const message: EngineCommand = {
    key: 'paid:1',
    type: 'publishMessage',
    name: 'payment-completed',
    correlationKey: 'fee-1',
    timeToLiveMs: 1_000,
    variables: {},
  };

  it('arrive in order, with keys that make them unique', async () => {
    const fake = fakeEngine();
    const { file } = await submitSomething(house.store);
    await add(file.id, answered('t1'), message);
    const dispatch = dispatcher(fake);
    const keys = ['complete:t1', 'paid:1', 'complete:t2'];
    const notTaken = async () => [...(await house.store.commands.notTaken(keys))].sort();
    expect(await notTaken()).to.deep.equal(['complete:t1', 'paid:1']);
    expect(await dispatch.runOnce()).to.equal(1);
    expect(await dispatch.runOnce()).to.equal(1);
    expect(await dispatch.runOnce()).to.equal(1);
    expect(await dispatch.runOnce()).to.equal(0);
    expect(await notTaken()).to.deep.equal([]);
    expect(fake.calls).to.deep.equal([
      {
        call: 'start',
        request: {
          processId: 'fee',
          bundleHash: 'bundle-1',
          caseId: file.id,
          variables: { count: 1 },
          startKey: `start:${file.id}`,
        },
      },
      { call: 'complete', request: { taskKey: 't1', variables: { chosen: 1 }, by: undefined } },
      {
        call: 'publish',
        request: {
          name: 'payment-completed',
          correlationKey: 'fee-1',
          timeToLiveMs: 1_000,
          variables: {},
          messageId: 'paid:1',
          // As long as the house may be away between the engine's answer and its own note of it.
          idHeldForMs: 30 * 86_400_000,
        },
      },
    ]);
    expect(await house.store.commands.backlog()).to.deep.equal({ waiting: 0, failed: 0 });
  });

  for (const state of ['cancelled', 'completed'] as const) {
    it(`have nothing left to do where nothing waits for a late answer: ${state}`, async () => {
      const fake = fakeEngine();
      const { file } = await submitSomething(house.store);
      await add(file.id, { ...answered('t1'), lateMessage: 'answer-came-late' } as EngineCommand);
      const dispatch = dispatcher(fake, undefined, state);
      await dispatch.runOnce();
      fake.faults.push(state === 'cancelled' ? 'not-found' : 'conflict');
      await dispatch.runOnce();
      expect(fake.calls.map(({ call }) => call)).to.deep.equal(['start']);
      expect(await house.store.commands.backlog()).to.deep.equal({ waiting: 0, failed: 0 });
    });
  }

  it('wait for an engine that is away, and arrive once it is back', async () => {
    const fake = fakeEngine();
    fake.state.away = true;
    const dispatch = dispatcher(fake);
    const { file } = await submitSomething(house.store);
    for (let tries = 0; tries < 10; tries += 1) {
      await dispatch.runOnce();
      house.clock.advance(15_000);
    }
    expect(await house.store.commands.backlog()).to.include({ waiting: 1, failed: 0 });
    fake.state.away = false;
    expect(await dispatch.runOnce()).to.equal(1);
    expect([...fake.taken.keys()]).to.deep.equal([`start:${file.id}`]);
  });

  it('are repeated when the answer was lost, and a task that is done counts as taken', async () => {
    const fake = fakeEngine();
    fake.faults.push('lost');
    const dispatch = dispatcher(fake);
    const { file } = await submitSomething(house.store);
    await add(file.id, answered('t1'));
    for (const fault of [undefined, undefined, 'lost', undefined] as const) {
      if (fault) fake.faults.push(fault);
      await dispatch.runOnce();
      house.clock.advance(15_000);
    }
    expect(await house.store.commands.backlog()).to.deep.equal({ waiting: 0, failed: 0 });
    expect(fake.calls.map(({ call }) => call)).to.deep.equal([
      'start',
      'start',
      'complete',
      'complete',
    ]);
  });

  it('that the engine refuses for good wait for an operator', async () => {
    const fake = fakeEngine();
    fake.faults.push('invalid-argument');
    const dispatch = dispatcher(fake);
    const { file } = await submitSomething(house.store);
    await add(file.id, message);
    await dispatch.runOnce();
    expect(await dispatch.runOnce(), 'what follows waits').to.equal(0);
    const { commands } = house.store;
    expect(await commands.backlog()).to.include({ waiting: 1, failed: 1 });
    const [failed] = await commands.failed({ limit: 10 });
    expect(failed?.message).to.equal('the engine says invalid-argument');
    const id = failed?.id ?? '';
    expect(await commands.failed({ afterId: id, limit: 10 })).to.deep.equal([]);
    expect(await commands.retryFailed(id)).to.equal(true);
    expect(await commands.retryFailed(id), 'already on its way').to.equal(false);
    await dispatch.runOnce();
    await dispatch.runOnce();
    expect(await commands.backlog()).to.deep.equal({ waiting: 0, failed: 0 });
  });

  it('cancel the instance of the case', async () => {
    const fake = fakeEngine();
    const { file } = await submitSomething(house.store);
    await add(file.id, { key: 'cancel:1', type: 'cancel' });
    const dispatch = dispatcher(fake, {
      state: 'active',
      rootInstanceKey: 'i-1',
    } as ProcessState);
    await dispatch.runOnce();
    await dispatch.runOnce();
    expect(fake.calls.at(-1)).to.deep.equal({ call: 'cancel', request: 'i-1' });
  });

  it('are each taken by one of two dispatchers', async () => {
    const fake = fakeEngine();
    for (let index = 0; index < 12; index += 1) await submitSomething(house.store);
    const other = house.another();
    const claims = await Promise.all(
      [house.store, other, house.store, other].map((each) => each.commands.claimDue(4, 60_000)),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(await dispatcher(fake).runOnce()).to.equal(12 - ids.length);
  });

  it('are claimed again when the claimant has died', async () => {
    await submitSomething(house.store);
    expect(await house.store.commands.claimDue(10, 60_000)).to.have.lengthOf(1);
    expect(await house.store.commands.claimDue(10, 60_000)).to.have.lengthOf(0);
    house.clock.advance(60_000);
    const [again] = await house.store.commands.claimDue(10, 60_000);
    expect(again?.tries).to.equal(2);
  });

  it('wake a dispatcher in another process as soon as they are committed', async () => {
    const other = house.another();
    const woken = new Promise<void>((resolve) => {
      let signals = 0;
      // The first signal says that listening has begun.
      const forget = other.commands.onNew(() => {
        signals += 1;
        if (signals === 1) void submitSomething(house.store);
        else resolve(forget());
      });
    });
    await woken;
    expect(await other.commands.claimDue(10, 1_000)).to.have.lengthOf(1);
  });

  it('are handed over without being asked for, once started', async () => {
    const fake = fakeEngine();
    const dispatch = dispatcher(fake);
    dispatch.start();
    const { file } = await submitSomething(house.store);
    while (fake.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await dispatch.stop();
    expect(fake.taken.has(`start:${file.id}`)).to.equal(true);
  });
});
