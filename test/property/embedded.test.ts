import { expect } from 'chai';
import fc from 'fast-check';
import type { JobAnswer } from '../../engine/port.ts';
import { blockModel, blocks } from '../support/engine-blocks.ts';
import type { BlockModel } from '../support/engine-blocks.ts';
import {
  deploy,
  eventually,
  openEmbedded,
  startCase,
  stateOf,
  whenEnded,
} from '../support/engine-harness.ts';
import type { EmbeddedHarness } from '../support/engine-harness.ts';
import { shadowedStore } from '../support/engine-shadow.ts';

const HOUR_MS = 3_600_000;
const options = { lockMs: HOUR_MS, maxParallel: 4 };

function work({ engine }: EmbeddedHarness): void {
  const answers: Record<string, JobAnswer> = {
    ok: { type: 'done' },
    err: { type: 'bpmnError', code: 'E1' },
  };
  for (const [topic, answer] of Object.entries(answers)) {
    engine.subscribe(topic, () => Promise.resolve(answer), options);
  }
}

async function completedOf(harness: EmbeddedHarness, caseId: string): Promise<string[]> {
  const { elements } = await stateOf(harness, caseId);
  expect(elements.filter(({ state }) => state === 'active')).to.deep.equal([]);
  return elements
    .filter(({ state }) => state === 'completed')
    .map(({ elementId }) => elementId)
    .sort();
}

let bundles = 0;
async function deployed(harness: EmbeddedHarness, model: BlockModel): Promise<string> {
  const hash = `block-${++bundles}`;
  await deploy(harness, hash, model.text);
  return hash;
}

describe('random models on the embedded engine', function () {
  this.timeout(120_000);
  const shadow = shadowedStore();
  let one: EmbeddedHarness;
  let two: EmbeddedHarness;
  before(async () => {
    one = await openEmbedded({ decorateStore: shadow.decorate });
    two = await one.another({ decorateStore: shadow.decorate, maxWarmInstances: 1 });
    work(one);
    work(two);
  });
  after(() => one.close());

  it('end along their predicted path, worked on by two processes at once', () =>
    fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const model = blockModel(block);
        const hash = await deployed(one, model);
        const cases = await Promise.all([one, two, one].map((each) => startCase(each, hash)));
        for (const { caseId } of cases) {
          await eventually(
            async () => {
              if ((await stateOf(one, caseId)).state !== 'active') return true;
              one.clock.advance(HOUR_MS / 2);
              await Promise.all([one.tick(), two.tick()]);
              return false;
            },
            `the end of ${caseId} in ${JSON.stringify(block)}`,
          );
          expect((await whenEnded(one, caseId)).state).to.equal('completed');
          expect(await completedOf(one, caseId)).to.deep.equal(model.completed);
        }
      }),
      { numRuns: 15 },
    ));

  it('have in the database after every step what they have in memory', () => {
    expect(shadow.differences).to.deep.equal([]);
    expect(shadow.compared).to.be.greaterThan(50);
  });

  it('go the same way when the engine is stopped and started between any two steps', () =>
    fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const model = blockModel(block);
        let harness = await openEmbedded();
        try {
          const hash = await deployed(harness, model);
          const { caseId } = await startCase(harness, hash);
          for (let round = 0; (await stateOf(harness, caseId)).state === 'active'; round++) {
            expect(round).to.be.lessThan(200);
            harness = await harness.restart();
            harness.clock.advance(HOUR_MS);
            await oneJob(harness);
            await harness.tick();
          }
          expect(await completedOf(harness, caseId)).to.deep.equal(model.completed);
        } finally {
          await harness.close();
        }
      }),
      { numRuns: 4 },
    ));
});

/** Lets each topic do one job at most, then takes its worker away. */
async function oneJob({ engine, tick }: EmbeddedHarness): Promise<void> {
  const answers: [string, JobAnswer][] = [
    ['ok', { type: 'done' }],
    ['err', { type: 'bpmnError', code: 'E1' }],
  ];
  for (const [topic, answer] of answers) {
    let stopping: Promise<void> | undefined;
    const subscription = engine.subscribe(
      topic,
      () => {
        stopping = subscription.stop();
        return Promise.resolve(answer);
      },
      { lockMs: 1_000, maxParallel: 1 },
    );
    await tick();
    await (stopping ?? subscription.stop());
  }
}
