import pg from 'pg';

/** Nobody can connect, and who was connected is cut off. */
export async function databaseAway(
  databaseUrl: string,
  meanwhile: () => Promise<void>,
): Promise<void> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  const client = new pg.Client({
    connectionString: Object.assign(new URL(databaseUrl), { pathname: '/postgres' }).href,
  });
  await client.connect();
  const allow = (yes: boolean) =>
    client.query(`alter database ${name} with allow_connections ${yes}`);
  const cut = () =>
    client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
  try {
    await allow(false);
    await cut();
    await meanwhile();
  } finally {
    await allow(true);
    await client.end();
  }
}
