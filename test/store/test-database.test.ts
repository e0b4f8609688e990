import { expect } from 'chai';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

describe('the test database', () => {
  let one: TestDatabase;
  let two: TestDatabase;

  before(async () => {
    [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  });

  after(async () => {
    await one.drop();
    await two.drop();
  });

  it('is another one for each caller', async () => {
    await query(one.url, 'CREATE TABLE thing (id int)');
    const rows = await query(two.url, "SELECT to_regclass('thing') AS found");
    expect(rows).to.deep.equal([{ found: null }]);
  });

  it('sorts and compares text by code points, in UTF-8', async () => {
    const rows = await query(
      one.url,
      'SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider, datlocale FROM pg_database WHERE datname = current_database()',
    );
    expect(rows).to.deep.equal([{ encoding: 'UTF8', datlocprovider: 'b', datlocale: 'C.UTF-8' }]);
  });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
