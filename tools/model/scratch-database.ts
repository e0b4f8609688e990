import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../core/config.ts';
import { engineMigrations } from '../../store/engine/migrations.ts';
import { startPostgres } from '../../store/postgres/start-postgres.ts';
import { reachDatabase } from '../../store/reach-database.ts';

/** A database with the engine's tables that lives as long as one run. */
export interface ScratchDatabase {
  readonly url: string;
  /** Forgets kept messages that expire until then. */
  dropMessages(expiresAtMs: number): Promise<void>;
  drop(): Promise<void>;
}

/** On the server of DATABASE_URL, else on one that is started for it and gone afterwards. */
export async function openScratchDatabase(): Promise<ScratchDatabase> {
  const { databaseUrl } = readConfig();
  if (databaseUrl === undefined) return untilSignal(await onOwnServer());
  await reachDatabase(databaseUrl);
  return untilSignal(await createDatabase(databaseUrl));
}

const INTERRUPTED = 130;

/** The server would outlive whoever is interrupted. */
function untilSignal(database: ScratchDatabase): ScratchDatabase {
  const end = () => void database.drop().finally(() => process.exit(INTERRUPTED));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  return database;
}

async function onOwnServer(): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'amtsweg-model-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const server = await startPostgres({
      dataDir: folder,
      // What is here need not survive anything.
      settings: { fsync: 'off', full_page_writes: 'off' },
      log: { info: () => undefined, warn: () => undefined },
    });
    const database = await createDatabase(server.url);
    return {
      ...database,
      drop: async () => {
        await database.drop();
        await server.stop();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function createDatabase(serverUrl: string): Promise<ScratchDatabase> {
  const name = `model_${process.pid}_${Date.now()}`;
  await query(serverUrl, `create database ${name}`);
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const drop = () => query(serverUrl, `drop database if exists ${name} with (force)`);
  try {
    for (const { up } of engineMigrations) await up({ query: (sql) => query(url, sql) });
  } catch (error) {
    await drop();
    throw error;
  }
  const dropMessages = (expiresAtMs: number) =>
    query(url, `delete from engine.message where expires_at_ms <= ${expiresAtMs}`);
  return { url, dropMessages, drop };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
