import { expect } from 'chai';
import { FILING_POINTS, type KillPoint } from '../../support/kill-points.ts';
import { checkInvariants } from './check-invariants.ts';
import { liveFiling } from './filing-citizen.ts';
import { filingViolations } from './filing-invariants.ts';
import { killAt } from './kill-at.ts';
import type { SeenCase } from './patient-citizen.ts';
import { endOf, settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

/**
 * At which passages of one case: letter, mailbox and notice change the case; mail, hand-over and
 * filing are noted before and after; the DMS takes several calls for a case.
 */
const PASSAGES: Partial<Record<KillPoint, readonly number[]>> = {
  'job-completion:before': [8],
  'case-change:before': [5, 6, 8],
  'case-change:after': [5, 6, 8],
  'effect-intended:after': [2, 3, 7],
  'effect-done:before': [2, 3, 7],
  'outside:dms.file:after': [1, 3],
  'outside:dms.post:after': [1, 3, 4, 6],
};

const VICTIMS = [
  { name: 'the house', house: true, database: false, passages: PASSAGES },
  { name: 'the database', house: false, database: true, passages: {} as typeof PASSAGES },
];

describe('kill -9 while a document is issued, filed and handed over', function () {
  this.timeout(180_000);
  let world: FaultWorld;
  const living: Promise<SeenCase>[] = [];

  before(async () => {
    world = await makeFaultWorld({ procedures: 'test/fixtures/procedures' });
    await world.start();
  });

  after(() => world.end());

  for (const { name, passages, ...victims } of VICTIMS) {
    for (const point of FILING_POINTS) {
      for (const passage of passages[point] ?? [1]) {
        it(`of ${name} is reached, and all goes on: ${point}, passage ${passage}`, async () => {
          const begin = (): Promise<SeenCase>[] => [liveFiling(world)];
          living.push(...(await killAt(world, { point, passage, ...victims }, begin)));
          if (victims.house) await world.start();
        });
      }
    }
  }

  it('had each effect once, lost nothing, left nothing stuck', async () => {
    const seen = await endOf(world, living);
    expect(new Set(seen.map(({ headline }) => headline))).to.deep.equal(new Set(['Ausgestellt']));
    await settle(world);
    await checkInvariants(world, seen);
    expect(await filingViolations(world)).to.deep.equal([]);
  });
});
