import { expect } from 'chai';
import { bpmn, flows, serviceTask } from '../../support/bpmn.ts';
import { boundary, end, onTimer, start, task, wait } from '../../support/engine-model.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';
import { deploy, elementsIn, startCase, stateOf, whenEnded } from '../../support/engine-harness.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function timersContract(harness: () => EngineHarness): void {
  const waits = (hash: string, duration: string) =>
    deploy(
      harness(),
      hash,
      bpmn(`${start()}${wait('t', onTimer('Duration', duration))}${end()}${flows('s -> t -> e')}`),
    );
  const pass = async (ms: number) => {
    harness().clock.advance(ms);
    await harness().tick();
  };

  describe('timers', () => {
    it('given a timer, then it is seen with its due time and fires then, not before', async () => {
      await waits('t1', 'PT1H');
      const { caseId } = await startCase(harness(), 't1');
      const [open] = (await stateOf(harness(), caseId)).openTimers;
      expect(open).to.include({ elementId: 't', dueAtMs: harness().clock.now() + HOUR_MS });
      await pass(HOUR_MS - 1);
      expect((await stateOf(harness(), caseId)).state).to.equal('active');
      await pass(1);
      const { endedAtMs } = await whenEnded(harness(), caseId);
      expect(endedAtMs).to.equal(harness().clock.now());
    });

    it('given a timer longer than any that the machine can set, then it fires after years', async () => {
      await waits('t2', 'P400D');
      const { caseId } = await startCase(harness(), 't2');
      await pass(399 * DAY_MS);
      expect((await stateOf(harness(), caseId)).state).to.equal('active');
      await pass(2 * DAY_MS);
      await whenEnded(harness(), caseId);
    });

    it('given past, zero and negative, then they fire at once', async () => {
      await waits('t3', 'PT0S');
      await waits('t4', '= duration("-PT1H")');
      for (const hash of ['t3', 't4']) {
        const { caseId } = await startCase(harness(), hash);
        await harness().tick();
        await whenEnded(harness(), caseId);
      }
    });

    it('given a cycle, then it fires at its times, also when they were missed', async () => {
      await deploy(
        harness(),
        't5',
        bpmn(
          `${start()}${serviceTask('t', 't5')}${task('remind')}
           ${boundary('b', 't', onTimer('Cycle', 'R3/PT1H'), { interrupting: false })}
           ${flows('s -> t', 'b -> remind')}`,
        ),
      );
      const { caseId } = await startCase(harness(), 't5');
      const reminded = async () =>
        (await elementsIn(harness(), caseId, 'completed')).filter((id) => id === 'remind').length;
      await pass(HOUR_MS);
      expect(await reminded()).to.equal(1);
      harness().clock.advance(10 * HOUR_MS);
      for (let round = 0; round < 4; round++) await harness().tick();
      expect(await reminded()).to.equal(3);
      expect((await stateOf(harness(), caseId)).openTimers).to.deep.equal([]);
    });

    it('given two processes that look at once, then each timer fires once', async () => {
      await deploy(
        harness(),
        't6',
        bpmn(
          `${start()}${serviceTask('t', 't6')}${task('after')}
           ${boundary('b', 't', onTimer('Duration', 'PT1H'), { interrupting: false })}
           ${flows('s -> t', 'b -> after')}`,
        ),
      );
      const other = await harness().another();
      const cases = await Promise.all(Array.from({ length: 20 }, () => startCase(harness(), 't6')));
      harness().clock.advance(HOUR_MS);
      await Promise.all([harness().tick(), other.tick(), harness().tick(), other.tick()]);
      for (const { caseId } of cases) {
        const done = await elementsIn(harness(), caseId, 'completed');
        expect(done.filter((id) => id === 'after')).to.have.length(1);
      }
      await other.engine.stop();
    });

    it('given an interrupting timer and a done job at once, then one of them wins', async () => {
      await deploy(
        harness(),
        't7',
        bpmn(
          `${start()}${serviceTask('t', 't7')}${end('in')}${end('late')}
           ${boundary('b', 't', onTimer('Duration', 'PT1H'))}${flows('s -> t -> in', 'b -> late')}`,
        ),
      );
      const finish: (() => void)[] = [];
      harness().engine.subscribe(
        't7',
        () => new Promise((resolve) => finish.push(() => resolve({ type: 'done' }))),
        { lockMs: DAY_MS, maxParallel: 10 },
      );
      const cases = await Promise.all(Array.from({ length: 10 }, () => startCase(harness(), 't7')));
      await harness().tick();
      harness().clock.advance(HOUR_MS);
      const ticking = harness().tick();
      for (const done of finish) done();
      await ticking;
      for (const { caseId } of cases) {
        await whenEnded(harness(), caseId);
        const done = await elementsIn(harness(), caseId, 'completed');
        expect(done.filter((id) => id === 'in' || id === 'late')).to.have.length(1);
      }
    });
  });
}
