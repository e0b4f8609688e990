import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { withFileLock } from '../../store/postgres/file-lock.ts';
import { identifyProcess, isAlive } from '../../store/postgres/process-identity.ts';
import { startPostgres, type EmbeddedPostgres } from '../../store/postgres/start-postgres.ts';

export interface TestDatabase {
  readonly url: string;
  /** Cuts open connections. */
  drop(): Promise<void>;
}

const checkout = new URL('../..', import.meta.url).pathname;
const folder = join(
  tmpdir(),
  `amtsweg-test-${createHash('sha256').update(checkout).digest('hex').slice(0, 12)}`,
);
const users = join(folder, 'users');
const LOCK_LIMIT_MS = 60_000;

let server: Promise<EmbeddedPostgres> | undefined;
let counter = 0;

/**
 * A fresh, empty database on the server that all test processes of this checkout share. The first
 * that needs it starts it, the last stops it; one left behind by a kill is adopted by the next run.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= joinServer();
  const { url } = await server;
  counter += 1;
  const name = `test_${process.pid}_${counter}`;
  await asAdmin(url, (client) => client.query(`CREATE DATABASE ${name}`));
  return {
    url: Object.assign(new URL(url), { pathname: `/${name}` }).href,
    drop: async () => {
      await asAdmin(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

function joinServer(): Promise<EmbeddedPostgres> {
  mkdirSync(users, { recursive: true, mode: 0o700 });
  return locked(async () => {
    const started = await startPostgres({
      dataDir: folder,
      // Test data need not survive a power cut; many processes share the server.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
      log: { info: () => undefined, warn: () => undefined },
    });
    writeFileSync(join(users, String(process.pid)), identifyProcess(process.pid) ?? '');
    process.once('beforeExit', () => void leaveServer(started));
    await dropOrphans(started.url);
    return started;
  });
}

/** When nothing else keeps the process alive, its tests are over. */
async function leaveServer(started: EmbeddedPostgres): Promise<void> {
  await locked(async () => {
    rmSync(join(users, String(process.pid)), { force: true });
    await dropOrphans(started.url, process.pid);
    if (!readdirSync(users).some(isStillThere)) await started.stop();
  });
}

function isStillThere(pid: string): boolean {
  return readFileSync(join(users, pid), 'utf8') === identifyProcess(Number(pid));
}

async function dropOrphans(url: string, ownPid?: number): Promise<void> {
  await asAdmin(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'`,
    );
    for (const { datname } of rows) {
      const pid = Number(datname.split('_')[1]);
      if (isAlive(pid) && pid !== ownPid) continue;
      await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
    }
  });
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function locked<T>(work: () => Promise<T>): Promise<T> {
  const result = await withFileLock(join(folder, 'users.lock'), LOCK_LIMIT_MS, async () => ({
    value: await work(),
  }));
  if (result === undefined) throw new Error(`The test database server is busy: ${folder}`);
  return result.value;
}
