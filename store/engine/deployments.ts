import type pg from 'pg';
import type { NewDeployment, StoredDefinition } from '../../engine/embedded/store.ts';
import { inTransaction } from './in-transaction.ts';

/** Deployments are written one at a time: versions count up without gaps. */
const DEPLOYMENT_LOCK = 7_302_115_002;

export async function saveDeployment(
  pool: pg.Pool,
  deployment: NewDeployment,
  nowMs: number,
): Promise<StoredDefinition[]> {
  await inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
    const { rowCount } = await client.query(
      `insert into engine.deployment (hash, key, resources, created_at_ms)
       values ($1, $2, $3, $4) on conflict do nothing`,
      [deployment.hash, deployment.key, JSON.stringify([...deployment.resources]), nowMs],
    );
    if (rowCount === 1) await insertDefinitions(client, deployment);
    return { keep: true, result: undefined };
  });
  const all = await storedDefinitions(pool);
  return all.filter(({ bundleHash }) => bundleHash === deployment.hash);
}

async function insertDefinitions(
  client: pg.PoolClient,
  { hash, processes }: NewDeployment,
): Promise<void> {
  for (const { processId, resource } of processes) {
    await client.query(
      `insert into engine.definition (process_id, version, bundle_hash, resource)
       select $1, coalesce(max(version), 0) + 1, $2, $3
       from engine.definition where process_id = $1`,
      [processId, hash, resource],
    );
  }
}

export async function storedDefinitions(pool: pg.Pool): Promise<StoredDefinition[]> {
  const { rows } = await pool.query<StoredDefinition>(
    `select key::text, process_id as "processId", version, bundle_hash as "bundleHash", resource
     from engine.definition order by engine.definition.key`,
  );
  return rows;
}

export async function storedResources(
  pool: pg.Pool,
  bundleHash: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const { rows } = await pool.query<{ resources: [string, string][] }>(
    'select resources from engine.deployment where hash = $1',
    [bundleHash],
  );
  return rows[0] === undefined ? undefined : new Map(rows[0].resources);
}
