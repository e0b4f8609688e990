import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, isAlive } from './process-identity.ts';

/** What the server says of itself in `postmaster.pid` (src/include/utils/pidfile.h). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping' | 'unknown';
}

export function postmasterFilePath(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

export function readPostmasterFile(cluster: string): PostmasterFile | undefined {
  let lines: string[];
  try {
    lines = readFileSync(postmasterFilePath(cluster), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isSafeInteger(pid) || pid === 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: toStatus(lines[7]) };
}

/** A number may have been given to another process since: only a server of this cluster counts. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  const line = commandLineOf(pid);
  return /postgres/.test(line) && line.split('\0').join(' ').includes(`-D ${cluster}`);
}

function toStatus(line: string | undefined): PostmasterFile['status'] {
  const word = line?.trim();
  return word === 'starting' || word === 'ready' || word === 'stopping' ? word : 'unknown';
}
