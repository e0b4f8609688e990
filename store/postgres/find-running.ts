import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterFolder, type Place } from './place.ts';
import { isServerOf, postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { identifyProcess } from './process-identity.ts';
import { stopServer, waitUntilGone } from './stop-server.ts';

const POLL_MS = 20;
const STARTING_LIMIT_MS = 300_000;
const STOPPING_LIMIT_MS = 60_000;

/**
 * A server of this cluster that an earlier run left behind, ready for connections. One that is
 * starting is waited for, one that is stopping is waited out, a stale lock file is removed.
 */
export async function findRunning(
  place: Place,
): Promise<{ pid: number; port: number } | undefined> {
  const cluster = clusterFolder(place.home);
  for (let waitedMs = 0; waitedMs < STARTING_LIMIT_MS; waitedMs += POLL_MS) {
    const file = readPostmasterFile(cluster);
    if (file === undefined) return undefined;
    if (!isServerOf(file.pid, cluster)) {
      rmSync(postmasterFilePath(cluster), { force: true });
      return undefined;
    }
    if (file.status === 'ready') return { pid: file.pid, port: file.port };
    if (file.status === 'stopping')
      await waitUntilGone(file.pid, identifyProcess(file.pid), STOPPING_LIMIT_MS);
    await delay(POLL_MS);
  }
  const file = readPostmasterFile(cluster);
  if (file !== undefined) await stopServer(place, file.pid);
  return undefined;
}
