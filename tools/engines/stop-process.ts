import { identifyProcess } from '../../store/postgres/process-identity.ts';
import { waitUntilGone } from '../../store/postgres/stop-server.ts';

const KILL_LIMIT_MS = 5_000;

/** Asks a process to end, and ends it when it does not. Answers whether it is gone. */
export async function stopProcess(pid: number, politeLimitMs: number): Promise<boolean> {
  const identity = identifyProcess(pid);
  if (identity === undefined) return true;
  const steps = [
    ['SIGTERM', politeLimitMs],
    ['SIGKILL', KILL_LIMIT_MS],
  ] as const;
  for (const [signal, limitMs] of steps) {
    signalProcess(pid, signal);
    await waitUntilGone(pid, identity, limitMs);
    if (identifyProcess(pid) !== identity) return true;
  }
  return false;
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
