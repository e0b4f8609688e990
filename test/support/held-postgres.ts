import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');

export interface HeldPostgres {
  /** Either `url`, `pid`, `port`, `adopted`, or `code`, `message`. */
  readonly answer: Record<string, unknown>;
  readonly child: ChildProcess;
  /** Lets the process stop the database and waits for both. */
  end(): Promise<void>;
  /** As `kill -9`: the database stays behind. */
  kill(): Promise<void>;
}

/** Starts hold-postgres.ts, if wanted through another program such as `unshare`. */
export async function holdPostgres(
  dataDir: string,
  options: { through?: readonly string[]; env?: Record<string, string>; port?: number } = {},
): Promise<HeldPostgres> {
  const node = [process.execPath, '--import', 'tsx', join(root, 'test/support/hold-postgres.ts')];
  const port = options.port === undefined ? [] : [String(options.port)];
  const [file = '', ...args] = [...(options.through ?? []), ...node, dataDir, ...port];
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), exited])) as [unknown];
  if (typeof line !== 'string') throw new Error(`Ended without an answer: ${String(line)}`);
  return {
    answer: JSON.parse(line) as Record<string, unknown>,
    child,
    async end() {
      child.stdin.end();
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
