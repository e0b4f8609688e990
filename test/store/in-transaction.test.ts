import { expect } from 'chai';
import type { Socket } from 'node:net';
import pg from 'pg';
import { inTransaction } from '../../store/engine/in-transaction.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { LastingClient } from '../../store/lasting-client.ts';

describe('a transaction of the engine', () => {
  let database: TestDatabase;
  let pool: pg.Pool;

  before(async () => {
    database = await createTestDatabase();
    pool = new pg.Pool({ Client: LastingClient, connectionString: database.url, max: 2 });
    await pool.query('create table kept (id int)');
  });

  after(async () => {
    await pool.end();
    await database.drop();
  });

  const count = async (): Promise<unknown> =>
    (await pool.query('select count(*)::int as count from kept')).rows[0];

  it('keeps what it is told to keep, and nothing else', async () => {
    const insert = (keep: boolean) =>
      inTransaction(pool, async (client) => {
        await client.query('insert into kept values (1)');
        return { keep, result: keep };
      });
    expect(await insert(true)).to.equal(true);
    expect(await insert(false)).to.equal(false);
    expect(await count()).to.deep.equal({ count: 1 });
  });

  it('whose connection breaks fails, and the process lives on', async () => {
    const broken = inTransaction(pool, async (client) => {
      const sleeping = client.query('select pg_sleep(20)');
      // Without a word, as when the server is killed. The types hide the socket.
      const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
      stream.destroy();
      await sleeping;
      return { keep: true, result: undefined };
    });
    const error: unknown = await broken.catch((reason: unknown) => reason);
    expect(String(error)).to.include('Connection terminated unexpectedly');
    expect(await count()).to.deep.equal({ count: 1 });
  });
});
