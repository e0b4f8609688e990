import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultOrder } from '../../support/demo-city.ts';
import { checkInvariants } from './check-invariants.ts';
import { liveCase, submitCase, type Acknowledged, type Plan } from './patient-citizen.ts';
import { endOf, settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

const MODES = ['slow', 'silent', 'garbage', 'wrong-shape', 'reset', '429', '500', '503'] as const;
const CASES: readonly Plan[] = ['pay-and-close-window', 'two-items'];
const CALL_LIMIT_MS = 1_000;

describe('outside systems and the engine failing while cases run', function () {
  this.timeout(240_000);
  let world: FaultWorld;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    world = await makeFaultWorld({ timeoutMs: CALL_LIMIT_MS });
    await world.start();
  });

  after(() => world.end());

  afterEach(async () => {
    await world.city.mend();
    await settle(world);
    await checkInvariants(world, acknowledged);
  });

  for (const mode of MODES) {
    for (const at of ['before', 'after'] as const) {
      it(`are borne: ${mode}, ${at} the outside has acted`, async () => {
        const order: FaultOrder = { mode, at, nextCalls: 1, delayMs: 700, retryAfterSeconds: 1 };
        const { city } = world;
        await city.fault('library', order);
        await city.fault('payment', { ...order, operation: 'create' });
        let isPaying = false;
        const beforePaying = async (): Promise<void> => {
          if (isPaying) return;
          isPaying = true;
          await city.fault('library', { ...order, operation: 'book' });
          await city.fault('payment', { ...order, operation: 'read' });
          await city.fault('mail', mailOrder(order));
        };
        const living = CASES.map((plan) => liveCase({ ...world, beforePaying }, plan));
        acknowledged.push(...(await endOf(world, living)));
        expect(isPaying).to.equal(true);
      });
    }
  }

  it('are borne: submissions have their receipt while the engine is away, and start when it is back', async () => {
    await world.house.engineAway(true);
    const submitted = await Promise.all(CASES.map((plan) => submitCase(world, plan)));
    for (const { citizen, receipt } of submitted) {
      expect((await citizen.status(receipt.number)).ended).to.equal(false);
    }
    await delay(1_500);
    const { rows } = await world.pool.query<{ waiting: number; started: number }>(
      `select count(*)::int as waiting,
         (select count(*)::int from engine.instance i where i.case_id in
           (select id::text from case_file where number = any($1))) as started
       from engine_command where state = 'waiting'`,
      [submitted.map(({ receipt }) => receipt.number)],
    );
    expect(rows[0]).to.deep.equal({ waiting: CASES.length, started: 0 });
    await world.house.engineAway(false);
    const living = submitted.map(({ finish }) => finish());
    acknowledged.push(...(await endOf(world, living)));
  });
});

/** Mail has no answers to be of a wrong shape, and codes of its own. */
function mailOrder(order: FaultOrder): FaultOrder {
  if (order.mode === 'slow' || order.mode === 'silent' || order.mode === 'reset') return order;
  return { ...order, mode: '450' };
}
