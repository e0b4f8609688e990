import type pg from 'pg';

/** A transaction on a connection of its own; `work` says whether it is kept. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<{ keep: boolean; result: Result }>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { keep, result } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    client.release();
    return result;
  } catch (error) {
    // Not used again.
    client.release(error as Error);
    throw error;
  }
}
