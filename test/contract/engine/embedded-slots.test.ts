import { expect } from 'chai';
import pg from 'pg';
import type { EngineStore } from '../../../engine/embedded/store.ts';
import type { JobAnswer } from '../../../engine/port.ts';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import { databaseAway } from '../../support/database-away.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import {
  codeOf,
  deploy,
  eventually,
  embeddedOfEachTest,
  startCase,
  stateOf,
  whenEnded,
} from '../../support/engine-harness.ts';
import { end, onMessage, start } from '../../support/engine-model.ts';
import { silentLog } from '../../support/store.ts';

const HOUR_MS = 3_600_000;

const SERVICE = bpmn(`${start()}${serviceTask('t', 'work')}${end()}${flows('s -> t -> e')}`);
const userTask = (id: string) => element('userTask', id, zeebe('userTask'));
const TASK_THEN_SERVICE = bpmn(
  `${start()}${userTask('u')}${serviceTask('t', 'work')}${end()}${flows('s -> u -> t -> e')}`,
);

/** A promise that the test settles. */
function held<T = void>() {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}

describe('the embedded engine keeps its hands free', function () {
  this.timeout(60_000);
  const opened = embeddedOfEachTest();

  it('given a step beside a refused one and a database that fails then, then no worker is lost for it', async () => {
    let fails = false;
    const harness = await opened({
      decorateStore: (store) => ({
        ...store,
        load: (keys) => {
          if (!fails) return store.load(keys);
          fails = false;
          return Promise.reject(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
        },
      }),
    });
    const { engine } = harness;
    await deploy(harness, 'h', TASK_THEN_SERVICE);
    engine.subscribe('work', () => Promise.resolve({ type: 'done' }), {
      lockMs: HOUR_MS,
      maxParallel: 1,
    });
    const [first, second] = [await startCase(harness, 'h'), await startCase(harness, 'h')];
    const [task] = (await stateOf(harness, first.caseId)).openTasks;
    fails = true;
    const codes = await Promise.all([
      codeOf(engine.tasks.complete(task?.key ?? '', {}, 'somebody')),
      codeOf(
        engine.setVariables({
          instanceKey: second.instanceKey,
          scope: `${second.instanceKey}.99`,
          variables: {},
        }),
      ),
    ]);
    expect(codes).to.deep.equal(['unavailable', 'unavailable']);
    await engine.tasks.complete(task?.key ?? '', {}, 'somebody');
    await whenEnded(harness, first.caseId);
  });

  it('given a worker that outlived its lock, then its answer does not count for who has the job now, in the same process too', async () => {
    const harness = await opened();
    const { engine } = harness;
    await deploy(harness, 'h', SERVICE);
    const answers = [held<JobAnswer>(), held<JobAnswer>()];
    const extensions: (() => Promise<string>)[] = [];
    engine.subscribe(
      'work',
      (job) => {
        const mine = answers[extensions.length];
        extensions.push(() => codeOf(job.extendLock(HOUR_MS)));
        return mine?.promise ?? Promise.resolve({ type: 'done' });
      },
      { lockMs: HOUR_MS, maxParallel: 5 },
    );
    const { caseId } = await startCase(harness, 'h');
    await eventually(() => extensions.length === 1);
    harness.clock.advance(HOUR_MS + 1);
    await harness.tick();
    await eventually(() => extensions.length === 2, 'the job, taken once more');
    expect(await extensions[0]?.()).to.equal('conflict');
    expect(await extensions[1]?.()).to.equal('none');
    answers[0]?.settle({ type: 'done', variables: { by: 'first' } });
    await harness.engine.drain();
    answers[1]?.settle({ type: 'done', variables: { by: 'second' } });
    await whenEnded(harness, caseId);
    expect(await harness.readModel.variables(caseId)).to.include({ by: 'second' });
  });

  it('given stop while a step commits, then the job that was kept for its own worker is free at once', async () => {
    const gate = held();
    let waits = false;
    const harness = await opened();
    await deploy(harness, 'h', TASK_THEN_SERVICE);
    const stopping = await harness.another({
      decorateStore: (store: EngineStore) => ({
        ...store,
        commit: async (writes) => {
          if (waits) await gate.promise;
          return store.commit(writes);
        },
      }),
    });
    let begun = 0;
    const work = (): Promise<JobAnswer> => {
      begun += 1;
      return Promise.resolve({ type: 'done' });
    };
    const { stop } = stopping.engine.subscribe('work', work, { lockMs: HOUR_MS, maxParallel: 1 });
    const { caseId } = await startCase(stopping, 'h');
    const [task] = (await stateOf(harness, caseId)).openTasks;
    waits = true;
    const completed = stopping.engine.tasks.complete(task?.key ?? '', {}, 'somebody');
    await new Promise((resolve) => setTimeout(resolve, 20));
    const stopped = stop();
    gate.settle();
    await Promise.all([completed, stopped]);
    expect(begun).to.equal(0);
    harness.engine.subscribe('work', work, { lockMs: HOUR_MS, maxParallel: 1 });
    await whenEnded(harness, caseId);
    expect(begun).to.equal(1);
  });

  it('given commits that hang, then they end as unavailable and the engine goes on', async () => {
    const harness = await opened({ connection: 'statement_timeout=1000' });
    await deploy(harness, 'h', SERVICE);
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('lock table engine.instance in exclusive mode');
      const starts = Array.from({ length: 3 }, () => codeOf(startCase(harness, 'h')));
      expect(await Promise.all(starts)).to.deep.equal(Array(3).fill('unavailable'));
      await client.query('rollback');
    } finally {
      await client.end();
    }
    // On a busy machine one statement more may take as long.
    await eventually(async () => (await codeOf(startCase(harness, 'h'))) === 'none');
  });

  it('given a database that is away, then it says so once, however many topics look for jobs', async () => {
    const lines: string[] = [];
    const log = { ...silentLog, warn: (_: object, text: string) => void lines.push(text) };
    const harness = await opened({ log });
    await databaseAway(harness.databaseUrl, async () => {
      for (const topic of ['one', 'two', 'three']) {
        harness.engine.subscribe(topic, () => Promise.resolve({ type: 'done' }), {
          lockMs: HOUR_MS,
          maxParallel: 1,
        });
        await eventually(() => lines.length > 0);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect(lines.filter((line) => line === 'jobs could not be fetched')).to.have.length(1);
  });

  it('given nonsense on its channel, then it goes on listening', async () => {
    const harness = await opened();
    const { caseId, begun } = await deafUntilTold(harness);
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    for (const nonsense of ['', 'nonsense', '{"type":"jobs"}', 'null', '[]']) {
      await client.query(`select pg_notify('amtsweg_engine', $1)`, [nonsense]);
    }
    await client.query(`select pg_notify('amtsweg_engine', '{"type":"jobs","topic":"work"}')`);
    await client.end();
    await whenEnded(harness, caseId);
    expect(begun()).to.equal(1);
  });

  /** A case whose job was made by an engine that told nobody. */
  async function deafUntilTold(harness: EmbeddedHarness) {
    await deploy(harness, 'h', SERVICE);
    const silent = await harness.another({
      decorateStore: (store) => ({ ...store, signal: () => Promise.resolve() }),
    });
    let count = 0;
    harness.engine.subscribe(
      'work',
      () => {
        count += 1;
        return Promise.resolve({ type: 'done' });
      },
      { lockMs: HOUR_MS, maxParallel: 1 },
    );
    await harness.engine.drain();
    const { caseId } = await startCase(silent, 'h');
    return { caseId, begun: () => count };
  }

  it('given a deployment while its listener was cut off, then it is found when the listener is back', async () => {
    const harness = await opened();
    await deploy(harness, 'old', SERVICE);
    const other = await harness.another();
    await cutListeners(harness.databaseUrl);
    const byMessage = bpmn(
      `${element('startEvent', 's', onMessage('m'))}${end()}${flows('s -> e')}`,
      { processId: 'byMessage', rootElements: message('m', 'begin') },
    );
    await deploy(other, 'new', byMessage);
    await harness.engine.publishMessage({
      name: 'begin',
      correlationKey: '',
      timeToLiveMs: HOUR_MS,
      variables: {},
    });
    await eventually(async () => {
      await harness.tick();
      return (await countInstances(harness.databaseUrl, 'byMessage')) === 1;
    }, 'the start of the new process');
  });
});

async function cutListeners(databaseUrl: string): Promise<void> {
  await query(
    databaseUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query = 'listen amtsweg_engine'`,
  );
}

async function countInstances(databaseUrl: string, processId: string): Promise<number> {
  const { rows } = await query(
    databaseUrl,
    `select count(*)::int as n from engine.instance where process_id = '${processId}'`,
  );
  return (rows as { n: number }[])[0]?.n ?? 0;
}

async function query(databaseUrl: string, text: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}
