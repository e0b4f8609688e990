import { expect } from 'chai';
import type { Job, JobAnswer } from '../../../engine/port.ts';
import { bpmn, element, flows, zeebe } from '../../support/bpmn.ts';
import { boundary, end, error, onError, parallel, start } from '../../support/engine-model.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';
import {
  codeOf,
  deploy,
  elementsIn,
  eventually,
  startCase,
  stateOf,
  whenEnded,
} from '../../support/engine-harness.ts';

const LOCK_MS = 60_000;
const options = { lockMs: LOCK_MS, maxParallel: 5 };

const model = (topic: string) =>
  bpmn(
    `${start()}${element(
      'serviceTask',
      't',
      zeebe(
        `taskDefinition type="${topic}"`,
        '<zeebe:taskHeaders><zeebe:header key="h" value="1"/></zeebe:taskHeaders>',
      ),
    )}${boundary('b', 't', onError('x'))}${end()}${end('caught')}
     ${flows('s -> t -> e', 'b -> caught')}`,
    { rootElements: error('x', 'E1') },
  );

/** A worker whose next answer the test gives. */
function handWorker() {
  const jobs: Job[] = [];
  const waiting: ((answer: JobAnswer) => void)[] = [];
  return {
    jobs,
    handler: (job: Job) => {
      jobs.push(job);
      return new Promise<JobAnswer>((resolve) => waiting.push(resolve));
    },
    answer: (answer: JobAnswer) => waiting.shift()?.(answer),
    taken: (count: number) => eventually(() => jobs.length >= count && jobs, `job ${count}`),
  };
}

