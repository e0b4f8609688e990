import type pg from 'pg';
import type { CommitOutcome, InstanceWrite } from '../../engine/embedded/store.ts';
import { commitParameters } from './commit-rows.ts';
import { COMMIT_STATEMENT } from './commit-statement.ts';
import { inTransaction } from './in-transaction.ts';

const QUERY = { name: 'engine-commit', text: COMMIT_STATEMENT };

export async function commitRows(
  pool: pg.Pool,
  writes: readonly InstanceWrite[],
): Promise<CommitOutcome> {
  return writes.some(isStartByMessage) ? commitStarts(pool, writes) : run(pool, writes);
}

/**
 * A new instance whose place is taken leaves its message unused: nothing of the batch is kept then,
 * and each of it is tried by itself.
 */
async function commitStarts(
  pool: pg.Pool,
  writes: readonly InstanceWrite[],
): Promise<CommitOutcome> {
  const outcome = await inTransaction(pool, async (client) => {
    const result = await run(client, writes);
    return { keep: !writes.some((write) => isLeftOut(write, result)), result };
  });
  if (!writes.some((write) => isLeftOut(write, outcome))) return outcome;
  if (writes.length === 1) return { applied: new Set(), taken: new Set() };
  const outcomes: CommitOutcome[] = [];
  for (const write of writes) outcomes.push(await commitRows(pool, [write]));
  return {
    applied: new Set(outcomes.flatMap(({ applied }) => [...applied])),
    taken: new Set(outcomes.flatMap(({ taken }) => [...taken])),
  };
}

function isStartByMessage({ expectedVersion, message }: InstanceWrite): boolean {
  return expectedVersion === 0 && message !== undefined;
}

function isLeftOut(write: InstanceWrite, { applied, taken }: CommitOutcome): boolean {
  const { rootKey } = write.meta;
  return isStartByMessage(write) && !applied.has(rootKey) && !taken.has(rootKey);
}

async function run(
  client: pg.Pool | pg.PoolClient,
  writes: readonly InstanceWrite[],
): Promise<CommitOutcome> {
  const { rows } = await client.query<{ key: string; outcome: 'applied' | 'taken' }>({
    ...QUERY,
    values: commitParameters(writes),
  });
  const rootsOf = (wanted: string) =>
    new Set(rows.flatMap(({ key, outcome }) => (outcome === wanted ? [key] : [])));
  return { applied: rootsOf('applied'), taken: rootsOf('taken') };
}
