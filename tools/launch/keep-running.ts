import type { ChildProcess } from 'node:child_process';

export interface KeepRunningOptions {
  /** As people call it. */
  readonly name: string;
  readonly first: ChildProcess;
  /** Starts it again at the same addresses. */
  readonly launch: () => Promise<ChildProcess>;
  /** One line for each time that it is gone, and for each time that it is back. */
  readonly tell: (line: string) => void;
  readonly stop: (child: ChildProcess) => Promise<void>;
  readonly after?: (delayMs: number, work: () => void) => () => void;
}

export interface KeptRunning {
  stop(): Promise<void>;
  /** At once, without waiting. */
  kill(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** Who has run so long begins again with the shortest delay. */
const STEADY_MS = 60_000;

/** A process beside ours that is started again when it dies, later and later while it keeps dying. */
export function keepRunning(options: KeepRunningOptions): KeptRunning {
  const { name, launch, tell, stop, after = laterOn } = options;
  let child: ChildProcess | undefined;
  let launching: Promise<void> | undefined;
  let cancel = (): void => undefined;
  let stopped = false;
  let delayMs = FIRST_DELAY_MS;

  const watch = (running: ChildProcess): void => {
    child = running;
    const steady = after(STEADY_MS, () => (delayMs = FIRST_DELAY_MS));
    const gone = (why: string): void => {
      steady();
      child = undefined;
      if (!stopped) tryAgain(`${name} has ended (${why})`);
    };
    // It may have ended before anybody listened.
    const { exitCode, signalCode } = running;
    if (exitCode !== null || signalCode !== null) gone(reasonOf(exitCode, signalCode));
    else running.once('exit', (code, signal) => gone(reasonOf(code, signal)));
  };

  const tryAgain = (what: string): void => {
    tell(`${what}; it is started again in ${delayMs / 1000} s.`);
    cancel = after(delayMs, () => {
      launching = again().finally(() => (launching = undefined));
    });
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  };

  const again = async (): Promise<void> => {
    try {
      const launched = await launch();
      if (!stopped) tell(`${name} is running again.`);
      watch(launched);
    } catch (error) {
      if (!stopped) tryAgain(`${name} could not be started again (${(error as Error).message})`);
    }
  };

  watch(options.first);
  return {
    async stop() {
      stopped = true;
      cancel();
      await launching;
      if (child !== undefined) await stop(child);
    },
    kill() {
      stopped = true;
      cancel();
      child?.kill('SIGKILL');
    },
  };
}

function reasonOf(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `exit code ${code}` : `${signal}`;
}

function laterOn(delayMs: number, work: () => void): () => void {
  const timer = setTimeout(work, delayMs);
  timer.unref();
  return () => clearTimeout(timer);
}
