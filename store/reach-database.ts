import type pg from 'pg';
import { pgSettings } from './connection.ts';
import { LastingClient } from './lasting-client.ts';

export type DatabaseUnusableCode = 'database-unreachable' | 'database-too-old';

/** Why a configured database cannot be used; one line, without the password. */
export class DatabaseUnusable extends Error {
  readonly code: DatabaseUnusableCode;

  constructor(code: DatabaseUnusableCode, message: string) {
    super(message);
    this.name = 'DatabaseUnusable';
    this.code = code;
  }
}

const OLDEST_MAJOR = 15;

/** Connects once, so that a wrong DATABASE_URL is said at once. Throws `DatabaseUnusable`. */
export async function reachDatabase(databaseUrl: string): Promise<void> {
  const client = new LastingClient(pgSettings(databaseUrl, 'start'));
  const major = await serverMajor(client)
    .catch((error: unknown) => {
      throw new DatabaseUnusable(
        'database-unreachable',
        `The database of DATABASE_URL (${placeOf(databaseUrl)}) cannot be used: ${reasonOf(error)}.`,
      );
    })
    .finally(() => client.end().catch(() => undefined));
  if (major >= OLDEST_MAJOR) return;
  throw new DatabaseUnusable(
    'database-too-old',
    `The database of DATABASE_URL is PostgreSQL ${major}; ${OLDEST_MAJOR} or later is needed.`,
  );
}

async function serverMajor(client: pg.Client): Promise<number> {
  await client.connect();
  const { rows } = await client.query<{ number: number }>(
    `select current_setting('server_version_num')::int / 10000 as number`,
  );
  return rows[0]?.number ?? 0;
}

function placeOf(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

/** Node puts what it met at each address of a name into an error without words. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error];
  return first instanceof Error ? first.message : String(first);
}
