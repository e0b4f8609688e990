import type pg from 'pg';
import { realpathSync } from 'node:fs';
import { readPassword, SUPERUSER } from './init-cluster.ts';
import { clusterFolder } from './place.ts';
import { LastingClient } from '../lasting-client.ts';

const DATABASE = 'amtsweg';

export function databaseUrl(home: string, port: number, database = DATABASE): string {
  return `postgres://${SUPERUSER}:${readPassword(home)}@127.0.0.1:${port}/${database}`;
}

/** Asks the server itself: does it take our password, and are its data ours? */
export async function answersAsOurs(home: string, port: number): Promise<boolean> {
  return withClient(databaseUrl(home, port, 'postgres'), async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const told = rows[0]?.data_directory ?? '';
    return realpathSync(told) === realpathSync(clusterFolder(home));
  });
}

/** The application's database inside the cluster; made at the first start. */
export async function ensureDatabase(home: string, port: number): Promise<void> {
  await withClient(databaseUrl(home, port, 'postgres'), async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new LastingClient({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
