import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Job, JobAnswer, JobHandler, JobSubscription, SubscribeOptions } from '../port.ts';
import { ORIGIN } from '../mirror.ts';
import { originOf } from './origin.ts';
import { asDocument } from './cluster.ts';
import type { Cluster, Commands } from './cluster.ts';
import type { Camunda8Settings } from './settings.ts';

/** The workers of this process: one who asks for each topic, in long polls. */
export interface JobWorkers {
  subscribe(topic: string, handler: JobHandler, options: SubscribeOptions): JobSubscription;
  stop(): Promise<void>;
}

type ActivatedJob = Awaited<ReturnType<Commands['activateJobs']>>[number];

interface Taker {
  readonly topic: string;
  readonly handler: JobHandler;
  readonly options: SubscribeOptions;
  readonly working: Set<Promise<void>>;
  stopped: boolean;
}

/** Short: a stop waits for it, since jobs that come after it must be given back. */
const LONG_POLL_MS = 1_000;
const AWAY_PAUSE_MS = 1_000;
const DEFAULT_FAIL_DELAY_MS = 10_000;
const ANSWER_AGAIN_AFTER_MS = 500;
const MAX_REASON_LENGTH = 10_000;

export function makeJobWorkers(cluster: Cluster, settings: Camunda8Settings): JobWorkers {
  const { log, owner } = settings;
  const takers = new Map<string, { taker: Taker; asking: Promise<void> }>();
  let isAway = false;

  const askForJobs = async (taker: Taker): Promise<void> => {
    while (!taker.stopped) {
      const free = taker.options.maxParallel - taker.working.size;
      if (free <= 0) await Promise.race(taker.working);
      else for (const job of await activate(taker, free)) take(taker, job);
    }
  };

  const activate = async ({ topic, options }: Taker, limit: number): Promise<ActivatedJob[]> => {
    try {
      const jobs = await cluster.call(`jobs of ${topic}`, (client) =>
        client.activateJobs({
          type: topic,
          worker: owner,
          timeout: options.lockMs,
          maxJobsToActivate: limit,
          requestTimeout: LONG_POLL_MS,
          ...(options.variables ? { fetchVariable: [...options.variables, ORIGIN] } : {}),
        }),
      );
      isAway = false;
      return jobs;
    } catch (error) {
      // A cluster that is away is said once, not for every topic at every try.
      if (!isAway) log.warn({ err: error, topic }, 'jobs could not be fetched');
      isAway = true;
      await delay(AWAY_PAUSE_MS);
      return [];
    }
  };

  const take = (taker: Taker, activated: ActivatedJob): void => {
    // Stopped meanwhile: others may have it at once.
    const work = taker.stopped ? giveBack(activated) : handle(taker, activated);
    const done = work
      .catch((error: unknown) => log.error({ err: error, topic: taker.topic }, 'job lost'))
      .finally(() => taker.working.delete(done));
    taker.working.add(done);
  };

  const handle = async (taker: Taker, activated: ActivatedJob): Promise<void> => {
    const answer = await callHandler(taker, jobOf(activated));
    await deliverAnswer(taker, activated, answer);
  };

  const jobOf = (activated: ActivatedJob): Job => {
    const { [ORIGIN]: _origin, ...variables } = activated.variables as JsonObject;
    const origin = originOf(activated.variables);
    return {
      key: activated.key,
      topic: activated.type,
      elementId: activated.elementId,
      elementInstanceKey: activated.elementInstanceKey,
      processId: activated.bpmnProcessId,
      instanceKey: activated.processInstanceKey,
      rootInstanceKey: origin?.root ?? activated.processInstanceKey,
      bundleHash: origin?.bundle ?? '',
      ...(origin?.case === undefined ? {} : { caseId: origin.case }),
      headers: activated.customHeaders as Record<string, string>,
      variables,
      retries: activated.retries,
      lockedUntilMs: Number(activated.deadline),
      extendLock: (byMs) =>
        cluster.call('extending a lock', async (client) => {
          await client.updateJobTimeout({ jobKey: activated.key, timeout: byMs });
        }),
    };
  };

  const callHandler = async ({ handler, topic }: Taker, job: Job): Promise<JobAnswer> => {
    try {
      return await handler(job);
    } catch (error) {
      log.warn({ err: error, topic, jobKey: job.key, caseId: job.caseId }, 'worker threw');
      return { type: 'fail', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  /** While the cluster is away the answer is kept and tried again: the work has been done. */
  const deliverAnswer = async (
    taker: Taker,
    activated: ActivatedJob,
    answer: JobAnswer,
  ): Promise<void> => {
    const fields = { jobKey: activated.key, topic: activated.type };
    for (let given = answer; ;) {
      try {
        return await giveAnswer(activated, given);
      } catch (error) {
        const { code, message } = error as EngineError;
        if ((code === 'unavailable' || code === 'timeout') && !taker.stopped) {
          await delay(ANSWER_AGAIN_AFTER_MS);
          continue;
        }
        // Not found: cancelled, taken away by a timer, or done by somebody after the lock was over.
        log.warn({ ...fields, code, err: message }, 'the answer of a worker was not taken');
        if (code !== 'invalid-argument' || given.type === 'fail') return;
        given = { type: 'fail', reason: `unusable answer: ${message}` };
      }
    }
  };

  const giveAnswer = (activated: ActivatedJob, answer: JobAnswer): Promise<void> => {
    const { key: jobKey, retries } = activated;
    switch (answer.type) {
      case 'done':
        return cluster.call('completing a job', (client) =>
          client.completeJob({ jobKey, variables: asDocument(answer.variables ?? {}) }),
        );
      case 'bpmnError':
        return cluster.call('throwing an error', (client) =>
          client.throwError({
            jobKey,
            errorCode: answer.code,
            errorMessage: storable(answer.message ?? ''),
            variables: asDocument(answer.variables ?? {}),
          }),
        );
      case 'retryLater':
        return failJob(jobKey, retries, answer.reason, answer.afterMs);
      case 'fail':
        return failJob(
          jobKey,
          Math.max(0, retries - 1),
          answer.reason,
          answer.afterMs ?? DEFAULT_FAIL_DELAY_MS,
        );
      case 'giveUp':
        return failJob(jobKey, 0, answer.reason, 0);
    }
  };

  const failJob = (
    jobKey: string,
    retries: number,
    reason: string,
    retryBackOff: number,
  ): Promise<void> =>
    cluster.call('failing a job', (client) =>
      client.failJob({ jobKey, retries, errorMessage: storable(reason), retryBackOff }),
    );

  const giveBack = ({ key, retries }: ActivatedJob): Promise<void> =>
    failJob(key, retries, 'the worker stops', 0);

  const stopOne = async (topic: string): Promise<void> => {
    const subscribed = takers.get(topic);
    if (!subscribed) return;
    const { taker, asking } = subscribed;
    taker.stopped = true;
    await asking;
    while (taker.working.size > 0) await Promise.all(taker.working);
    if (takers.get(topic) === subscribed) takers.delete(topic);
  };

  return {
    subscribe(topic, handler, options) {
      if (takers.has(topic)) {
        throw new EngineError('conflict', `topic ${topic} is subscribed already`);
      }
      const taker: Taker = { topic, handler, options, working: new Set(), stopped: false };
      takers.set(topic, { taker, asking: askForJobs(taker) });
      return { stop: () => stopOne(topic) };
    },
    stop: async () => {
      await Promise.all([...takers.keys()].map(stopOne));
    },
  };
}

function storable(text: string): string {
  return text.slice(0, MAX_REASON_LENGTH);
}
