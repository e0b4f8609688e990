import { reachDatabase } from '../../store/reach-database.ts';
import { startPostgres, type PostgresLog } from '../../store/postgres/start-postgres.ts';
import type { Life } from './run-until-signal.ts';

/** The address of the database: the configured one, or that of the embedded server, started here. */
export async function openDatabase(
  config: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  log: PostgresLog,
  life: Life,
): Promise<string> {
  if (config.databaseUrl !== undefined) {
    await reachDatabase(config.databaseUrl);
    return config.databaseUrl;
  }
  const postgres = await startPostgres({ dataDir: config.dataDir, log });
  life.onStop(
    'Database',
    () => postgres.stop(),
    () => postgres.kill(),
  );
  if (postgres.adopted) log.info('The database server of an earlier run was still there: adopted.');
  return postgres.url;
}
