import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { portFile, type Place } from './place.ts';
import { answersAsOurs, ensureDatabase } from './database-access.ts';
import { findRunning } from './find-running.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { ensureCluster } from './init-cluster.ts';
import { launchServer } from './launch-server.ts';
import { PostgresError } from './postgres-error.ts';

export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
}

export interface RunningOptions {
  /** Only this port; absent: the one of last time, or another that is free. */
  readonly port: number | undefined;
  readonly settings: Readonly<Record<string, string>>;
}

const TRIES = 20;
const PAUSE_MS = 250;

/** Adopts the server that runs on this cluster, or makes the cluster and starts one. */
export async function ensureRunning(place: Place, options: RunningOptions): Promise<Running> {
  await ensureCluster(place);
  const running = await findRunning(place);
  const server =
    running === undefined
      ? { ...(await startOnSomePort(place, options)), adopted: false }
      : { ...(await adopt(place, running)), adopted: true };
  await ensureDatabase(place.home, server.port);
  return server;
}

async function adopt(place: Place, running: { pid: number; port: number }) {
  if (await answersAsOurs(place.home, running.port)) return running;
  throw new PostgresError(
    'postgres-busy',
    `Another database server (process ${running.pid}) uses ${place.home}.`,
  );
}

async function startOnSomePort(place: Place, options: RunningOptions) {
  for (let tryNumber = 1; ; tryNumber += 1) {
    const port = options.port ?? (await choosePort(place.home));
    try {
      const { pid } = await launchServer(place, port, options.settings);
      writeFileSync(portFile(place.home), `${port}\n`);
      return { pid, port };
    } catch (error) {
      if (tryNumber === TRIES || !passesByItself(error, options.port)) throw error;
      await delay(PAUSE_MS);
    }
  }
}

/**
 * After a kill -9 of the server its children need a moment to notice: until then the shared memory
 * is in use. And a port that was free may be taken by the time the server wants it.
 */
function passesByItself(error: unknown, fixedPort: number | undefined): boolean {
  if (!(error instanceof PostgresError)) return false;
  if (error.code === 'postgres-port-taken') return fixedPort === undefined;
  return /pre-existing shared memory block/.test(error.detail ?? '');
}

async function choosePort(home: string): Promise<number> {
  const remembered = readPort(home);
  if (remembered !== undefined && (await isPortFree(remembered))) return remembered;
  return findFreePort();
}

function readPort(home: string): number | undefined {
  try {
    const port = Number(readFileSync(portFile(home), 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}
