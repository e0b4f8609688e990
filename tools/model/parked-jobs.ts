import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { JobAnswer, JobHandler } from '../../engine/port.ts';

/** Every job of every topic, held until somebody says how it is answered. */
export interface ParkedJobs {
  readonly take: (engine: EmbeddedEngine, topic: string) => void;
  /** Waits for the job to come from the engine, then answers it. */
  readonly answer: (jobKey: string, answer: JobAnswer) => Promise<void>;
  /** Gives back all that are held. */
  readonly release: () => void;
}

/** Model time may go on for decades while a job is held. */
const LOCK_MS = 100 * 365 * 24 * 3_600_000;
const MAX_JOBS = 100_000;
const PATIENCE_MS = 10_000;

type Answerer = (answer: JobAnswer) => void;

export function makeParkedJobs(): ParkedJobs {
  const topics = new Set<string>();
  const held = new Map<string, Answerer>();
  const awaited = new Map<string, () => void>();

  const hold: JobHandler = ({ key }) =>
    new Promise((resolve) => {
      held.set(key, resolve);
      awaited.get(key)?.();
    });

  const arrival = (key: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the job ${key} never came`)), PATIENCE_MS);
      awaited.set(key, () => {
        clearTimeout(late);
        awaited.delete(key);
        resolve();
      });
    });

  return {
    take(engine, topic) {
      if (topics.has(topic)) return;
      topics.add(topic);
      engine.subscribe(topic, hold, { lockMs: LOCK_MS, maxParallel: MAX_JOBS });
    },
    async answer(key, answer) {
      if (!held.has(key)) await arrival(key);
      const give = held.get(key) as Answerer;
      held.delete(key);
      give(answer);
    },
    release() {
      const over: JobAnswer = { type: 'retryLater', reason: 'the run is over', afterMs: 0 };
      for (const give of held.values()) give(over);
      held.clear();
    },
  };
}
