import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { binaryPath } from './find-binaries.ts';
import { clusterFolder, serverLogFile, type Place } from './place.ts';
import { explainServerOutput, PostgresError } from './postgres-error.ts';
import { postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { commandAs } from './run-as.ts';
import { serverSettings, settingArguments } from './server-settings.ts';

const LOG_LIMIT_BYTES = 10_000_000;
const SERVER_ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };
const POLL_MS = 20;
/** Recovery after a crash replays at most `max_wal_size`; slow disks take their time. */
const READY_LIMIT_MS = 300_000;

/**
 * Starts the server in a process group of its own (a Ctrl-C in the terminal must not reach it before
 * we have drained) and waits until it takes connections. No lock file of another server may be there.
 */
export async function launchServer(
  place: Place,
  port: number,
  overrides: Readonly<Record<string, string>>,
): Promise<{ pid: number }> {
  const cluster = clusterFolder(place.home);
  const logFile = serverLogFile(place.home);
  rotateLog(logFile);
  rmSync(postmasterFilePath(cluster), { force: true });
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;
  try {
    const child = spawnServer(place, port, overrides, log);
    await waitUntilReady(child, cluster, () => {
      throw explainServerOutput(readFrom(logFile, logStart), place.home, port);
    });
    return { pid: child.pid ?? 0 };
  } finally {
    closeSync(log);
  }
}

function spawnServer(
  place: Place,
  port: number,
  overrides: Readonly<Record<string, string>>,
  log: number,
): ChildProcess {
  const settings = { ...serverSettings(port), ...overrides };
  const { file, args, options } = commandAs(
    place.runAs,
    binaryPath(place.nativeFolder, 'postgres'),
    ['-D', clusterFolder(place.home), ...settingArguments(settings)],
  );
  const child = spawn(file, args, {
    ...options,
    cwd: place.home,
    detached: true,
    stdio: ['ignore', log, log],
    // Its environment is its own: no PGPORT, no locale, none of our secrets.
    ...(process.platform === 'win32' ? {} : { env: SERVER_ENVIRONMENT }),
  });
  child.unref();
  return child;
}

async function waitUntilReady(
  child: ChildProcess,
  cluster: string,
  explain: () => never,
): Promise<void> {
  let ended = false;
  let spawnError: Error | undefined;
  child.once('exit', () => (ended = true));
  child.once('error', (error) => (spawnError = error));
  for (let waitedMs = 0; waitedMs < READY_LIMIT_MS; waitedMs += POLL_MS) {
    await delay(POLL_MS);
    if (spawnError !== undefined) throw spawnError;
    if (ended) explain();
    const file = readPostmasterFile(cluster);
    if (file?.pid === child.pid && file?.status === 'ready') return;
  }
  throw new PostgresError(
    'postgres-start-failed',
    `The database was not ready after ${READY_LIMIT_MS / 1000} s; see its server.log.`,
  );
}

function rotateLog(file: string): void {
  try {
    if (statSync(file).size > LOG_LIMIT_BYTES) renameSync(file, `${file}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function readFrom(file: string, start: number): string {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(64_000);
    return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, start));
  } finally {
    closeSync(handle);
  }
}
