import { CaseError } from '../core/cases/case-error.ts';
import { isDatabaseAway } from '../core/database-away.ts';
import { isOutsideFailure, type OutsideFailure } from '../core/effects/outside-failure.ts';
import type { WaitingWork } from '../core/effects/waiting-work.ts';
import type { Log } from '../core/log.ts';
import type { ProcedureCatalogue } from '../core/procedures/procedure.ts';
import type { EnginePort, Job, JobAnswer } from '../engine/port.ts';
import type { Worker } from './define-worker.ts';
import { keepLock, LOCK_MS } from './keep-lock.ts';
import type { Pauses } from './pauses.ts';
import { makePauses } from './pauses.ts';
import { messageOf } from './repeat.ts';
import { makeWaitingJobs, type WaitingJobs } from './waiting-jobs.ts';
import type { WorkerPorts } from './worker-ports.ts';

export interface RunningWorkers {
  /** What waits for outside systems in this process. */
  waitingWork(): WaitingWork[];
  /** Takes no new jobs and waits for those in work. */
  stop(): Promise<void>;
}

export interface RunWorkersOptions {
  readonly engine: Pick<EnginePort, 'subscribe'>;
  readonly workers: readonly Worker[];
  readonly ports: WorkerPorts;
  readonly catalogue: Pick<ProcedureCatalogue, 'byHash'>;
  readonly log: Log;
  /** Jobs of one topic at the same time; default 16. */
  readonly maxParallel?: number;
}

const DEFAULT_PARALLEL = 16;
const DATABASE_PAUSE_MS = 1_000;

/** Subscribes every worker to its topic. */
export function runWorkers(options: RunWorkersOptions): RunningWorkers {
  const memory = { pauses: makePauses(), waiting: makeWaitingJobs(options.ports.clock) };
  const subscriptions = options.workers.map((worker) =>
    options.engine.subscribe(worker.topic, (job) => handleJob(options, memory, worker, job), {
      lockMs: Math.min(worker.lockMs, LOCK_MS),
      maxParallel: options.maxParallel ?? DEFAULT_PARALLEL,
      ...(worker.inputNames ? { variables: worker.inputNames } : {}),
    }),
  );
  return {
    waitingWork: () => memory.waiting.list(),
    async stop() {
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}

/** What this process knows of jobs that it will get again. */
interface JobMemory {
  readonly pauses: Pauses;
  readonly waiting: WaitingJobs;
}

async function handleJob(
  options: RunWorkersOptions,
  memory: JobMemory,
  worker: Worker,
  job: Job,
): Promise<JobAnswer> {
  const fields = {
    topic: worker.topic,
    caseId: job.caseId,
    instanceKey: job.rootInstanceKey,
    elementId: job.elementId,
    jobKey: job.key,
  };
  const letGo = keepLock(job, worker.lockMs, (error) =>
    options.log.warn({ ...fields, err: messageOf(error) }, 'the lock of a job was not renewed'),
  );
  let answer: JobAnswer;
  try {
    answer = await runJob(options, worker, job);
  } catch (error) {
    answer = answerFailure(error, memory.pauses.next(job.key));
    remember(memory, job, error, answer);
    // Where a defect sits says only its stack.
    const err = kindOf(error) === 'defect' ? error : messageOf(error);
    options.log.warn({ ...fields, kind: kindOf(error), err, outcome: answer.type }, 'job failed');
    return answer;
  } finally {
    letGo();
  }
  if (answer.type === 'done' || answer.type === 'bpmnError') memory.pauses.forget(job.key);
  memory.waiting.settled(job.key);
  options.log.info({ ...fields, outcome: answer.type }, 'job handled');
  return answer;
}

function remember({ waiting }: JobMemory, job: Job, error: unknown, answer: JobAnswer): void {
  const isWaiting = answer.type === 'retryLater' && isOutsideFailure(error);
  if (isWaiting) waiting.waits(job, answer.reason, answer.afterMs);
  else waiting.settled(job.key);
}

function kindOf(error: unknown): string {
  if (isOutsideFailure(error)) return `${error.kind} ${error.reason}`;
  return isDatabaseAway(error) ? 'database away' : 'defect';
}

async function runJob(options: RunWorkersOptions, worker: Worker, job: Job): Promise<JobAnswer> {
  const { ports, catalogue } = options;
  const { caseId } = job;
  if (caseId === undefined) return { type: 'giveUp', reason: `${worker.topic} needs a case` };
  const file = await ports.cases.find(caseId);
  if (!file) return { type: 'giveUp', reason: `there is no case ${caseId}` };
  const procedure = await catalogue.byHash(job.bundleHash);
  if (!procedure) return { type: 'giveUp', reason: `there is no bundle ${job.bundleHash}` };
  return worker.run(job.variables, {
    file,
    procedure,
    ports,
    elementInstanceKey: job.elementInstanceKey,
    elementId: job.elementId,
    topic: worker.topic,
    headers: job.headers,
    nowMs: ports.clock.now(),
    change: (decide) => ports.cases.change(caseId, `worker:${worker.topic}`, decide),
  });
}

/**
 * What an error means for the job. An outside system that is away, answers nonsense or refuses us,
 * and our own database, use up no retry, however long: the model's timers decide how long that is
 * bearable, and operators see the reason on their page. A refusal in the matter nobody but people
 * can mend, and a defect of ours becomes an incident after a few tries.
 */
export function answerFailure(error: unknown, pauseMs: number): JobAnswer {
  const reason = messageOf(error);
  if (error instanceof CaseError && error.code !== 'effect-not-found') {
    return { type: 'giveUp', reason: `${error.code}: ${reason}` };
  }
  if (isOutsideFailure(error)) return answerOutside(error, pauseMs);
  // Soon: the answer itself waits until the database is back.
  if (isDatabaseAway(error)) return { type: 'retryLater', reason, afterMs: DATABASE_PAUSE_MS };
  return { type: 'fail', reason, afterMs: pauseMs };
}

function answerOutside(failure: OutsideFailure, pauseMs: number): JobAnswer {
  if (failure.kind === 'rejected') {
    return { type: 'giveUp', reason: `${failure.reason}: ${failure.message}` };
  }
  const afterMs = Math.max(pauseMs, failure.retryAfterMs ?? 0);
  return { type: 'retryLater', reason: failure.message, afterMs };
}
