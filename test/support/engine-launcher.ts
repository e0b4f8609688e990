import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort, isPortFree } from '../../store/postgres/free-port.ts';

const root = join(import.meta.dirname, '../..');
const POLL_MS = 50;

export type EngineName = 'camunda7' | 'camunda8';

export interface Launcher {
  readonly child: ChildProcess;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves when its output holds the text; throws when it ends before. */
  saw(text: string): Promise<void>;
  ended(): Promise<{ readonly exitCode: number | null; readonly output: string }>;
}

/** `npm run engine:…` without npm, which would stand between a signal and the launcher. */
export function startLauncher(
  engine: EngineName,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Launcher {
  const program = join(root, 'tools/engines', `${engine}.ts`);
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  return {
    child,
    output: () => text,
    async saw(wanted) {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended before it said "${wanted}":\n${text}`);
        }
        await delay(POLL_MS);
      }
    },
    ended: async () => ({ exitCode: (await closed)[0], output: text }),
  };
}

export function runLauncher(...start: Parameters<typeof startLauncher>) {
  return startLauncher(...start).ended();
}

/** That many free ports in a row; the first is answered. */
export async function findFreePorts(count: number): Promise<number> {
  for (;;) {
    const first = await findFreePort();
    const others = Array.from({ length: count - 1 }, (_, step) => first + step + 1);
    const free = await Promise.all(others.map(isPortFree));
    if (free.every(Boolean) && first + count <= 65_536) return first;
  }
}
