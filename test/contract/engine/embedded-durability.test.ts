import { expect } from 'chai';
import type { EngineStore } from '../../../engine/embedded/store.ts';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import { databaseAway } from '../../support/database-away.ts';
import { end, onMessage, onTimer, parallel, start, wait } from '../../support/engine-model.ts';
import {
  codeOf,
  deploy,
  eventually,
  embeddedOfEachTest,
  startCase,
  stateOf,
  whenEnded,
} from '../../support/engine-harness.ts';

const HOUR_MS = 3_600_000;
const options = { lockMs: HOUR_MS, maxParallel: 5 };

const service = (topic: string) =>
  bpmn(`${start()}${serviceTask('t', topic)}${end()}${flows('s -> t -> e')}`);

describe('the embedded engine, stopped, cut off and outrun', function () {
  this.timeout(60_000);
  const opened = embeddedOfEachTest();

  it('given a timer that fell due while nothing ran, then it fires once at the next start', async () => {
    const harness = await opened();
    await deploy(
      harness,
      'h',
      bpmn(`${start()}${wait('t', onTimer('Duration', 'P30D'))}${flows('s -> t')}`),
    );
    const { caseId } = await startCase(harness, 'h');
    await harness.engine.stop();
    harness.clock.advance(40 * 24 * HOUR_MS);
    const next = await harness.another();
    await whenEnded(next, caseId);
    const { elements } = await stateOf(next, caseId);
    expect(elements.filter(({ elementId }) => elementId === 't')).to.have.length(1);
  });

  it('given a kept message and a restart, then who waits later gets it', async () => {
    const harness = await opened();
    await deploy(
      harness,
      'h',
      bpmn(`${start()}${wait('c', onMessage('m'))}${flows('s -> c')}`, {
        rootElements: message('m', 'answer', '= key'),
      }),
    );
    const { engine } = harness;
    const answer = { name: 'answer', correlationKey: 'k', timeToLiveMs: HOUR_MS, variables: {} };
    await engine.publishMessage(answer);
    const next = await harness.restart();
    const { caseId } = await startCase(next, 'h', { key: 'k' });
    await whenEnded(next, caseId);
  });

  it('given a process that died with jobs in work, then another takes them when their lock has run out', async () => {
    const harness = await opened();
    await deploy(harness, 'h', service('work'));
    const dead = await harness.another();
    let begun = 0;
    dead.engine.subscribe(
      'work',
      () => {
        begun += 1;
        return new Promise(() => undefined);
      },
      options,
    );
    const { caseId } = await startCase(harness, 'h');
    await eventually(() => begun === 1);
    const seen: number[] = [];
    harness.engine.subscribe(
      'work',
      ({ retries }) => {
        seen.push(retries);
        return Promise.resolve({ type: 'done' });
      },
      options,
    );
    await harness.tick();
    expect(seen).to.deep.equal([]);
    harness.clock.advance(HOUR_MS + 1);
    await harness.tick();
    await whenEnded(harness, caseId);
    expect(seen).to.deep.equal([3]);
    // Its worker never answers: it cannot be stopped in an orderly way.
    dead.abandon();
  });

  it('given stop, then what is in work is finished before it lets go', async () => {
    const harness = await opened();
    await deploy(harness, 'h', service('work'));
    let finish: (() => void) | undefined;
    harness.engine.subscribe(
      'work',
      () => new Promise((resolve) => (finish = () => resolve({ type: 'done' }))),
      options,
    );
    const { caseId } = await startCase(harness, 'h');
    await eventually(() => finish !== undefined);
    let stopped = false;
    const stopping = harness.engine.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(stopped).to.equal(false);
    finish?.();
    await stopping;
    expect((await stateOf(harness, caseId)).state).to.equal('completed');
  });

  it('given the database is away, then commands say unavailable, answers are kept, and all goes on when it is back', async () => {
    const harness = await opened();
    await deploy(harness, 'h', service('work'));
    let finish: (() => void) | undefined;
    harness.engine.subscribe(
      'work',
      () => new Promise((resolve) => (finish = () => resolve({ type: 'done' }))),
      options,
    );
    const before = await startCase(harness, 'h');
    await eventually(() => finish !== undefined);
    await databaseAway(harness.databaseUrl, async () => {
      expect(await codeOf(startCase(harness, 'h'))).to.equal('unavailable');
      expect(await codeOf(harness.engine.cancel(before.instanceKey))).to.equal('unavailable');
      expect((await harness.engine.health()).ok).to.equal(false);
      finish?.();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await whenEnded(harness, before.caseId);
    const after = await startCase(harness, 'h');
    await eventually(async () => {
      finish?.();
      return (await stateOf(harness, after.caseId)).state === 'completed';
    });
    expect((await harness.engine.health()).ok).to.equal(true);
  });

  it('given the database is away as a job is given back, then that uses up no retry', async () => {
    const harness = await opened();
    await deploy(harness, 'h', service('work'));
    let giveBack: (() => void) | undefined;
    const retries: number[] = [];
    harness.engine.subscribe(
      'work',
      async (job) => {
        retries.push(job.retries);
        if (retries.length > 1) return { type: 'done' };
        return new Promise((resolve) => {
          giveBack = () => resolve({ type: 'retryLater', reason: 'away', afterMs: 0 });
        });
      },
      options,
    );
    const { caseId } = await startCase(harness, 'h');
    await eventually(() => giveBack !== undefined);
    await databaseAway(harness.databaseUrl, async () => {
      giveBack?.();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await eventually(async () => {
      await harness.tick();
      return retries.length === 2;
    });
    await whenEnded(harness, caseId);
    expect(retries).to.deep.equal([3, 3]);
  });

  it('given a commit whose answer was lost, then a repeated start finds the first instance', async () => {
    let loses = false;
    const harness = await opened({
      decorateStore: (store) => ({
        ...store,
        commit: async (writes) => {
          const applied = await store.commit(writes);
          if (loses) throw Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
          return applied;
        },
      }),
    });
    await deploy(harness, 'h', service('work'));
    const { engine } = harness;
    const request = { processId: 'p', bundleHash: 'h', startKey: 'k', variables: {} };
    loses = true;
    expect(await codeOf(engine.start(request))).to.equal('unavailable');
    loses = false;
    const { instanceKey } = await engine.start(request);
    expect(await engine.start(request)).to.deep.equal({ instanceKey });
    loses = true;
    expect(await codeOf(engine.setVariables({ instanceKey, variables: { a: 1 } }))).to.equal(
      'unavailable',
    );
    loses = false;
    await engine.setVariables({ instanceKey, variables: { b: 2 } });
    expect((await engine.health()).openJobs).to.equal(1);
  });

  it('given a deadlock of the database, then the step is made again and nobody hears of it', async () => {
    let deadlocks = 3;
    const harness = await opened({
      decorateStore: (store): EngineStore => ({
        ...store,
        commit: (writes) => {
          if (deadlocks-- > 0) throw Object.assign(new Error('deadlock'), { code: '40P01' });
          return store.commit(writes);
        },
      }),
    });
    await deploy(harness, 'h', service('work'));
    const started = await Promise.all([startCase(harness, 'h'), startCase(harness, 'h')]);
    expect(new Set(started.map(({ instanceKey }) => instanceKey)).size).to.equal(2);
    expect(deadlocks).to.be.lessThan(1);
  });

  it('given many messages at once that each start an instance, then each is tried once', async () => {
    let tried = 0;
    const harness = await opened({
      decorateStore: (store) => ({
        ...store,
        commit: (writes) => {
          tried += writes.filter(({ message }) => message !== undefined).length;
          return store.commit(writes);
        },
      }),
    });
    const text = bpmn(
      `${start('s', onMessage('m'))}${serviceTask('t', 'work')}${flows('s -> t')}`,
      {
        rootElements: message('m', 'order'),
      },
    );
    await deploy(harness, 'h', text);
    const order = { name: 'order', correlationKey: '', timeToLiveMs: HOUR_MS, variables: {} };
    await Promise.all(Array.from({ length: 60 }, () => harness.engine.publishMessage(order)));
    expect((await harness.engine.health()).openJobs).to.equal(60);
    expect(tried).to.equal(60);
  });

  it('given two processes that keep the same instance warm, then none works on a stale copy', async () => {
    const harness = await opened();
    const other = await harness.another();
    await deploy(harness, 'h', service('work'));
    const { caseId, instanceKey } = await startCase(harness, 'h', { n: 0 });
    for (let round = 0; round < 10; round++) {
      const { engine } = round % 2 === 0 ? harness : other;
      await engine.setVariables({ instanceKey, variables: { [`v${round}`]: round } });
    }
    await Promise.all(
      [harness, other].map(({ engine }, index) =>
        Promise.all(
          Array.from({ length: 20 }, (_, round) =>
            engine.setVariables({ instanceKey, variables: { [`w${index}.${round}`]: 1 } }),
          ),
        ),
      ),
    );
    expect(Object.keys(await harness.readModel.variables(caseId))).to.have.length(51);
  });

  it('given a task that another process has made or given back, then a process that knows neither completes it', async () => {
    const harness = await opened();
    const other = await harness.another();
    const userTask = (id: string) => element('userTask', id, zeebe('userTask'));
    await deploy(
      harness,
      'h',
      bpmn(`${start()}${userTask('a')}${userTask('b')}${end()}${flows('s -> a -> b -> e')}`),
    );
    const { caseId } = await startCase(harness, 'h');
    const openTask = async () => (await stateOf(harness, caseId)).openTasks[0]?.key ?? '';
    await other.engine.tasks.complete(await openTask(), {});
    const second = await openTask();
    await harness.engine.tasks.claim(second, 'ada');
    await other.engine.tasks.unclaim(second);
    await harness.engine.tasks.complete(second, {}, 'bob');
    await whenEnded(harness, caseId);
  });

  it('given many cases at once and room for one warm instance, then all get done', async () => {
    const harness = await opened({ maxWarmInstances: 1 });
    await deploy(
      harness,
      'h',
      bpmn(
        `${start()}${parallel('f')}${parallel('j')}${end()}
         ${['a', 'b', 'c'].map((id) => element('serviceTask', id, zeebe('taskDefinition type="work"'))).join('')}
         ${flows('s -> f -> a -> j -> e', 'f -> b -> j', 'f -> c -> j')}`,
      ),
    );
    harness.engine.subscribe('work', () => Promise.resolve({ type: 'done' }), options);
    const cases = await Promise.all(Array.from({ length: 40 }, () => startCase(harness, 'h')));
    for (const { caseId } of cases) await whenEnded(harness, caseId);
    expect((await harness.engine.health()).openJobs).to.equal(0);
  });
});
