import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultHouseSettings, FromFaultHouse, ToFaultHouse, Victims } from './fault-house.ts';
import type { KillPoint } from './kill-points.ts';

export interface FaultHouse {
  readonly pid: number;
  /** Resolves when it serves; rejects when it ended before. */
  open(settings: FaultHouseSettings): Promise<void>;
  /** At the n-th passage of the point it dies, or whom `victims` names. */
  arm(point: KillPoint, passage?: number, victims?: Victims): Promise<void>;
  /** Its engine's store answers with connection errors, or works again. */
  engineAway(away: boolean): Promise<void>;
  /** As `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** Drains and ends by itself. */
  stop(): Promise<void>;
  /** Resolves with what ended it. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isAlive(): boolean;
  /** The end of what it wrote. */
  output(): string;
}

const READY_LIMIT_MS = 60_000;
const OUTPUT_KEPT = 20_000;

/** Starts a process that has loaded the house and waits for `open`. */
export function startFaultHouse(program: string): FaultHouse {
  const child = fork(program, {
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Settings hold maps.
    serialization: 'advanced',
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const loaded = answer(child, 'loaded');
  loaded.catch(() => undefined);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = async () => {
    const [code, signal] = await exit;
    return { code, signal };
  };
  const isAlive = (): boolean => child.exitCode === null && child.signalCode === null;
  const ask = async (message: ToFaultHouse, wanted: FromFaultHouse['type']): Promise<void> => {
    const answered = answer(child, wanted);
    child.send(message);
    await within(answered, () => `The house does not say ${wanted}:\n${output}`);
  };
  return {
    pid: child.pid ?? 0,
    async open(settings) {
      await within(loaded, () => `The house does not load:\n${output}`);
      await ask({ type: 'open', settings }, 'ready');
    },
    arm: (point, passage = 1, victims = { house: true }) =>
      ask({ type: 'arm', point, passage, victims }, 'done'),
    engineAway: (away) => ask({ type: 'engine-away', away }, 'done'),
    async kill() {
      child.kill('SIGKILL');
      await ended();
    },
    async stop() {
      if (isAlive()) child.send({ type: 'stop' } satisfies ToFaultHouse);
      await ended();
    },
    ended,
    isAlive,
    output: () => output,
  };
}

function answer(child: ChildProcess, wanted: FromFaultHouse['type']): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (message: FromFaultHouse): void => {
      if (message.type === wanted) settle(resolve);
    };
    const gone = (): void => settle(() => reject(new Error('the house ended')));
    const settle = (done: () => void): void => {
      child.off('message', hear);
      child.off('exit', gone);
      done();
    };
    child.on('message', hear);
    child.on('exit', gone);
  });
}

async function within(work: Promise<void>, complaint: () => string): Promise<void> {
  const limit = new AbortController();
  const late = delay(READY_LIMIT_MS, undefined, { signal: limit.signal, ref: false }).then(() => {
    throw new Error('too late');
  });
  late.catch(() => undefined);
  try {
    await Promise.race([work, late]);
  } catch (error) {
    throw new Error(`${String(error)}. ${complaint()}`, { cause: error });
  } finally {
    limit.abort();
  }
}
