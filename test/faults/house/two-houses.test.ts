import { expect } from 'chai';
import { checkInvariants } from './check-invariants.ts';
import { liveCase, type Acknowledged, type Plan } from './patient-citizen.ts';
import { endOf, settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

const CASES: readonly Plan[] = ['pay', 'two-items', 'refused-then-pay', 'correct-number'];

describe('two houses on one database', function () {
  this.timeout(180_000);
  let world: FaultWorld;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    world = await makeFaultWorld();
    await world.start();
  });

  after(() => world.end());

  it('share the work, and the one takes over what the other one leaves when it is killed', async () => {
    const other = await world.startAnother();
    // Dies with the answer of the payment service in its hands.
    await other.house.arm('outside:payment.create:after');
    const death = other.house.ended();
    const living = [...CASES, ...CASES].map((plan) => liveCase(world, plan));
    const first = await Promise.race([death, Promise.all(living).then(() => 'never took a job')]);
    expect(first).to.deep.equal({ code: null, signal: 'SIGKILL' });

    acknowledged.push(...(await endOf(world, living)));
    await settle(world);
    await checkInvariants(world, acknowledged);
  });

  it('do nothing twice while both live', async () => {
    const other = await world.startAnother();
    const there = { ...world, portalUrl: other.portalUrl };
    const living = CASES.flatMap((plan) => [liveCase(world, plan), liveCase(there, plan)]);
    acknowledged.push(...(await endOf(world, living)));
    await settle(world);
    await checkInvariants(world, acknowledged);
    await other.house.stop();
  });

  for (const clockAheadMs of [30_000, -30_000]) {
    it(`take no job from each other when a clock is ${clockAheadMs / 1_000} s off`, async () => {
      const other = await world.startAnother({ clockAheadMs });
      const there = { ...world, portalUrl: other.portalUrl };
      const living = CASES.flatMap((plan) => [liveCase(world, plan), liveCase(there, plan)]);
      // Long enough in work that whoever looks for jobs sees them.
      await world.city.fault('library', { mode: 'slow', delayMs: 2_500, nextCalls: 6 });
      acknowledged.push(...(await endOf(world, living)));
      await settle(world);
      await checkInvariants(world, acknowledged);
      for (const { output } of [world.house, other.house]) {
        expect(output()).to.not.match(/answer of a worker was not taken|lock of a job was not/);
      }
      await other.house.stop();
    });
  }
});
