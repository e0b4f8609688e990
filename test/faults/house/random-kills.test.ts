import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { checkInvariants } from './check-invariants.ts';
import { longestLockMs } from './longest-lock.ts';
import { liveCase, PLANS, type Acknowledged } from './patient-citizen.ts';
import { makeRandomness } from './random.ts';
import { endOf, RECOVERY_LIMIT_MS, settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

const KILLS_OF_THE_HOUSE = 50;
const KILLS_OF_THE_DATABASE = 8;
const MIXED_KILLS = 8;
/** Cases that live at the same time. */
const AT_ONCE = 12;

describe('kill -9 at random, under load', function () {
  this.timeout(1_800_000);
  const random = makeRandomness();
  let world: FaultWorld;
  let living: Promise<Acknowledged>[];
  let open: number;

  before(async function () {
    console.log(`      SEED=${random.seed} repeats this run`);
    world = await makeFaultWorld({ spares: 2 });
  });

  beforeEach(async () => {
    if (!world.house.isAlive()) await world.start();
    living = [];
    open = 0;
  });

  after(() => world.end());

  const acknowledged: Acknowledged[] = [];

  /** New cases for those that have ended. */
  function fillUp(): void {
    for (; open < AT_ONCE; open += 1) {
      const one = liveCase(world, random.pick(PLANS));
      living.push(one);
      const ended = (): void => void (open -= 1);
      one.then(ended, ended);
    }
  }

  async function killDatabase(): Promise<void> {
    const { pid } = world.server;
    process.kill(pid, 'SIGKILL');
    while (world.server.pid === pid) await delay(50);
  }

  async function afterwards(): Promise<void> {
    acknowledged.push(...(await endOf(world, living)));
    await settle(world);
    await checkInvariants(world, acknowledged);
    console.log(`      ${living.length} cases`);
  }

  it(`loses and doubles nothing: the house, ${KILLS_OF_THE_HOUSE} times`, async () => {
    for (let kills = 0; kills < KILLS_OF_THE_HOUSE; kills += 1) {
      await world.start();
      fillUp();
      // Some lives are so short that nothing ends in them, some see a case through.
      await delay(random.pick([50, 300, 800, 1_500]) + random.between(0, 500));
      expect(world.house.isAlive(), world.house.output()).to.equal(true);
      await world.house.kill();
    }
    expect(await longestLockMs(world.pool)).to.be.at.most(RECOVERY_LIMIT_MS / 2);
    await world.start();
    await afterwards();
  });

  it(`loses and doubles nothing: the database, ${KILLS_OF_THE_DATABASE} times`, async () => {
    for (let kills = 0; kills < KILLS_OF_THE_DATABASE; kills += 1) {
      fillUp();
      await delay(random.between(200, 2_500));
      await killDatabase();
    }
    // The house itself has to live through that.
    expect(world.house.isAlive(), world.house.output()).to.equal(true);
    await afterwards();
  });

  it(`loses and doubles nothing: both, ${MIXED_KILLS} times`, async () => {
    for (let kills = 0; kills < MIXED_KILLS; kills += 1) {
      fillUp();
      await delay(random.between(100, 2_000));
      const order = random.pick(['house first', 'database first', 'at once']);
      if (order !== 'database first') await world.house.kill();
      const database = killDatabase();
      if (order === 'database first') {
        await delay(random.between(0, 300));
        await world.house.kill();
      }
      if (order === 'house first') await database;
      await world.start();
      await database;
    }
    await afterwards();
  });
});
