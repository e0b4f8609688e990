import type pg from 'pg';

/** Any number, the same in every process: who deploys holds it alone, who writes batches shares it. */
const DEPLOYMENT_LOCK = 7_302_115_003;

/** Until the end of the transaction nobody else deploys, and no batch is written. */
export async function lockForDeployment(client: pg.PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [DEPLOYMENT_LOCK]);
}

/** Until the end of the transaction nobody deploys. */
export async function waitForDeployments(client: pg.PoolClient): Promise<void> {
  await client.query({
    name: 'mirror-wait-for-deployments',
    text: 'select pg_advisory_xact_lock_shared($1)',
    values: [DEPLOYMENT_LOCK],
  });
}
