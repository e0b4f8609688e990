import type { HistoryEvent, InstanceState, Patch, Variables } from '../interpreter/index.ts';

/** What the database's side needs of the state that it keeps. */
export { applyPatch, emptyState, STATE_SCHEMA } from '../interpreter/index.ts';
export type {
  ElementInstance,
  Incident,
  InstanceState,
  ParkedToken,
  VariableRow,
  Wait,
} from '../interpreter/index.ts';

/**
 * What the embedded engine asks of its database. Times are milliseconds of the injected clock.
 * Root keys are decimal text; other keys are numbers within their root.
 */
export interface EngineStore {
  /** All or nothing; the same hash changes nothing and answers what is there. */
  saveDeployment(deployment: NewDeployment, nowMs: number): Promise<StoredDefinition[]>;
  deploymentResources(bundleHash: string): Promise<ReadonlyMap<string, string> | undefined>;
  definitions(): Promise<StoredDefinition[]>;

  /** A range of unused root keys, never given out twice. */
  reserveRootKeys(): Promise<{ first: bigint; count: number }>;
  load(rootKeys: readonly string[]): Promise<LoadedInstance[]>;
  rootOfStart(startKey: string): Promise<string | undefined>;
  /**
   * Writes the steps of many instances at once, each with the message that it uses up, or not at
   * all. No two of them use the same message.
   */
  commit(writes: readonly InstanceWrite[]): Promise<CommitOutcome>;

  /** Locks open jobs of a topic for this holder, the longest due first. */
  lockJobs(request: {
    topic: string;
    holder: string;
    limit: number;
    nowMs: number;
    lockedUntilMs: number;
  }): Promise<LockedJob[]>;
  /** False when the lock is lost. */
  extendJobLock(job: LockedJob, lockedUntilMs: number): Promise<boolean>;
  /** Gives a job back unchanged, to be taken again at `dueAtMs`. False when the lock is lost. */
  releaseJob(job: LockedJob, dueAtMs: number): Promise<boolean>;

  /** Timers that are due, not handed to anybody else until `claimedUntilMs`. */
  claimDueTimers(nowMs: number, limit: number, claimedUntilMs: number): Promise<TimerId[]>;
  /** When to look again: the next due time, or the end of somebody's claim on a timer that is due. */
  nextTimerAtMs(nowMs: number): Promise<number | undefined>;

  /**
   * Which of them were kept, in their order; not those whose message id is taken: by one that has not
   * expired, or that was given and whose id is held. No two of them have the same name, correlation
   * key and message id.
   */
  insertMessages(messages: readonly NewMessage[]): Promise<boolean[]>;
  /** Pairs that fit and have not met, by message and process, the oldest subscription of each. */
  matchingSubscriptions(filter: MessageFilter): Promise<MessageMatch[]>;
  /** Kept messages that one of these start events could take now, the oldest first. */
  messagesForStart(
    starts: readonly { readonly messageName: string; readonly processId: string }[],
    filter: MessageFilter,
  ): Promise<StartableMessage[]>;
  /** Also of those that were given only what no id is held by any more. */
  dropExpiredMessages(nowMs: number): Promise<void>;

  counts(): Promise<{ openJobs: number; openIncidents: number }>;
  /**
   * Calls back when another process has something for us, or may have had it while nothing could be
   * heard: also once when it begins to hear. Until the returned function is called.
   */
  listen(listener: (signal: HeardSignal) => void): () => Promise<void>;
  signal(signal: EngineSignal): Promise<void>;
  close(): Promise<void>;
}

/**
 * Roots by what became of their write. Those in neither had another version, a taken start key or
 * place, or a job lock that was lost: nothing of them is written either.
 */
export interface CommitOutcome {
  readonly applied: ReadonlySet<string>;
  /** The process has had the message. */
  readonly taken: ReadonlySet<string>;
}

export type EngineSignal =
  { readonly type: 'jobs'; readonly topic: string } | { readonly type: 'deployment' };

/** `missed`: anything may have been said meanwhile. */
export type HeardSignal = EngineSignal | { readonly type: 'missed' };

export interface NewDeployment {
  readonly hash: string;
  readonly key: string;
  readonly resources: ReadonlyMap<string, string>;
  readonly processes: readonly { readonly processId: string; readonly resource: string }[];
}

export interface StoredDefinition {
  readonly key: string;
  readonly processId: string;
  readonly version: number;
  readonly bundleHash: string;
  readonly resource: string;
}

export interface InstanceMeta {
  readonly rootKey: string;
  readonly definitionKey: string;
  readonly processId: string;
  readonly bundleHash: string;
  readonly caseId?: string;
  readonly startKey?: string;
  /** Started by a message with a correlation key: only one such instance may run. */
  readonly startedBy?: { readonly name: string; readonly correlationKey: string };
}

export interface LoadedInstance {
  readonly meta: InstanceMeta;
  readonly version: number;
  readonly state: InstanceState;
}

/** One step of one instance, ready to be stored. */
export interface InstanceWrite {
  readonly meta: InstanceMeta;
  /** 0: the instance is new. */
  readonly expectedVersion: number;
  readonly nowMs: number;
  readonly patch: Patch;
  /** What the step did, in order: for whoever watches the writes; it is not stored. */
  readonly events: readonly HistoryEvent[];
  /** The state that the patch belongs to: where rows are looked up that the patch only names. */
  readonly state: InstanceState;
  /** The process id of every process-level element instance that the patch refers to. */
  readonly processIdOf: (processKey: number) => string;
  /** Jobs of the patch that this process keeps for its own workers, and until when. */
  readonly lockedJobs: ReadonlyMap<number, { readonly holder: string; readonly untilMs: number }>;
  /** When a failed job may be tried again. */
  readonly jobDueAtMs: ReadonlyMap<number, number>;
  /** The step answers a job: only while this holder has its lock. */
  readonly heldJob?: { readonly key: number; readonly holder: string };
  /** Published by the step itself, in the same transaction. */
  readonly messages: readonly NewMessage[];
  /** What the step uses up. */
  readonly message?: MessageUse;
}

export interface JobId {
  readonly rootKey: string;
  readonly key: number;
}

export interface LockedJob extends JobId {
  /** Who has it: a name for this one lock. The same process gets another one for the next. */
  readonly holder: string;
  readonly lockedUntilMs: number;
  /** Of the instance, when the job was fetched: an older copy in memory is stale. */
  readonly instanceVersion?: number;
}

export interface TimerId {
  readonly rootKey: string;
  readonly key: number;
}

export interface NewMessage {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId?: string;
  readonly expiresAtMs: number;
  /** After that, if somebody got it. */
  readonly idHeldForMs: number;
  readonly createdAtMs: number;
  readonly variables: Variables;
}

export interface MessageKey {
  readonly name: string;
  readonly correlationKey: string;
}

export interface MessageFilter {
  /** What lives at a moment: everything that is kept, or of some keys, each at a moment of its own. */
  readonly living:
    { readonly nowMs: number } | readonly (MessageKey & { readonly nowMs: number })[];
  readonly limit: number;
  /** Only what comes after it, where an earlier look has ended. */
  readonly after?: { readonly messageKey: string; readonly processId?: string };
}

export interface MessageUse {
  readonly messageKey: string;
  readonly processId: string;
}

export interface MessageMatch extends MessageUse {
  readonly rootKey: string;
  readonly waitKey: number;
  readonly variables: Variables;
}

export interface StartableMessage {
  readonly messageKey: string;
  readonly name: string;
  readonly correlationKey: string;
  readonly variables: Variables;
  /** Processes that have had it. */
  readonly taken: readonly string[];
}
