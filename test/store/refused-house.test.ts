import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createConnectors } from '../../connectors/create-connectors.ts';
import { systemClock } from '../../core/clock.ts';
import { makeBundle } from '../../core/procedures/bundle.ts';
import { openHouse } from '../../house.ts';
import { createTestDatabase } from '../support/database.ts';
import { silentLog, testKeys } from '../support/store.ts';

describe('a house with a procedure that is refused', function () {
  this.timeout(60_000);

  it('does not open, says why, and leaves the database alone', async () => {
    const database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'amtsweg-refused-'));
    const treasury = { directory: folder };
    const settings = { treasury };
    try {
      const opened = openHouse({
        databaseUrl: database.url,
        keys: testKeys(),
        clock: systemClock,
        log: silentLog,
        connectors: createConnectors(settings, systemClock),
        seeds: [makeBundle('broken', new Map([['procedure.json', '{']]))],
        portal: {
          publicUrl: 'http://127.0.0.1',
          sessionSecret: 'x'.repeat(32),
          cityName: 'Musterstadt',
          paymentOrigins: [],
          trustedProxies: 0,
        },
      });
      const error = await opened.then(
        () => undefined,
        (caught: Error & { code: string }) => caught,
      );
      expect(error?.code).to.equal('procedure-refused');
      expect(error?.message).to.contain('procedure.json:1');
      expect(await connectionsOf(database.url)).to.deep.equal([]);
    } finally {
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function connectionsOf(url: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'amtsweg %'`,
  );
  await client.end();
  return rows.map(({ name }) => name);
}
