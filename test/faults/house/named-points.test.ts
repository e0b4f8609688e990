import { expect } from 'chai';
import { FEE_POINTS, type KillPoint } from '../../support/kill-points.ts';
import { checkInvariants } from './check-invariants.ts';
import { killAt } from './kill-at.ts';
import { longestLockMs } from './longest-lock.ts';
import { liveCase, type Acknowledged, type Plan } from './patient-citizen.ts';
import { endOf, RECOVERY_LIMIT_MS, settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

interface Victims {
  readonly name: string;
  readonly house: boolean;
  readonly database: boolean;
  /** New ones for each kill; every one of them passes every point at least once. */
  readonly cases: readonly Plan[];
  readonly points: readonly KillPoint[];
  /** At which passages the victims die; where none is named at the first. */
  readonly passages: Partial<Record<KillPoint, readonly number[]>>;
}

const VICTIMS: readonly Victims[] = [
  {
    name: 'the house',
    house: true,
    database: false,
    cases: ['two-items', 'refused-then-pay', 'pay-and-close-window'],
    points: FEE_POINTS,
    passages: {
      'engine-commit:before': [1, 7],
      'engine-commit:after': [1, 7],
      'job-completion:before': [1, 5],
      'case-change:before': [1, 6],
      'case-change:after': [1, 6],
      'command-taken:before': [1, 4],
      'effect-intended:after': [1, 4, 8],
    },
  },
  {
    name: 'the database',
    house: false,
    database: true,
    cases: ['pay-and-close-window'],
    points: FEE_POINTS,
    passages: {
      'engine-commit:before': [1, 5],
      'engine-commit:after': [1, 5],
      'effect-intended:after': [1, 2, 3],
      'effect-done:before': [1, 2],
    },
  },
  {
    name: 'both',
    house: true,
    database: true,
    cases: ['two-items'],
    // To the outside it is all one who has died: each of them alone is told above.
    points: FEE_POINTS.filter((point) => !point.startsWith('outside:')),
    passages: {},
  },
];

describe('kill -9 at a named point', function () {
  this.timeout(180_000);
  let world: FaultWorld;
  const living: Promise<Acknowledged>[] = [];

  before(async () => {
    world = await makeFaultWorld();
    await world.start();
  });

  after(() => world.end());

  for (const { name, points, passages, cases, ...victims } of VICTIMS) {
    for (const point of points) {
      for (const passage of passages[point] ?? [1]) {
        it(`of ${name} is reached, and all goes on: ${point}, passage ${passage}`, async () => {
          const begin = () => cases.map((plan) => liveCase(world, plan));
          living.push(...(await killAt(world, { point, passage, ...victims }, begin)));
          if (!victims.house) return;
          // What the dead one held is free again in time, whatever the load of the machine.
          expect(await longestLockMs(world.pool)).to.be.at.most(RECOVERY_LIMIT_MS / 2);
          await world.start();
        });
      }
    }
  }

  it('lost nothing, doubled nothing, left nothing stuck', async () => {
    const acknowledged = await endOf(world, living);
    await settle(world);
    await checkInvariants(world, acknowledged);
  });
});
