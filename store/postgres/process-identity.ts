import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names a living process so that a later process under the same number is not taken for it;
 * `undefined` when there is none (a zombie counts as gone: in a container nobody may reap it).
 */
export function identifyProcess(pid: number): string | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = readProcFile(pid, 'stat');
    if (stat === undefined) return undefined;
    // The second field, the command, may hold blanks and brackets: count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid}:${fields[19] ?? ''}`;
  }
  try {
    process.kill(pid, 0);
    return `${pid}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? `${pid}` : undefined;
  }
}

export function isAlive(pid: number): boolean {
  return identifyProcess(pid) !== undefined;
}

/** The command line of a process, arguments separated by NUL or blank; empty when unknown. */
export function commandLineOf(pid: number): string {
  if (process.platform === 'linux') return readProcFile(pid, 'cmdline') ?? '';
  if (process.platform === 'win32') return '';
  const listing = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  return listing.stdout ?? '';
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
