import { expect } from 'chai';
import { bpmn, definitions, flows, message, serviceTask } from '../../support/bpmn.ts';
import {
  boundary,
  end,
  onMessage,
  process,
  start,
  task,
  wait,
} from '../../support/engine-model.ts';
import type { EngineHarness } from '../../support/engine-harness.ts';
import {
  deploy,
  elementsIn,
  eventually,
  startCase,
  stateOf,
  whenEnded,
} from '../../support/engine-harness.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function messagesContract(harness: () => EngineHarness): void {
  /** Waits for a message named like the bundle, at the variable `key`. */
  const waiting = (name: string) =>
    deploy(
      harness(),
      name,
      bpmn(`${start()}${wait('c', onMessage('m'))}${end()}${flows('s -> c -> e')}`, {
        rootElements: message('m', name, '= key'),
      }),
    );
  const publish = (name: string, correlationKey: string, more: object = {}) =>
    harness().engine.publishMessage({
      name,
      correlationKey,
      timeToLiveMs: HOUR_MS,
      variables: {},
      ...more,
    });
  const isActive = async (caseId: string) => (await stateOf(harness(), caseId)).state === 'active';

  describe('messages', () => {
    it('given who waits, when the message comes, then it goes on with its variables', async () => {
      await waiting('m1');
      const { caseId } = await startCase(harness(), 'm1', { key: 7 });
      await publish('m1', '7', { variables: { said: 'yes' } });
      await whenEnded(harness(), caseId);
      expect(await harness().readModel.variables(caseId)).to.deep.equal({ key: 7, said: 'yes' });
    });

    it('given a message that nobody waits for yet, then it is kept', async () => {
      await waiting('m2');
      await publish('m2', 'k');
      const { caseId } = await startCase(harness(), 'm2', { key: 'k' });
      await whenEnded(harness(), caseId);
    });

    it('given a message whose time is over, then it is not taken', async () => {
      await waiting('m3');
      await publish('m3', 'k', { timeToLiveMs: 1_000 });
      harness().clock.advance(1_000);
      const { caseId } = await startCase(harness(), 'm3', { key: 'k' });
      await harness().tick();
      expect(await isActive(caseId)).to.equal(true);
    });

    it('given a message that is not kept, then it reaches who waits now, and nobody later', async () => {
      await waiting('m4');
      const { caseId } = await startCase(harness(), 'm4', { key: 'k' });
      await publish('m4', 'k', { timeToLiveMs: 0 });
      await whenEnded(harness(), caseId);
      await publish('m4', 'k', { timeToLiveMs: 0 });
      harness().clock.advance(1);
      const second = await startCase(harness(), 'm4', { key: 'k' });
      await harness().tick();
      expect(await isActive(second.caseId)).to.equal(true);
    });

    it('given the same message id twice, then it counts once, until it has expired', async () => {
      await waiting('m5');
      const [one, two] = [
        await startCase(harness(), 'm5', { key: 'k' }),
        await startCase(harness(), 'm5', { key: 'k' }),
      ];
      const marked = { messageId: 'id', timeToLiveMs: HOUR_MS };
      await Promise.all([publish('m5', 'k', marked), publish('m5', 'k', marked)]);
      await whenEnded(harness(), one.caseId);
      await publish('m5', 'k', marked);
      await harness().tick();
      expect(await isActive(two.caseId)).to.equal(true);
      harness().clock.advance(HOUR_MS);
      await publish('m5', 'k', marked);
      await whenEnded(harness(), two.caseId);
    });

    it('given a held id, then a repetition is given to nobody else, however late it comes', async () => {
      await waiting('m15');
      const held = { messageId: 'id', timeToLiveMs: 0, idHeldForMs: 30 * DAY_MS };
      const one = await startCase(harness(), 'm15', { key: 'k' });
      await publish('m15', 'k', held);
      await whenEnded(harness(), one.caseId);
      const two = await startCase(harness(), 'm15', { key: 'k' });
      for (const waitMs of [HOUR_MS, 29 * DAY_MS]) {
        harness().clock.advance(waitMs);
        await harness().tick();
        await publish('m15', 'k', held);
        await harness().tick();
        expect(await isActive(two.caseId)).to.equal(true);
      }
      harness().clock.advance(DAY_MS);
      await publish('m15', 'k', held);
      await whenEnded(harness(), two.caseId);
    });

    it('given a held id of a message that nobody got, then its repetition is given', async () => {
      await waiting('m16');
      const held = { messageId: 'id', timeToLiveMs: 0, idHeldForMs: 30 * DAY_MS };
      await publish('m16', 'k', held);
      harness().clock.advance(HOUR_MS);
      await harness().tick();
      const one = await startCase(harness(), 'm16', { key: 'k' });
      await publish('m16', 'k', { ...held, variables: { said: 'again' } });
      await whenEnded(harness(), one.caseId);
      expect(await harness().readModel.variables(one.caseId)).to.include({ said: 'again' });
      const two = await startCase(harness(), 'm16', { key: 'k' });
      await publish('m16', 'k', held);
      await harness().tick();
      expect(await isActive(two.caseId)).to.equal(true);
    });

    it('given an id that is not held, then it is free as soon as the message has expired', async () => {
      await waiting('m17');
      const marked = { messageId: 'id', timeToLiveMs: 0 };
      for (const waitMs of [1, HOUR_MS]) {
        const { caseId } = await startCase(harness(), 'm17', { key: 'k' });
        await publish('m17', 'k', marked);
        await whenEnded(harness(), caseId);
        harness().clock.advance(waitMs);
      }
    });

    it('given two instances that wait, then the oldest subscription gets it', async () => {
      await waiting('m6');
      const one = await startCase(harness(), 'm6', { key: 'k' });
      const two = await startCase(harness(), 'm6', { key: 'k' });
      await publish('m6', 'k');
      await whenEnded(harness(), one.caseId);
      expect(await isActive(two.caseId)).to.equal(true);
      await publish('m6', 'k');
      await whenEnded(harness(), two.caseId);
    });

    it('given several processes that wait, then each gets it', async () => {
      const receiver = (id: string) =>
        process(
          id,
          `${start(`${id}s`)}${wait(`${id}c`, onMessage('m'))}${flows(`${id}s -> ${id}c`)}`,
        );
      await deploy(
        harness(),
        'm7',
        definitions(`${receiver('m7a')}${receiver('m7b')}${message('m', 'm7', '= key')}`),
      );
      const one = await startCase(harness(), 'm7', { key: 'k' }, 'm7a');
      const two = await startCase(harness(), 'm7', { key: 'k' }, 'm7b');
      await publish('m7', 'k');
      await whenEnded(harness(), one.caseId);
      await whenEnded(harness(), two.caseId);
    });

    it('given publication and subscription at once, from two processes, then each message is given once', async () => {
      await waiting('m8');
      const other = await harness().another();
      const count = 25;
      const keys = Array.from({ length: count }, (_, index) => `k${index}`);
      const [cases] = await Promise.all([
        Promise.all(keys.map((key) => startCase(other, 'm8', { key }))),
        Promise.all(keys.map((key) => publish('m8', key, { messageId: key }))),
      ]);
      for (const { caseId } of cases) await whenEnded(harness(), caseId);
      await other.engine.stop();
    });

    it('given a non-interrupting boundary, then every message happens', async () => {
      await deploy(
        harness(),
        'm9',
        bpmn(
          `${start()}${serviceTask('t', 'm9')}${task('after')}
           ${boundary('b', 't', onMessage('m'), { interrupting: false })}
           ${flows('s -> t', 'b -> after')}`,
          { rootElements: message('m', 'm9', '= key') },
        ),
      );
      const { caseId } = await startCase(harness(), 'm9', { key: 'k' });
      await Promise.all([1, 2, 3].map(() => publish('m9', 'k')));
      await harness().tick();
      const done = await elementsIn(harness(), caseId, 'completed');
      expect(done.filter((id) => id === 'after')).to.have.length(3);
    });

    const started = async (hash: string) => {
      await deploy(
        harness(),
        hash,
        bpmn(`${start('s', onMessage('m'))}${serviceTask('t', hash)}${flows('s -> t')}`, {
          processId: hash,
          rootElements: message('m', hash),
        }),
      );
    };

    it('given a message start with a key, then one instance of it runs, and the next message waits for its end', async () => {
      await started('m10');
      const begun: string[] = [];
      const finish: (() => void)[] = [];
      harness().engine.subscribe(
        'm10',
        ({ instanceKey }) => {
          begun.push(instanceKey);
          return new Promise((resolve) => finish.push(() => resolve({ type: 'done' })));
        },
        { lockMs: HOUR_MS, maxParallel: 5 },
      );
      await Promise.all([publish('m10', 'k'), publish('m10', 'k'), publish('m10', 'other')]);
      await eventually(() => begun.length === 2);
      await harness().tick();
      expect(begun).to.have.length(2);
      for (const done of finish.splice(0)) done();
      await eventually(() => begun.length === 3, 'the message that waited');
      for (const done of finish.splice(0)) done();
    });

    it('given a message start without a key, then every message starts one', async () => {
      await started('m11');
      let begun = 0;
      harness().engine.subscribe(
        'm11',
        () => {
          begun += 1;
          return Promise.resolve({ type: 'done' });
        },
        { lockMs: HOUR_MS, maxParallel: 5 },
      );
      await Promise.all([1, 2, 3].map(() => publish('m11', '')));
      await eventually(() => begun === 3);
    });

    it('given the newest version has no message start any more, then messages start nothing', async () => {
      await started('m12');
      let begun = 0;
      harness().engine.subscribe(
        'm12',
        () => {
          begun += 1;
          return Promise.resolve({ type: 'done' });
        },
        { lockMs: HOUR_MS, maxParallel: 5 },
      );
      await publish('m12', 'before');
      await eventually(() => begun === 1);
      await deploy(
        harness(),
        'm12-2',
        bpmn(`${start()}${task('t')}${flows('s -> t')}`, { processId: 'm12' }),
      );
      await publish('m12', 'after');
      await harness().tick();
      expect(begun).to.equal(1);
    });

    it('given a thrown message, then it reaches another instance in the same house', async () => {
      const thrower = process(
        'm13a',
        `${start('as')}${wait('go', onMessage('g'))}${end('ae', onMessage('m'))}${flows('as -> go -> ae')}`,
      );
      const catcher = process(
        'm13b',
        `${start('bs')}${wait('c', onMessage('m'))}${flows('bs -> c')}`,
      );
      await deploy(
        harness(),
        'm13',
        definitions(
          `${thrower}${catcher}${message('m', 'm13', '= key')}${message('g', 'm13go', '= key')}`,
        ),
      );
      const from = await startCase(harness(), 'm13', { key: 'k', told: 1 }, 'm13a');
      const to = await startCase(harness(), 'm13', { key: 'k' }, 'm13b');
      await publish('m13go', 'k');
      await whenEnded(harness(), from.caseId);
      await whenEnded(harness(), to.caseId);
      expect(await harness().readModel.variables(to.caseId)).to.deep.equal({ key: 'k', told: 1 });
    });

    it('given a message that cannot be given, then the others do not wait for it', async () => {
      await waiting('m14');
      const stuck = await startCase(harness(), 'm14', { key: 'bad' });
      const fine = await startCase(harness(), 'm14', { key: 'good' });
      await publish('m14', 'bad', { variables: { text: '\u0000' } }).catch(() => undefined);
      await publish('m14', 'good');
      await harness().tick();
      await whenEnded(harness(), fine.caseId);
      expect(await isActive(stuck.caseId)).to.equal(true);
    });
  });
}
