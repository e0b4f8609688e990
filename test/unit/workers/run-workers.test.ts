import { expect } from 'chai';
import { z } from 'zod';
import { ConnectorError } from '../../../connectors/connector.ts';
import { CaseError } from '../../../core/cases/case-error.ts';
import type { Log } from '../../../core/log.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Job, JobAnswer } from '../../../engine/port.ts';
import type { Worker, WorkerContext } from '../../../workers/define-worker.ts';
import { defineWorker } from '../../../workers/define-worker.ts';
import { runWorkers } from '../../../workers/run-workers.ts';
import { fakeEngine } from '../../support/fake-engine.ts';
import { silentLog } from '../../support/store.ts';
import { workerWorld } from '../../support/worker-world.ts';

const input = z.object({ count: z.number() });
const output = z.object({ doubled: z.number() });
type Handle = (context: WorkerContext<{ count: number }>) => ReturnType<typeof doubled>;

async function doubled(context: { input: { count: number } }) {
  return { type: 'done' as const, output: { doubled: context.input.count * 2 } };
}

function worker(handle: Handle = doubled): Worker {
  return defineWorker({ topic: 'double', title: 'Verdoppeln', input, output, errors: {}, handle });
}

function house(handle?: Handle, log: Log = silentLog) {
  const world = workerWorld({ answers: { name: 'Grünthal' } });
  const fake = fakeEngine();
  const running = runWorkers({
    engine: fake.engine,
    workers: [worker(handle)],
    ports: world.ports,
    catalogue: { byHash: async (hash) => (hash === 'bundle-1' ? ({} as Procedure) : undefined) },
    log,
  });
  const job = (change: Partial<Job> = {}): Promise<JobAnswer> => {
    const subscribed = fake.handlers.get('double');
    if (!subscribed) throw new Error('nobody subscribed');
    return subscribed.handler({
      key: 'j1',
      topic: 'double',
      elementId: 'double',
      elementInstanceKey: 'e1',
      processId: 'p',
      instanceKey: 'i1',
      rootInstanceKey: 'i1',
      bundleHash: 'bundle-1',
      caseId: world.store.file().id,
      headers: {},
      variables: { count: 2 },
      retries: 3,
      lockedUntilMs: 0,
      extendLock: async () => undefined,
      ...change,
    });
  };
  return { world, fake, running, job };
}

function failing(error: unknown): Handle {
  return () => Promise.reject(error);
}

describe('running workers', () => {
  it('hand a job with its case to the worker, and its answer to the engine', async () => {
    const { job, fake } = house();
    expect(fake.handlers.get('double')?.options).to.deep.include({ variables: ['count'] });
    expect(await job()).to.deep.equal({ type: 'done', variables: { doubled: 4 } });
  });

  it('give up on what no repetition mends: input, output, case, bundle', async () => {
    const wrongOutput = async () => ({ type: 'done' as const, output: { doubled: 'x' as never } });
    const answers = [
      await house().job({ variables: { count: 'two' } }),
      await house(wrongOutput).job(),
      await house().job({ caseId: '00000000-0000-4000-8000-000000000009' }),
      await house().job({ bundleHash: 'unknown' }),
      await house(failing(new CaseError('value-too-large', 'x'))).job(),
      await house(failing(new ConnectorError('rejected', 'no', 'x'))).job(),
    ];
    expect(answers.map(({ type }) => type)).to.deep.equal(Array(6).fill('giveUp'));
  });

  for (const kind of ['transient', 'in-doubt', 'garbage', 'misconfigured'] as const) {
    it(`wait for an outside that is ${kind}, longer each time, using up no retry`, async () => {
      const { job } = house(failing(new ConnectorError(kind, 'reason', 'away')));
      const pauses: number[] = [];
      for (let tries = 0; tries < 14; tries += 1) {
        const answer = await job();
        if (answer.type !== 'retryLater') throw new Error(answer.type);
        pauses.push(answer.afterMs);
      }
      expect(pauses[0]).to.be.within(750, 1_000);
      expect(pauses[3]).to.be.within(6_000, 8_000);
      expect(pauses[13]).to.be.within(675_000, 900_000);
    });
  }

  it('wait a moment for a database that is away, as often as it takes', async () => {
    const away = Object.assign(new Error('the database is starting up'), { code: '57P03' });
    const { job } = house(failing(away));
    for (let tries = 0; tries < 10; tries += 1) {
      expect(await job()).to.include({ type: 'retryLater', afterMs: 1_000 });
    }
  });

  it('wait as long as the outside asks for', async () => {
    const busy = new ConnectorError('transient', 'http-429', 'busy', { retryAfterMs: 120_000 });
    expect(await house(failing(busy)).job()).to.include({ type: 'retryLater', afterMs: 120_000 });
  });

  it('use up a retry for a defect of ours', async () => {
    const answer = await house(failing(new TypeError('x is undefined'))).job();
    expect(answer.type).to.equal('fail');
  });

  it('write case, instance and topic to the log, and never what people entered', async () => {
    const lines: string[] = [];
    const write = (fields: object, message: string) =>
      void lines.push(JSON.stringify({ ...fields, message }));
    const log: Log = { debug: write, info: write, warn: write, error: write };
    const { job, world } = house(doubled, log);
    await job();
    await job({ variables: { count: 'Grünthal' } });
    expect(lines).to.have.lengthOf(2);
    for (const line of lines) {
      expect(line).to.contain(world.store.file().id).and.to.contain('"topic":"double"');
      expect(line).not.to.contain('Grünthal');
    }
  });

  it('take nothing new once stopped', async () => {
    const { running, fake } = house();
    await running.stop();
    expect(fake.handlers.size).to.equal(0);
  });
});
