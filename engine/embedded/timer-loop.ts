import { EngineError } from '../errors.ts';
import type { Runner } from './runner.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type { EngineStore, InstanceWrite } from './store.ts';

/** Fires timers at their time, those that fell due while nothing ran too, each once. */
export interface TimerLoop {
  /** Notes the timers of a step, so that the next one is not missed by a poll. */
  committed(write: InstanceWrite): void;
  /** Fires everything that is due. */
  fireDue(): Promise<void>;
  stop(): void;
}

const MAX_AT_ONCE = 500;
/** How long a process that claimed a timer may take before another one fires it. */
const CLAIM_MS = 15_000;
const MAX_SLEEP_MS = 60_000;
const WAS_FASTER: ReadonlySet<string> = new Set(['not-found', 'conflict']);

export function makeTimerLoop(
  store: EngineStore,
  settings: EmbeddedEngineSettings,
  runner: Runner,
): TimerLoop {
  const { now, log } = settings;
  let alarm: NodeJS.Timeout | undefined;
  let alarmAtMs = Infinity;
  let stopped = false;

  const wakeAt = (atMs: number): void => {
    if (stopped || atMs >= alarmAtMs) return;
    clearTimeout(alarm);
    alarmAtMs = atMs;
    const delay = Math.min(Math.max(0, atMs - now()), MAX_SLEEP_MS);
    alarm = setTimeout(() => {
      alarmAtMs = Infinity;
      void fireDue().catch((error: unknown) => log.warn({ err: error }, 'timers wait'));
    }, delay);
  };

  const fireDue = async (): Promise<void> => {
    for (let fired = MAX_AT_ONCE; fired === MAX_AT_ONCE;) {
      const nowMs = now();
      const due = await store.claimDueTimers(nowMs, MAX_AT_ONCE, nowMs + CLAIM_MS);
      await Promise.all(due.map(({ rootKey, key }) => fire(rootKey, key)));
      fired = due.length;
    }
    const nextMs = await store.nextTimerAtMs(now());
    if (nextMs !== undefined) wakeAt(Math.max(nextMs, now() + 1));
  };

  const fire = async (rootKey: string, waitKey: number): Promise<void> => {
    try {
      await runner.run(rootKey, { type: 'fireTimer', waitKey });
    } catch (error) {
      // Something else happened first: the timer went with it, or its cycle went on.
      if (error instanceof EngineError && WAS_FASTER.has(error.code)) return;
      log.warn({ err: error, rootKey, waitKey }, 'a timer could not be fired');
    }
  };

  return {
    committed({ patch }) {
      for (const wait of patch.waits.put) if (wait.kind === 'timer') wakeAt(wait.dueAtMs);
    },
    fireDue,
    stop() {
      stopped = true;
      clearTimeout(alarm);
    },
  };
}
