import type { Clock } from '../core/clock.ts';
import type { WaitingWork } from '../core/effects/waiting-work.ts';

/** Jobs that this process tries again because an outside system did not do its part. */
export interface WaitingJobs {
  waits(job: { key: string; topic: string }, reason: string, againInMs: number): void;
  /** It waits no more, however it ended. */
  settled(jobKey: string): void;
  /** One row for each topic, the longest wait first. */
  list(): WaitingWork[];
}

interface Waiting {
  readonly topic: string;
  readonly sinceMs: number;
  readonly reason: string;
  readonly forgetAtMs: number;
}

const JOBS_REMEMBERED = 10_000;
/** The process may have gone another way: a job that does not come again when it is due is gone. */
const GRACE_MS = 60_000;

export function makeWaitingJobs(clock: Clock): WaitingJobs {
  const jobs = new Map<string, Waiting>();
  return {
    waits({ key, topic }, reason, againInMs) {
      const nowMs = clock.now();
      const sinceMs = jobs.get(key)?.sinceMs ?? nowMs;
      // Set anew, so that the oldest entries are those that nobody asked for longest.
      jobs.delete(key);
      jobs.set(key, { topic, sinceMs, reason, forgetAtMs: nowMs + againInMs + GRACE_MS });
      if (jobs.size > JOBS_REMEMBERED) jobs.delete(jobs.keys().next().value ?? '');
    },
    settled: (jobKey) => void jobs.delete(jobKey),
    list() {
      const nowMs = clock.now();
      const waiting = [...jobs.values()].filter(({ forgetAtMs }) => forgetAtMs > nowMs);
      const topics = [...new Set(waiting.map(({ topic }) => topic))];
      return topics
        .map((topic) =>
          toWork(
            topic,
            waiting.filter((one) => one.topic === topic),
          ),
        )
        .toSorted((a, b) => a.sinceMs - b.sinceMs);
    },
  };
}

function toWork(topic: string, waiting: readonly Waiting[]): WaitingWork {
  const sinceMs = Math.min(...waiting.map((one) => one.sinceMs));
  return { topic, jobs: waiting.length, sinceMs, reason: waiting.at(-1)?.reason ?? '' };
}
