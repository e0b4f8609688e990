import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { binaryPath } from './find-binaries.ts';
import { clusterFolder, type Place } from './place.ts';
import { isServerOf } from './postmaster-file.ts';
import { identifyProcess } from './process-identity.ts';

const POLL_MS = 20;
const FAST_LIMIT_MS = 30_000;
const IMMEDIATE_LIMIT_MS = 5_000;

/**
 * Fast shutdown (open transactions are rolled back, a checkpoint is written) and waiting for the end;
 * a server that does not end is stopped hard and recovers at its next start.
 */
export async function stopServer(place: Place, pid: number): Promise<void> {
  const cluster = clusterFolder(place.home);
  if (process.platform === 'win32') {
    // Windows has no such signals: pg_ctl raises the server's own event.
    spawnSync(binaryPath(place.nativeFolder, 'pg_ctl'), ['stop', '-m', 'fast', '-D', cluster]);
    return;
  }
  const steps = [
    ['SIGINT', FAST_LIMIT_MS],
    ['SIGQUIT', IMMEDIATE_LIMIT_MS],
    ['SIGKILL', IMMEDIATE_LIMIT_MS],
  ] as const;
  if (!isServerOf(pid, cluster)) return;
  const identity = identifyProcess(pid);
  for (const [signal, limitMs] of steps) {
    if (identifyProcess(pid) !== identity) return;
    sendSignal(pid, signal);
    await waitUntilGone(pid, identity, limitMs);
  }
}

/** Immediate shutdown: no checkpoint, no waiting. */
export function killServer(place: Place, pid: number): void {
  if (isServerOf(pid, clusterFolder(place.home))) sendSignal(pid, 'SIGQUIT');
}

/** By its identity: the command line of a process is gone before the process is. */
export async function waitUntilGone(
  pid: number,
  identity: string | undefined,
  limitMs: number,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += POLL_MS) {
    if (identity === undefined || identifyProcess(pid) !== identity) return;
    await delay(POLL_MS);
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
