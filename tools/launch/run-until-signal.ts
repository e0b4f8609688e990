import { explainError, isExplained } from './start-error.ts';

/** What the start is given to say how each part that it started is stopped again. */
export interface Life {
  /** Aborted when the stop begins. */
  readonly stopping: AbortSignal;
  /**
   * Registers how to stop what was just started. Stops run one after another, the last first.
   * `force` ends the part at once and without waiting: for a second Ctrl-C or a drain that hangs.
   */
  onStop(name: string, stop: () => Promise<void> | void, force?: () => void): void;
}

export interface LifeOptions {
  start(life: Life): Promise<void>;
  /** One line for the terminal; with the error when its line does not say all. */
  say(line: string, error?: unknown): void;
  /** The drain of all parts together; afterwards they are ended by force. */
  stopLimitMs?: number;
}

const STOP_LIMIT_MS = 30_000;
/** npm passes on a Ctrl-C that the terminal has sent us already: this soon it is the same one. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Starts, works until SIGINT, SIGTERM or SIGHUP, drains and ends with 0. A second signal ends by
 * force. What goes wrong, at the start or uncaught later, is one line and ends with 1.
 */
export async function runUntilSignal(options: LifeOptions): Promise<void> {
  const life = makeLife(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => life.signalled());
  }
  process.on('uncaughtException', (error) => life.failed(error));
  process.on('unhandledRejection', (error) => life.failed(error));
  await life.begin();
}

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void> | void;
  readonly force: (() => void) | undefined;
}

function makeLife(options: LifeOptions) {
  const abort = new AbortController();
  const parts: Part[] = [];
  let starting: Promise<void> = Promise.resolve();
  let firstSignalAtMs = 0;
  let exitCode = 0;

  const life: Life = {
    stopping: abort.signal,
    onStop: (name, stop, force) => void parts.push({ name, stop, force }),
  };

  async function stopAll(): Promise<never> {
    abort.abort();
    setTimeout(() => endByForce('The stop took too long'), options.stopLimitMs ?? STOP_LIMIT_MS);
    // What is just being started has not said yet how to stop it.
    await starting;
    for (let part = parts.at(-1); part !== undefined; part = parts.at(-1)) {
      await stopPart(part);
      parts.splice(parts.indexOf(part), 1);
    }
    process.exit(exitCode);
  }

  async function stopPart(part: Part): Promise<void> {
    try {
      await part.stop();
    } catch (error) {
      exitCode = 1;
      tell(`${part.name} did not stop well: ${explainError(error)}`, error);
    }
  }

  function endByForce(why: string): never {
    options.say(`${why}: ended by force.`);
    for (const { force } of parts.reverse()) force?.();
    process.exit(1);
  }

  function tell(line: string, error: unknown): void {
    options.say(line, isExplained(error) ? undefined : error);
  }

  function failed(error: unknown): void {
    tell(explainError(error), error);
    exitCode = 1;
    if (!abort.signal.aborted) void stopAll();
  }

  return {
    begin(): Promise<void> {
      starting = options.start(life).catch((error: unknown) => {
        // Stopped in the midst of its start, it may complain: that is no failure. And `failed`
        // waits for the start, which is over only when this function has returned.
        if (!abort.signal.aborted) failed(error);
      });
      return starting;
    },
    failed,
    signalled(): void {
      const nowMs = Date.now();
      if (!abort.signal.aborted) {
        firstSignalAtMs = nowMs;
        options.say('Stopping …');
        void stopAll();
      } else if (nowMs - firstSignalAtMs > SAME_SIGNAL_MS) {
        endByForce('A second signal');
      }
    },
  };
}
