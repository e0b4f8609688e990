import { EngineError } from '../errors.ts';
import type { StepResult } from '../interpreter/index.ts';
import type { JobHandler, JobSubscription, SubscribeOptions } from '../port.ts';
import { makeJobHandling } from './job-handling.ts';
import type { JobTaker } from './job-handling.ts';
import type { KeptJobs, Runner } from './runner.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type { EngineStore, InstanceWrite, LockedJob } from './store.ts';
import { toEngineError } from './to-engine-error.ts';
import type { WarmInstance } from './warm-instances.ts';

/** The workers of this process: who takes which jobs, and how many at once. */
export interface JobSubscriptions {
  subscribe(topic: string, handler: JobHandler, options: SubscribeOptions): JobSubscription;
  /** The short way: new jobs of a step that a free worker here takes, locked as they are made. */
  keep(result: StepResult, write: { state: WarmInstance['state'] }): InstanceWrite['lockedJobs'];
  giveUp(kept: KeptJobs): void;
  /** Hands over what was kept, fetches what was not, tells other processes of the rest. */
  committed(write: InstanceWrite): void;
  /** Looks for open jobs of a topic, or of all. */
  fetch(topic?: string): void;
  stop(): Promise<void>;
}

interface Subscriber extends JobTaker {
  /** Slots that nothing has: no job in work, none that is being fetched, none kept for a commit. */
  free: number;
  fetching: boolean;
  /** There may be more in the database than we could take. */
  hungry: boolean;
  /** Called when every slot is free again. */
  readonly idleWaiters: (() => void)[];
}

export function makeJobSubscriptions(
  store: EngineStore,
  settings: EmbeddedEngineSettings,
  runnerOf: () => Runner,
): JobSubscriptions {
  const { owner, now, log } = settings;
  const subscribers = new Map<string, Subscriber>();
  const handle = makeJobHandling(store, settings, runnerOf);
  let locks = 0;
  let isAway = false;

  /** A process may lock the same job twice, when it was too slow the first time. */
  const newHolder = (): string => `${owner}.${(locks += 1)}`;

  /** Takes up a slot until it is done with the job. */
  const work = (subscriber: Subscriber, locked: LockedJob): void => {
    // Stopped meanwhile: others may have it at once.
    const end = subscriber.stopped ? store.releaseJob(locked, now()) : handle(subscriber, locked);
    void end
      .catch((error: unknown) => log.error({ err: error, topic: subscriber.topic }, 'job lost'))
      .finally(() => free(subscriber, 1));
  };

  const free = (subscriber: Subscriber, slots: number): void => {
    subscriber.free += slots;
    if (subscriber.hungry) fetchFor(subscriber);
    if (subscriber.free < subscriber.options.maxParallel) return;
    for (const done of subscriber.idleWaiters.splice(0)) done();
  };

  const fetchFor = (subscriber: Subscriber): void => {
    if (subscriber.stopped) return;
    if (subscriber.fetching || subscriber.free <= 0) {
      subscriber.hungry = true;
      return;
    }
    subscriber.hungry = false;
    subscriber.fetching = true;
    const limit = subscriber.free;
    subscriber.free = 0;
    void lockSome(subscriber, limit).then((jobs) => {
      subscriber.fetching = false;
      subscriber.hungry ||= jobs.length === limit;
      for (const job of jobs) work(subscriber, job);
      free(subscriber, limit - jobs.length);
    });
  };

  const lockSome = async (
    { topic, options }: Subscriber,
    limit: number,
  ): Promise<readonly LockedJob[]> => {
    try {
      const lockedUntilMs = now() + options.lockMs;
      const request = { topic, holder: newHolder(), limit, nowMs: now(), lockedUntilMs };
      const jobs = await store.lockJobs(request);
      isAway = false;
      return jobs;
    } catch (error) {
      noteFailure(topic, error);
      return [];
    }
  };

  /** A database that is away is said once, not for every topic at every look. */
  const noteFailure = (topic: string, error: unknown): void => {
    const isKnown = isAway;
    isAway = toEngineError(error).code === 'unavailable';
    if (!isKnown || !isAway) log.warn({ err: error, topic }, 'jobs could not be fetched');
  };

  const stopOne = async (subscriber: Subscriber): Promise<void> => {
    subscriber.stopped = true;
    if (subscriber.free < subscriber.options.maxParallel) {
      await new Promise<void>((resolve) => subscriber.idleWaiters.push(resolve));
    }
    if (subscribers.get(subscriber.topic) === subscriber) subscribers.delete(subscriber.topic);
  };

  return {
    subscribe(topic, handler, options) {
      if (subscribers.has(topic)) {
        throw new EngineError('conflict', `topic ${topic} is subscribed already`);
      }
      const subscriber: Subscriber = {
        topic,
        handler,
        options,
        free: options.maxParallel,
        fetching: false,
        hungry: false,
        stopped: false,
        idleWaiters: [],
      };
      subscribers.set(topic, subscriber);
      fetchFor(subscriber);
      return { stop: () => stopOne(subscriber) };
    },
    keep({ patch }, { state }) {
      const kept = new Map<number, { holder: string; untilMs: number }>();
      const holder = newHolder();
      for (const wait of patch.waits.put) {
        if (wait.kind !== 'job' || state.waits.rows.has(wait.key)) continue;
        const subscriber = subscribers.get(wait.jobType);
        if (subscriber === undefined || subscriber.stopped || subscriber.free <= 0) continue;
        subscriber.free -= 1;
        kept.set(wait.key, { holder, untilMs: now() + subscriber.options.lockMs });
      }
      return kept;
    },
    giveUp({ lockedJobs, patch }) {
      for (const wait of patch.waits.put) {
        if (wait.kind !== 'job' || !lockedJobs.has(wait.key)) continue;
        const subscriber = subscribers.get(wait.jobType);
        if (subscriber !== undefined) free(subscriber, 1);
      }
    },
    committed({ meta, patch, lockedJobs, jobDueAtMs, nowMs }) {
      for (const wait of patch.waits.put) {
        if (wait.kind !== 'job') continue;
        const lock = lockedJobs.get(wait.key);
        const subscriber = subscribers.get(wait.jobType);
        if (lock !== undefined && subscriber !== undefined) {
          work(subscriber, {
            rootKey: meta.rootKey,
            key: wait.key,
            holder: lock.holder,
            lockedUntilMs: lock.untilMs,
          });
        } else if ((jobDueAtMs.get(wait.key) ?? 0) <= nowMs) {
          announce(wait.jobType, subscriber);
        }
      }
    },
    fetch(topic) {
      for (const subscriber of subscribers.values()) {
        if (topic === undefined || subscriber.topic === topic) fetchFor(subscriber);
      }
    },
    stop: async () => {
      await Promise.all([...subscribers.values()].map((subscriber) => stopOne(subscriber)));
    },
  };

  function announce(topic: string, subscriber: Subscriber | undefined): void {
    if (subscriber !== undefined) fetchFor(subscriber);
    store.signal({ type: 'jobs', topic }).catch((error: unknown) => {
      log.warn({ err: error, topic }, 'other processes could not be told of a job');
    });
  }
}
