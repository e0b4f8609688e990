import type { JsonValue } from '../../feel/index.ts';
import type { ElementType } from '../../model/graph.ts';

/**
 * The rows that the state of a root instance is made of. Keys count up within the root instance,
 * from 1 (the root's own process scope); 0 stands for "none". Rows are never changed in place.
 */

/** One execution of a flow node or process; also the scope of its local variables. */
export interface ElementInstance {
  readonly key: number;
  readonly elementId: string;
  readonly type: ElementType;
  /** The enclosing element instance; of a called process: its call activity. 0 for the root. */
  readonly scopeKey: number;
  /** The process-level element instance that it belongs to; its own key for a process. */
  readonly processKey: number;
  /** Process level only: the definition that is run. */
  readonly definitionKey?: string;
  /** `created`: a flow has been taken to it; `active`: begun; `completing`: waits for its scope's end. */
  readonly phase: 'created' | 'active';
  readonly startedAtMs: number;
  /** Sequence flows by which it was reached. */
  readonly via: readonly string[];
}

/** A token that waits at an incoming flow of a join. */
export interface ParkedToken {
  readonly key: number;
  readonly scopeKey: number;
  readonly gatewayId: string;
  readonly flowId: string;
}

interface WaitBase {
  readonly key: number;
  /** The element instance that waits (of a boundary event: its host). */
  readonly elementKey: number;
  /** What is triggered: the element itself, its boundary event, or a target of the gateway. */
  readonly targetId: string;
}

export interface JobWait extends WaitBase {
  readonly kind: 'job';
  readonly jobType: string;
  readonly retries: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TaskWait extends WaitBase {
  readonly kind: 'task';
  readonly formReference?: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueAtMs?: number;
  readonly followUpAtMs?: number;
  readonly priority: number;
}

export interface TimerWait extends WaitBase {
  readonly kind: 'timer';
  readonly dueAtMs: number;
  /** Cycles: the text and how often it has fired. */
  readonly cycle?: { readonly text: string; readonly fired: number };
}

export interface MessageWait extends WaitBase {
  readonly kind: 'message';
  readonly name: string;
  readonly correlationKey: string;
}

/** What an element instance waits for; each becomes an effect of the step that adds or removes it. */
export type Wait = JobWait | TaskWait | TimerWait | MessageWait;

export interface Incident {
  readonly key: number;
  readonly elementKey: number;
  readonly elementId: string;
  readonly code: string;
  readonly message: string;
  /** What is tried again when it is resolved. */
  readonly retry: 'activate' | 'complete' | 'job';
  readonly jobKey?: number;
  readonly createdAtMs: number;
}

export interface VariableRow {
  /** Negative: what the engine remembers of that element instance (ledger.ts). */
  readonly scopeKey: number;
  readonly name: string;
  readonly value: JsonValue;
}

export type EndState = 'completed' | 'terminated';

/** `done`: completed, fired, correlated; `cancelled`: its element or scope ended otherwise. */
export type RemovedWaitOutcome = 'done' | 'cancelled';
