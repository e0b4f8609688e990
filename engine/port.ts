import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Problem } from './model/problem.ts';

/**
 * What the house asks of any engine. Keys are strings everywhere. Errors are `EngineError`.
 * Reading (pages, search, figures) goes to the read model, never to an engine.
 */
export interface EnginePort {
  readonly name: 'embedded' | 'camunda7' | 'camunda8';

  /**
   * All or nothing; the same bundle hash makes no second version. A refused model is an
   * `EngineError('refused-model')` whose `detail` is `Problem[]`.
   */
  deploy(bundle: BundleDeployment): Promise<Deployment>;
  /** What a deployment would say, without deploying. */
  check(bundle: BundleDeployment): Promise<Problem[]>;
  definitions(): Promise<ProcessDefinition[]>;
  definitionXml(definitionKey: string): Promise<string>;

  /** Idempotent per `startKey`: a second call answers with the first instance. */
  start(request: StartRequest): Promise<{ instanceKey: string }>;
  cancel(instanceKey: string): Promise<void>;
  setVariables(request: {
    instanceKey: string;
    scope?: string;
    variables: JsonObject;
  }): Promise<void>;

  /**
   * At most once per process and `messageId`, until the message has expired; buffered for
   * `timeToLiveMs`. A repetition of one that is there or was given is done already: no error.
   */
  publishMessage(message: PublishMessage): Promise<void>;
  evaluateDecision(request: {
    decisionId: string;
    bundleHash?: string;
    variables: JsonObject;
  }): Promise<JsonValue>;

  /** At-least-once jobs. */
  subscribe(topic: string, handler: JobHandler, options: SubscribeOptions): JobSubscription;

  readonly tasks: TaskCommands;
  readonly incidents: {
    /** Raises the retries of a failed job, or tries the failed step again. */
    resolve(
      incidentKey: string,
      options?: { retries?: number; variables?: JsonObject },
    ): Promise<void>;
  };

  /**
   * Optional powers: absent where an engine has none of them. The embedded engine does not have
   * them yet.
   */
  readonly operations?: EngineOperations;
  broadcastSignal?(signal: { name: string; variables: JsonObject }): Promise<void>;

  health(): Promise<EngineHealth>;
  /** Finishes what is in flight, hands nothing new to workers, and lets go of every resource. */
  stop(): Promise<void>;
}

/** What operators do with running instances; everything stands in the history. */
export interface EngineOperations {
  suspend(instanceKey: string): Promise<void>;
  resume(instanceKey: string): Promise<void>;
  /** Moves tokens: begins elements anew, ends element instances. */
  modify(
    instanceKey: string,
    change: { activate: readonly { elementId: string }[]; terminate: readonly string[] },
  ): Promise<void>;
  /** To another version of its process; elements that are not mapped keep their id. */
  migrate(plan: {
    instanceKey: string;
    targetDefinitionKey: string;
    mapping: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Removes a finished instance from the history. */
  deleteHistory(instanceKey: string): Promise<void>;
}

export interface BundleDeployment {
  readonly hash: string;
  readonly key: string;
  /** BPMN and DMN files of the bundle, building blocks included: path → text. */
  readonly resources: ReadonlyMap<string, string>;
}

export interface Deployment {
  readonly bundleHash: string;
  readonly definitions: readonly ProcessDefinition[];
  /** Warnings only: errors refuse. */
  readonly warnings: readonly Problem[];
}

export interface ProcessDefinition {
  readonly key: string;
  readonly processId: string;
  readonly version: number;
  readonly bundleHash: string;
  readonly resource: string;
}

export interface StartRequest {
  readonly processId: string;
  readonly bundleHash: string;
  readonly startKey: string;
  readonly caseId?: string;
  readonly variables: JsonObject;
}

export interface PublishMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId?: string;
  readonly timeToLiveMs: number;
  /**
   * How long its id stays taken after it has expired, if somebody got it: who may publish it once
   * more later has it given once. One that nobody got is given at its repetition. Default 0: the
   * id is free when the message has expired, as in Zeebe.
   */
  readonly idHeldForMs?: number;
  readonly variables: JsonObject;
}

export interface Job {
  readonly key: string;
  readonly topic: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly processId: string;
  readonly instanceKey: string;
  readonly rootInstanceKey: string;
  readonly bundleHash: string;
  readonly caseId?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: JsonObject;
  /** What is left, this try included. */
  readonly retries: number;
  readonly lockedUntilMs: number;
  extendLock(byMs: number): Promise<void>;
}

export type JobAnswer =
  | { readonly type: 'done'; readonly variables?: JsonObject }
  | {
      readonly type: 'bpmnError';
      readonly code: string;
      readonly message?: string;
      readonly variables?: JsonObject;
    }
  /** No retry is used up. */
  | { readonly type: 'retryLater'; readonly reason: string; readonly afterMs: number }
  /** A retry is used up; with the last one the job becomes an incident. */
  | { readonly type: 'fail'; readonly reason: string; readonly afterMs?: number }
  | { readonly type: 'giveUp'; readonly reason: string };

/** A handler that throws counts as `fail`. */
export type JobHandler = (job: Job) => Promise<JobAnswer>;

export interface SubscribeOptions {
  readonly lockMs: number;
  readonly maxParallel: number;
  /** Names of the variables to hand over; absent: all. */
  readonly variables?: readonly string[];
}

export interface JobSubscription {
  /** Takes no new jobs and waits for those in work. */
  stop(): Promise<void>;
}

export interface TaskCommands {
  /** `conflict` when somebody else holds it. Claiming one's own task again changes nothing. */
  claim(taskKey: string, userId: string): Promise<void>;
  unclaim(taskKey: string): Promise<void>;
  assign(taskKey: string, userId: string): Promise<void>;
  /** `conflict` when it is no longer open. With `by`, only the claimant or nobody may hold it. */
  complete(taskKey: string, variables: JsonObject, by?: string): Promise<void>;
  setDueDate(taskKey: string, dueAtMs: number | null): Promise<void>;
  setPriority(taskKey: string, priority: number): Promise<void>;
}

export interface EngineHealth {
  readonly ok: boolean;
  readonly detail: string;
  readonly openJobs?: number;
  readonly openIncidents?: number;
}
