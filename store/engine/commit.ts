import type pg from 'pg';
import type { InstanceWrite, MessageUse } from '../../engine/embedded/store.ts';
import { commitParameters } from './commit-rows.ts';
import { COMMIT_STATEMENT } from './commit-statement.ts';
import { inTransaction } from './in-transaction.ts';

const QUERY = { name: 'engine-commit', text: COMMIT_STATEMENT };

export async function commitRows(
  client: pg.Pool | pg.PoolClient,
  writes: readonly InstanceWrite[],
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ key: string }>({
    ...QUERY,
    values: commitParameters(writes),
  });
  return new Set(rows.map(({ key }) => key));
}

/** Both or neither: the message is used up for the process, and the step is written. */
export async function commitWithMessage(
  pool: pg.Pool,
  write: InstanceWrite,
  { messageKey, processId }: MessageUse,
): Promise<'applied' | 'taken' | 'stale'> {
  return inTransaction(pool, async (client) => {
    const taken = await client.query(
      `update engine.message set taken = taken || $2::text
       where key = $1 and not $2 = any(taken)`,
      [messageKey, processId],
    );
    if (taken.rowCount !== 1) return { keep: false, result: 'taken' };
    const applied = (await commitRows(client, [write])).size === 1;
    return { keep: applied, result: applied ? 'applied' : 'stale' };
  });
}
