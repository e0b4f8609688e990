import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { choosePlace } from './choose-place.ts';
import type { Place } from './place.ts';
import { databaseUrl } from './database-access.ts';
import { ensureRunning, type Running, type RunningOptions } from './ensure-running.ts';
import { withFileLock } from './file-lock.ts';
import { makeFolder } from './make-folder.ts';
import { explainFileError, PostgresError } from './postgres-error.ts';
import { killServer, stopServer } from './stop-server.ts';
import { superviseServer, type PostgresLog } from './supervise-server.ts';

export type { PostgresLog };

export interface PostgresOptions {
  /** The application's data folder; the cluster lies in `postgres/` below it. */
  readonly dataDir: string;
  /** Only this port; absent: a free one, kept from start to start when possible. */
  readonly port?: number;
  /** Server settings over ours, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log: PostgresLog;
}

/** The embedded database server, ready for connections. */
export interface EmbeddedPostgres {
  /** With user and password: a secret. Stays the same when the server is started again. */
  readonly url: string;
  readonly port: number;
  /** Changes when the server died and was started again. */
  readonly pid: number;
  /** An earlier run had left the server running. */
  readonly adopted: boolean;
  /** Fast shutdown; resolves when the server is gone. */
  stop(): Promise<void>;
  /** Ends the server at once, without waiting; it recovers at its next start. */
  kill(): void;
}

const LOCK_LIMIT_MS = 60_000;

/**
 * Starts the embedded PostgreSQL of a data folder, or adopts it when it runs already. A server that
 * dies is started again on the same port. Throws `PostgresError`.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = prepareFolder(options.dataDir);
  try {
    const place = choosePlace(dataDir);
    const runningOptions = { port: options.port, settings: options.settings ?? {} };
    const running = await alone(place, () => ensureRunning(place, runningOptions));
    return supervised(place, running, runningOptions, options.log);
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

function supervised(
  place: Place,
  running: Running,
  options: RunningOptions,
  log: PostgresLog,
): EmbeddedPostgres {
  const samePort = { ...options, port: running.port };
  const supervisor = superviseServer({
    place,
    pid: running.pid,
    restart: () => alone(place, () => ensureRunning(place, samePort)),
    log,
  });
  return {
    url: databaseUrl(place.home, running.port),
    port: running.port,
    adopted: running.adopted,
    get pid() {
      return supervisor.pid();
    },
    async stop() {
      await supervisor.end();
      await stopServer(place, supervisor.pid());
    },
    kill() {
      void supervisor.end();
      killServer(place, supervisor.pid());
    },
  };
}

/** Two processes that start at once on one folder would both make the cluster. */
async function alone<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const result = await withFileLock(join(place.home, 'starting.lock'), LOCK_LIMIT_MS, async () => ({
    value: await work(),
  }));
  if (result !== undefined) return result.value;
  throw new PostgresError('postgres-busy', `Another process is busy starting ${place.home}.`);
}

function prepareFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    return realpathSync(folder);
  } catch (error) {
    throw explainFileError(error, folder);
  }
}
