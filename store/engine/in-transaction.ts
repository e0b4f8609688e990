import type pg from 'pg';

/**
 * A transaction on a connection of its own; `work` says whether it is kept. A connection that breaks
 * tells its query. It tells whoever listens as well, and without a listener ends the process.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<{ keep: boolean; result: Result }>,
): Promise<Result> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  try {
    await client.query('begin');
    const { keep, result } = await work(client);
    await client.query(keep ? 'commit' : 'rollback');
    client.off('error', ignore);
    client.release();
    return result;
  } catch (error) {
    // Not used again. The listener stays: the connection may still be breaking.
    client.release(error as Error);
    throw error;
  }
}
