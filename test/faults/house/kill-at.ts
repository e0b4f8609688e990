import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import type { KillPoint } from '../../support/kill-points.ts';
import type { FaultWorld } from './world.ts';

/** When, and who is killed. */
export interface Blow {
  readonly point: KillPoint;
  readonly passage: number;
  readonly house: boolean;
  readonly database: boolean;
}

/**
 * Lets new work pass the point until it kills; a database that died runs again afterwards, a house
 * that only lost its database lives.
 * @returns the work, which goes on
 */
export async function killAt<Result>(
  world: FaultWorld,
  { point, passage, house: dies, database }: Blow,
  begin: () => Promise<Result>[],
): Promise<Promise<Result>[]> {
  const { house } = world;
  const { pid } = world.server;
  await house.arm(point, passage, { house: dies, ...(database ? { database: pid } : {}) });
  const death = dies ? house.ended() : databaseRestarted(world, pid);
  const work = begin();
  const survived = Promise.all(work).then(() => 'survived' as const);
  const end = await Promise.race([death, survived]);
  expect(end).to.deep.equal(dies ? { code: null, signal: 'SIGKILL' } : 'runs again');
  if (database) await databaseRestarted(world, pid);
  expect(house.isAlive(), house.output()).to.equal(!dies);
  return work;
}

const LOOK_EVERY_MS = 20;

/** Another server process has taken the place of this one, by the product's own hand. */
async function databaseRestarted(world: FaultWorld, pid: number): Promise<'runs again'> {
  while (world.server.pid === pid && !world.isOver()) await delay(LOOK_EVERY_MS);
  return 'runs again';
}
