import { processTree } from './running-app.ts';

/**
 * As `kill -9` of a process and of all below it, the process itself first: a database server that
 * loses its backends one by one would begin to recover.
 */
export function killTree(pid: number): void {
  for (const one of processTree(pid)) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // Gone by itself, as backends without their server do.
    }
  }
}
