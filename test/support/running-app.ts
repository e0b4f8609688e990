import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../store/postgres/free-port.ts';
import { isAlive } from '../../store/postgres/process-identity.ts';

const root = join(import.meta.dirname, '../..');
const READY_LIMIT_MS = 60_000;
const POLL_MS = 100;

export interface RunningApp {
  readonly child: ChildProcess;
  /** Where the portal is. */
  readonly address: string;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves when the portal answers; throws when the process ends before. */
  ready(): Promise<void>;
  /** Resolves with the exit code when the process has ended. */
  ended(): Promise<number | null>;
}

export interface AppOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** A command that runs the command that follows, such as `unshare …`. */
  readonly through?: readonly string[];
}

/** Starts the application as a person does, with `node start.cjs`, on a free port. */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const port = options.port ?? (await findFreePort());
  const [file = '', ...args] = [
    ...(options.through ?? []),
    process.execPath,
    join(root, 'start.cjs'),
  ];
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, DATA_DIR: options.dataDir, PORT: String(port), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'close') as Promise<[number | null]>;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const address = `http://127.0.0.1:${port}`;
  return {
    child,
    address,
    output: () => output,
    ready: () => waitUntilServing(address, child, () => output),
    ended: async () => (await exit)[0],
  };
}

/** The process and all below it, the database server included (it is a child, in a group of its own). */
export function processTree(pid: number): number[] {
  const listing = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).stdout;
  const rows = listing.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

/** Which of the processes are still there after a moment's grace for the kernel. */
export async function survivors(pids: readonly number[], graceMs = 5_000): Promise<number[]> {
  for (let waitedMs = 0; waitedMs < graceMs && pids.some(isAlive); waitedMs += POLL_MS) {
    await delay(POLL_MS);
  }
  return pids.filter(isAlive);
}

async function waitUntilServing(
  address: string,
  child: ChildProcess,
  output: () => string,
): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_LIMIT_MS; waitedMs += POLL_MS) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await answers(address)) return;
    await delay(POLL_MS);
  }
  throw new Error(`The application does not serve:\n${output()}`);
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}
