import type { Log } from '../core/log.ts';

export interface Repetition {
  start(): void;
  /** As soon as possible; once more when it comes during a run. */
  kick(): void;
  /** Lets the run at work finish. */
  stop(): Promise<void>;
}

/** Runs `work` again and again, never two at once; a failure is logged and the next run goes on. */
export function repeat(
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
  log: Log,
): Repetition {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let started = false;

  const run = async (): Promise<void> => {
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        log.error({ err: messageOf(error) }, `${name} failed`);
      }
    } while (again && started);
  };
  const kick = (): void => {
    again = true;
    if (!started || running) return;
    clearTimeout(timer);
    running = run().finally(() => {
      running = undefined;
      if (started) timer = setTimeout(kick, everyMs);
    });
  };
  return {
    start() {
      started = true;
      kick();
    },
    kick,
    async stop() {
      started = false;
      clearTimeout(timer);
      await running;
    },
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
