import type pg from 'pg';
import type {
  DeployedBundle,
  ForeignDefinition,
  MirrorDeployments,
} from '../../../engine/mirror.ts';
import { inTransaction } from '../in-transaction.ts';
import { lockForDeployment } from './deployment-lock.ts';
import type { MirrorContext } from './mirror-context.ts';

export function mirrorDeployments(mirror: MirrorContext): MirrorDeployments {
  const { pool, engine } = mirror;
  return {
    once: async (bundle, deploy) =>
      (await findBundle(pool, engine, bundle.hash)) ?? deployAlone(mirror, bundle, deploy),
    find: (bundleHash) => findBundle(pool, engine, bundleHash),
    async definition(definitionKey) {
      // An engine may answer a further bundle with a definition that it has: the newest is meant.
      const { rows } = await pool.query<ForeignDefinition>(
        `${DEFINITIONS} and foreign_key = $2 order by number desc limit 1`,
        [engine, definitionKey],
      );
      return rows[0];
    },
    async all() {
      const { rows } = await pool.query<ForeignDefinition>(`${DEFINITIONS} order by number`, [
        engine,
      ]);
      return rows;
    },
  };
}

const DEFINITIONS = `
  select foreign_key as key, process_id as "processId", version, bundle_hash as "bundleHash",
    resource, xml
  from engine.mirror_definition where engine = $1`;

async function findBundle(
  client: pg.Pool | pg.PoolClient,
  engine: string,
  bundleHash: string,
): Promise<DeployedBundle | undefined> {
  const { rows } = await client.query<Pick<DeployedBundle, 'decisions'>>(
    'select decisions from engine.mirror_deployment where engine = $1 and bundle_hash = $2',
    [engine, bundleHash],
  );
  if (rows[0] === undefined) return undefined;
  const { rows: definitions } = await client.query<ForeignDefinition>(
    `${DEFINITIONS} and bundle_hash = $2 order by number`,
    [engine, bundleHash],
  );
  return { definitions, decisions: rows[0].decisions };
}

async function deployAlone(
  { pool, engine, now }: MirrorContext,
  bundle: { readonly hash: string; readonly key: string },
  deploy: () => Promise<DeployedBundle>,
): Promise<DeployedBundle> {
  return inTransaction(pool, async (client) => {
    await lockForDeployment(client);
    const there = await findBundle(client, engine, bundle.hash);
    if (there !== undefined) return { keep: false, result: there };
    const deployed = await deploy();
    await client.query(
      `insert into engine.mirror_deployment
         (engine, bundle_hash, bundle_key, decisions, created_at_ms)
       values ($1, $2, $3, $4, $5)`,
      [engine, bundle.hash, bundle.key, JSON.stringify(deployed.decisions), now()],
    );
    await insertDefinitions(client, engine, bundle.hash, deployed.definitions);
    return { keep: true, result: deployed };
  });
}

async function insertDefinitions(
  client: pg.PoolClient,
  engine: string,
  bundleHash: string,
  definitions: readonly ForeignDefinition[],
): Promise<void> {
  for (const { key, processId, version, resource, xml } of definitions) {
    await client.query(
      `insert into engine.mirror_definition
         (engine, bundle_hash, foreign_key, process_id, version, resource, xml)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [engine, bundleHash, key, processId, version, resource, xml],
    );
  }
}