export function jobsContract(harness: () => EngineHarness): void {
  const answering = async (topic: string, ...answers: JobAnswer[]) => {
    const seen: Job[] = [];
    const subscription = harness().engine.subscribe(
      topic,
      (job) => {
        seen.push(job);
        return Promise.resolve(answers.shift() ?? { type: 'done' });
      },
      options,
    );
    await deploy(harness(), topic, model(topic));
    const started = await startCase(harness(), topic, { a: 1, b: { c: [2] } });
    return { ...started, seen, subscription };
  };

  describe('jobs', () => {
    it('given a job, then the worker gets what it needs, and its variables go to the process', async () => {
      const { caseId, instanceKey, seen } = await answering('j1', {
        type: 'done',
        variables: { result: 'x' },
      });
      await whenEnded(harness(), caseId);
      expect(seen[0]).to.deep.include({
        topic: 'j1',
        elementId: 't',
        processId: 'p',
        rootInstanceKey: instanceKey,
        bundleHash: 'j1',
        caseId,
        headers: { h: '1' },
        retries: 3,
      });
      expect(JSON.parse(JSON.stringify(seen[0]?.variables))).to.deep.equal({ a: 1, b: { c: [2] } });
      const variables = await harness().readModel.variables(caseId);
      expect(variables).to.deep.equal({ a: 1, b: { c: [2] }, result: 'x' });
    });

    it('given names of variables, then only those are handed over', async () => {
      const seen: Job[] = [];
      harness().engine.subscribe(
        'j2',
        (job) => {
          seen.push(job);
          return Promise.resolve({ type: 'done' });
        },
        { ...options, variables: ['a', 'missing'] },
      );
      await deploy(harness(), 'j2', model('j2'));
      const { caseId } = await startCase(harness(), 'j2', { a: 1, secret: 2 });
      await whenEnded(harness(), caseId);
      expect({ ...seen[0]?.variables }).to.deep.equal({ a: 1 });
    });

    it('given bpmnError, then the boundary event catches it', async () => {
      const { caseId } = await answering('j3', { type: 'bpmnError', code: 'E1', message: 'no' });
      await whenEnded(harness(), caseId);
      expect(await elementsIn(harness(), caseId, 'completed')).to.include('caught');
      expect(await elementsIn(harness(), caseId, 'terminated')).to.deep.equal(['t']);
    });

    it('given bpmnError that nobody catches, then it is an incident; resolved, the job comes again', async () => {
      const { caseId, seen } = await answering('j4', { type: 'bpmnError', code: 'E9' });
      const [incident] = await eventually(async () => {
        const { openIncidents } = await stateOf(harness(), caseId);
        return openIncidents.length > 0 && openIncidents;
      });
      expect(incident).to.include({ code: 'error-uncaught', elementId: 't' });
      await harness().engine.incidents.resolve(incident?.key ?? '');
      await whenEnded(harness(), caseId);
      expect(seen).to.have.length(2);
      expect((await stateOf(harness(), caseId)).openIncidents).to.deep.equal([]);
    });

    it('given retryLater, then it comes again after that time and no retry is used up', async () => {
      const later: JobAnswer = { type: 'retryLater', reason: 'busy', afterMs: 5_000 };
      const { caseId, seen } = await answering('j5', later, later, later, later);
      for (let count = 1; count <= 4; count++) {
        await eventually(() => seen.length === count);
        await harness().tick();
        expect(seen).to.have.length(count);
        await eventually(async () => {
          harness().clock.advance(1_000);
          await harness().tick();
          return seen.length > count;
        });
      }
      await whenEnded(harness(), caseId);
      expect(seen.map(({ retries }) => retries)).to.deep.equal([3, 3, 3, 3, 3]);
    });

    it('given fail, then a retry is used up and it comes again after its delay; with the last it is an incident', async () => {
      const fail: JobAnswer = { type: 'fail', reason: 'out of paper', afterMs: 10_000 };
      const { caseId, seen } = await answering('j6', fail, fail, fail);
      for (let count = 1; count < 3; count++) {
        await eventually(() => seen.length === count);
        await harness().tick();
        expect(seen).to.have.length(count);
        await eventually(async () => {
          harness().clock.advance(1_000);
          await harness().tick();
          return seen.length > count;
        });
      }
      expect(seen.map(({ retries }) => retries)).to.deep.equal([3, 2, 1]);
      const incident = await eventually(
        async () => (await stateOf(harness(), caseId)).openIncidents[0],
      );
      expect(incident).to.include({ code: 'job-no-retries', message: 'out of paper' });
      harness().clock.advance(3_600_000);
      await harness().tick();
      expect(seen).to.have.length(3);
      await harness().engine.incidents.resolve(incident.key, { retries: 2, variables: { a: 9 } });
      await whenEnded(harness(), caseId);
      expect(seen[3]?.retries).to.equal(2);
      expect(seen[3]?.variables['a']).to.equal(9);
    });

    it('given giveUp, then it is an incident at once', async () => {
      const { caseId, seen } = await answering('j7', { type: 'giveUp', reason: 'never' });
      const incident = await eventually(
        async () => (await stateOf(harness(), caseId)).openIncidents[0],
      );
      expect(incident).to.include({ code: 'job-no-retries', message: 'never' });
      expect(seen).to.have.length(1);
    });

    it('given a worker that throws, then it counts as a failure', async () => {
      let calls = 0;
      harness().engine.subscribe(
        'j8',
        () => {
          calls += 1;
          if (calls === 1) throw new Error('bang');
          return Promise.resolve({ type: 'done' });
        },
        options,
      );
      await deploy(harness(), 'j8', model('j8'));
      const { caseId } = await startCase(harness(), 'j8');
      await eventually(async () => {
        harness().clock.advance(1_000);
        await harness().tick();
        return calls === 2;
      });
      await whenEnded(harness(), caseId);
    });

    it('given an answer that cannot be stored, then only this job suffers, and it becomes an incident', async () => {
      const bad: JobAnswer = { type: 'done', variables: { text: 'a\u0000b' } };
      let good = 0;
      harness().engine.subscribe(
        'j9',
        ({ variables }) => {
          if (variables['bad'] === true) return Promise.resolve(bad);
          good += 1;
          return Promise.resolve({ type: 'done' });
        },
        options,
      );
      await deploy(harness(), 'j9', model('j9'));
      const started = await Promise.all(
        [false, true, false, false].map((isBad) => startCase(harness(), 'j9', { bad: isBad })),
      );
      await eventually(() => good === 3);
      const poison = started[1]?.caseId ?? '';
      const incident = await eventually(async () => {
        harness().clock.advance(1_000);
        await harness().tick();
        return (await stateOf(harness(), poison)).openIncidents[0];
      });
      expect(incident.message).to.contain('unusable answer');
      for (const { caseId } of started) if (caseId !== poison) await whenEnded(harness(), caseId);
    });

    it('given maxParallel, then no more are in work at once, and all get done', async () => {
      let inWork = 0;
      let most = 0;
      let done = 0;
      harness().engine.subscribe(
        'j10',
        async () => {
          inWork += 1;
          most = Math.max(most, inWork);
          // The first ones wait for each other: as many as may be are in work at once.
          await eventually(() => done > 0 || inWork === 3, 'three in work at once');
          inWork -= 1;
          done += 1;
          return { type: 'done' };
        },
        { lockMs: LOCK_MS, maxParallel: 3 },
      );
      await deploy(harness(), 'j10', model('j10'));
      await Promise.all(Array.from({ length: 30 }, () => startCase(harness(), 'j10')));
      await eventually(() => done === 30);
      expect(most).to.equal(3);
    });

    it('given parallel jobs of one instance, then each is done once', async () => {
      const topic = 'j11';
      const seen: string[] = [];
      const tasks = Array.from({ length: 8 }, (_, index) => `t${index}`);
      await deploy(
        harness(),
        topic,
        bpmn(
          `${start()}${parallel('f')}${parallel('j')}${end()}
           ${tasks.map((id) => element('serviceTask', id, zeebe(`taskDefinition type="${topic}"`))).join('')}
           ${flows('s -> f', 'j -> e', ...tasks.map((id) => `f -> ${id} -> j`))}`,
        ),
      );
      harness().engine.subscribe(
        topic,
        ({ elementId }) => {
          seen.push(elementId);
          return Promise.resolve({ type: 'done', variables: { [elementId]: 1 } });
        },
        options,
      );
      const { caseId } = await startCase(harness(), topic);
      await whenEnded(harness(), caseId);
      expect(seen.sort()).to.deep.equal(tasks);
      expect(Object.keys(await harness().readModel.variables(caseId)).sort()).to.deep.equal(tasks);
    });

    it('given a lock that ran out, then another process takes the job, and the late answer of the first is not taken', async () => {
      const [one, two] = [handWorker(), handWorker()];
      const other = await harness().another();
      harness().engine.subscribe('j12', one.handler, options);
      await deploy(harness(), 'j12', model('j12'));
      const { caseId } = await startCase(harness(), 'j12');
      await one.taken(1);
      other.engine.subscribe('j12', two.handler, options);
      await other.tick();
      expect(two.jobs).to.have.length(0);
      harness().clock.advance(LOCK_MS + 1);
      await eventually(async () => {
        await other.tick();
        return two.jobs.length === 1;
      });
      expect(await codeOf(one.jobs[0]?.extendLock(1_000) ?? Promise.resolve())).to.equal(
        'conflict',
      );
      one.answer({ type: 'done', variables: { by: 'one' } });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect((await stateOf(harness(), caseId)).state).to.equal('active');
      two.answer({ type: 'done', variables: { by: 'two' } });
      await whenEnded(harness(), caseId);
      expect(await harness().readModel.variables(caseId)).to.deep.equal({ by: 'two' });
      await other.engine.stop();
    });

    it('given a lock that is extended in time, then nobody else gets the job', async () => {
      const [one, two] = [handWorker(), handWorker()];
      const other = await harness().another();
      harness().engine.subscribe('j13', one.handler, options);
      await deploy(harness(), 'j13', model('j13'));
      const { caseId } = await startCase(harness(), 'j13');
      const [job] = await one.taken(1);
      await job?.extendLock(10 * LOCK_MS);
      other.engine.subscribe('j13', two.handler, options);
      harness().clock.advance(2 * LOCK_MS);
      await other.tick();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(two.jobs).to.have.length(0);
      one.answer({ type: 'done' });
      await whenEnded(harness(), caseId);
      await other.engine.stop();
    });

    it('given a subscription that stops, then what is in work is finished and nothing new begins', async () => {
      const worker = handWorker();
      const subscription = harness().engine.subscribe('j14', worker.handler, options);
      await deploy(harness(), 'j14', model('j14'));
      const first = await startCase(harness(), 'j14');
      await worker.taken(1);
      let stopped = false;
      const stopping = subscription.stop().then(() => (stopped = true));
      const second = await startCase(harness(), 'j14');
      await harness().tick();
      expect([stopped, worker.jobs.length]).to.deep.equal([false, 1]);
      worker.answer({ type: 'done' });
      await stopping;
      await whenEnded(harness(), first.caseId);
      expect((await stateOf(harness(), second.caseId)).state).to.equal('active');
      harness().engine.subscribe('j14', () => Promise.resolve({ type: 'done' }), options);
      await whenEnded(harness(), second.caseId);
    });

    it('given a second handler of one topic in a process, then it is a conflict', () => {
      const handler = () => Promise.resolve<JobAnswer>({ type: 'done' });
      harness().engine.subscribe('j15', handler, options);
      expect(() => harness().engine.subscribe('j15', handler, options))
        .to.throw()
        .with.property('code', 'conflict');
    });

    it('given a worker in another process, then it is woken without a poll', async () => {
      const other = await harness().another();
      const worker = handWorker();
      other.engine.subscribe('j16', worker.handler, options);
      await deploy(harness(), 'j16', model('j16'));
      const { caseId } = await startCase(harness(), 'j16');
      await worker.taken(1);
      worker.answer({ type: 'done' });
      await whenEnded(harness(), caseId);
      await other.engine.stop();
    });

    it('given a cancelled instance, then the answer of its worker changes nothing', async () => {
      const worker = handWorker();
      harness().engine.subscribe('j17', worker.handler, options);
      await deploy(harness(), 'j17', model('j17'));
      const { caseId, instanceKey } = await startCase(harness(), 'j17');
      await worker.taken(1);
      await harness().engine.cancel(instanceKey);
      worker.answer({ type: 'done', variables: { late: true } });
      await harness().tick();
      expect((await stateOf(harness(), caseId)).state).to.equal('terminated');
      expect(await harness().readModel.variables(caseId)).to.deep.equal({});
    });
  });
}
