import { EngineError } from '../errors.ts';
import { plainJson } from '../feel/index.ts';
import { variablesSeenFrom } from '../interpreter/index.ts';
import type { JobWait, Variables } from '../interpreter/index.ts';
import type { Job, JobAnswer, JobHandler, SubscribeOptions } from '../port.ts';
import { joinKey } from './keys.ts';
import type { Runner } from './runner.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type { EngineStore, LockedJob } from './store.ts';
import { toEngineError } from './to-engine-error.ts';
import type { WarmInstance } from './warm-instances.ts';

/** Who works on the jobs of a topic in this process. */
export interface JobTaker {
  readonly topic: string;
  readonly handler: JobHandler;
  readonly options: SubscribeOptions;
  stopped: boolean;
}

const DEFAULT_FAIL_DELAY_MS = 10_000;
const ANSWER_AGAIN_AFTER_MS = 500;

/** The way of one locked job: to its worker, and with the answer into the process. */
export function makeJobHandling(
  store: EngineStore,
  settings: EmbeddedEngineSettings,
  runnerOf: () => Runner,
): (taker: JobTaker, locked: LockedJob) => Promise<void> {
  const { now, log } = settings;

  const handle = async (taker: JobTaker, locked: LockedJob): Promise<void> => {
    const instance = await runnerOf().view(locked.rootKey, locked.instanceVersion);
    const wait = instance?.state.waits.rows.get(locked.key);
    if (instance === undefined || wait?.kind !== 'job') {
      // Done or cancelled meanwhile; again and again for the same job, it would be a defect.
      log.warn({ jobKey: joinKey(locked.rootKey, locked.key) }, 'a locked job is not open');
      return;
    }
    const answer = await callHandler(taker, jobOf(instance, wait, locked, taker));
    await deliverAnswer(taker, locked, wait, answer);
  };

  const jobOf = (
    { meta, state }: WarmInstance,
    wait: JobWait,
    locked: LockedJob,
    { options }: JobTaker,
  ): Job => {
    const element = state.elements.rows.get(wait.elementKey);
    const process = state.elements.rows.get(element?.processKey ?? 0);
    return {
      key: joinKey(meta.rootKey, wait.key),
      topic: wait.jobType,
      elementId: wait.targetId,
      elementInstanceKey: joinKey(meta.rootKey, wait.elementKey),
      processId: process?.elementId ?? meta.processId,
      instanceKey: joinKey(meta.rootKey, process?.key ?? 1),
      rootInstanceKey: meta.rootKey,
      bundleHash: meta.bundleHash,
      ...(meta.caseId === undefined ? {} : { caseId: meta.caseId }),
      headers: wait.headers,
      variables: picked(variablesSeenFrom(state, wait.elementKey), options.variables),
      retries: wait.retries,
      lockedUntilMs: locked.lockedUntilMs,
      extendLock: async (byMs) => {
        if (await store.extendJobLock(locked, now() + byMs)) return;
        throw new EngineError('conflict', 'the lock of the job is lost');
      },
    };
  };

  const callHandler = async ({ handler, topic }: JobTaker, job: Job): Promise<JobAnswer> => {
    try {
      return await handler(job);
    } catch (error) {
      log.warn({ err: error, topic, jobKey: job.key, caseId: job.caseId }, 'worker threw');
      return { type: 'fail', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  /** While the database is away the answer is kept and tried again: the work has been done. */
  const deliverAnswer = async (
    taker: JobTaker,
    locked: LockedJob,
    wait: JobWait,
    answer: JobAnswer,
  ): Promise<void> => {
    for (;;) {
      try {
        return await giveAnswer(locked, wait, answer);
      } catch (error) {
        const { code, message } = toEngineError(error);
        const fields = { code, jobKey: joinKey(locked.rootKey, locked.key), topic: wait.jobType };
        if (code === 'unavailable' && !taker.stopped) {
          await new Promise((resolve) => setTimeout(resolve, ANSWER_AGAIN_AFTER_MS));
          continue;
        }
        log.warn({ ...fields, err: error }, 'the answer of a worker was not taken');
        if (code !== 'invalid-argument' || answer.type === 'fail') return;
        // It cannot be stored and never will be: a failure that an operator gets to see.
        answer = { type: 'fail', reason: `unusable answer: ${message}` };
      }
    }
  };

  const giveAnswer = async (locked: LockedJob, wait: JobWait, answer: JobAnswer): Promise<void> => {
    const { rootKey, key, holder } = locked;
    const runner = runnerOf();
    const held = { heldJob: { key, holder } };
    if (answer.type === 'retryLater') {
      await store.releaseJob(locked, now() + answer.afterMs);
    } else if (answer.type === 'done') {
      const variables = (answer.variables ?? {}) as Variables;
      await runner.run(rootKey, { type: 'completeJob', jobKey: key, variables }, held);
    } else if (answer.type === 'bpmnError') {
      const { code: errorCode, message = '', variables = {} } = answer;
      await runner.run(
        rootKey,
        { type: 'throwJobError', jobKey: key, errorCode, message: storable(message), variables },
        held,
      );
    } else {
      const retries = answer.type === 'giveUp' ? 0 : Math.max(0, wait.retries - 1);
      const delay = answer.type === 'fail' ? (answer.afterMs ?? DEFAULT_FAIL_DELAY_MS) : 0;
      await runner.run(
        rootKey,
        { type: 'failJob', jobKey: key, retries, message: storable(answer.reason) },
        { ...held, jobDueAtMs: now() + delay },
      );
    }
  };

  return handle;
}

const MAX_REASON_LENGTH = 10_000;

/** PostgreSQL holds neither the character NUL nor half of a surrogate pair. */
function storable(text: string): string {
  return text.slice(0, MAX_REASON_LENGTH).replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}

function picked(variables: Variables, names: readonly string[] | undefined): Job['variables'] {
  const wanted = (names ?? Object.keys(variables)).filter((name) => Object.hasOwn(variables, name));
  return Object.fromEntries(wanted.map((name) => [name, plainJson(variables[name] ?? null)]));
}
