import { expect } from 'chai';
import { manualClock, systemClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import { followDatabaseClock, type DatabaseClock } from '../../store/database-clock.ts';
import { databaseAway } from '../support/database-away.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually } from '../support/engine-harness.ts';
import { silentLog } from '../support/store.ts';

const HALF_A_MINUTE_MS = 30_000;
/** Database and test run on one machine; a busy one. */
const CLOSE_MS = 400;

describe('the clock of the database', function () {
  this.timeout(30_000);
  let database: TestDatabase;
  const opened: DatabaseClock[] = [];

  before(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => {
    for (const clock of opened.splice(0)) clock.stop();
  });
  after(() => database.drop());

  async function follow(clock: Clock, compareEveryMs?: number): Promise<DatabaseClock> {
    const followed = await followDatabaseClock({
      databaseUrl: database.url,
      clock,
      log: silentLog,
      ...(compareEveryMs === undefined ? {} : { compareEveryMs }),
    });
    opened.push(followed);
    return followed;
  }

  for (const offMs of [HALF_A_MINUTE_MS, -HALF_A_MINUTE_MS]) {
    it(`is what a machine goes by whose own clock is ${offMs / 1_000} s off`, async () => {
      const clock = await follow({ now: () => systemClock.now() + offMs });
      expect(clock.now()).to.be.closeTo(systemClock.now(), CLOSE_MS);
    });
  }

  it('leaves a clock alone that is right', async () => {
    const still = manualClock(systemClock.now());
    const clock = await follow(still);
    expect(clock.now()).to.equal(still.now());
  });

  it('is looked at again: a clock that is set meanwhile does no harm for long', async () => {
    let offMs = 0;
    const clock = await follow({ now: () => systemClock.now() + offMs }, 20);
    offMs = -HALF_A_MINUTE_MS;
    await eventually(() => Math.abs(clock.now() - systemClock.now()) < CLOSE_MS);
  });

  it('is kept in mind while the database is away', async () => {
    const clock = await follow({ now: () => systemClock.now() + HALF_A_MINUTE_MS }, 5);
    await databaseAway(database.url, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(clock.now()).to.be.closeTo(systemClock.now(), CLOSE_MS);
    });
  });
});
