import type { JsonValue } from '../core/json.ts';
import type { ProcessDefinition, StartRequest } from './port.ts';

/** Engines that keep their state elsewhere. */
export type MirroredEngine = 'camunda7' | 'camunda8';

/**
 * The variable by which adapters find their way: a job, wherever it is, knows its case by it, and the
 * mirror which start an instance comes from. It is never shown.
 */
export const ORIGIN = 'amtsweg';

/**
 * What adapters of engines that keep their state elsewhere ask of our database: the read model of what
 * the engine tells (its history, in the tables that the embedded engine writes itself), and what the
 * engine cannot remember for us. *Foreign* keys are the engine's own, as text; they stay between the
 * adapter and the mirror. Everybody else sees the mirror's keys (`<root>.<number>`).
 */
export interface EngineMirror {
  /** Up to where a source was written (a partition, a history); undefined: nothing yet. */
  position(source: string): Promise<string | undefined>;
  /**
   * Writes changes in their order, and the new position with them, all or nothing. False, and nothing
   * is written, when the stored position is not `after`: another process was faster.
   */
  apply(batch: MirrorBatch): Promise<boolean>;
  /** Calls back after every batch that was applied, also by other processes. */
  onApplied(listener: () => void): () => void;

  readonly deployments: MirrorDeployments;
  readonly starts: MirrorStarts;
  readonly publications: MirrorPublications;

  /** What one of the mirror's keys stands for in the engine; undefined: never seen. */
  foreign(key: string): Promise<ForeignReference | undefined>;
  /** How many changes were ignored because their definition is not ours, and what is open. */
  figures(): Promise<MirrorFigures>;
  close(): Promise<void>;
}

export interface MirrorBatch {
  readonly source: string;
  readonly after: string | undefined;
  readonly position: string;
  /** When the engine made the last of them, in milliseconds. */
  readonly atMs: number;
  readonly changes: readonly EngineChange[];
}

export interface ForeignReference {
  readonly foreignKey: string;
  readonly kind: 'instance' | 'element' | 'task' | 'incident' | 'timer';
  /** Of an incident about a job: the job. */
  readonly foreignJobKey?: string;
  /** Its process instance. */
  readonly foreignInstanceKey: string;
  readonly state: 'open' | 'ended';
  /** Of a task: who holds it. */
  readonly assignee?: string;
}

export interface MirrorFigures {
  readonly ignoredChanges: number;
  readonly openIncidents: number;
  /** By source, when the newest change that was written happened. */
  readonly lastAtMs: ReadonlyMap<string, number>;
}

/** Which definitions of the engine are ours, and of which bundle. */
export interface MirrorDeployments {
  /**
   * Runs `deploy` unless the bundle is there, and keeps what it answers. No batch is applied meanwhile:
   * what a definition starts by itself must not be taken for a stranger's.
   */
  once(
    bundle: { readonly hash: string; readonly key: string },
    deploy: () => Promise<DeployedBundle>,
  ): Promise<DeployedBundle>;
  find(bundleHash: string): Promise<DeployedBundle | undefined>;
  definition(definitionKey: string): Promise<ForeignDefinition | undefined>;
  all(): Promise<ForeignDefinition[]>;
}

/** `key` is the engine's own. */
export interface ForeignDefinition extends ProcessDefinition {
  /** As it was before it was translated. */
  readonly xml: string;
}

export interface DeployedBundle {
  readonly definitions: readonly ForeignDefinition[];
  /** Decisions of the bundle by their id: the engine's key. */
  readonly decisions: Readonly<Record<string, string>>;
}

/** One instance per start key, although the engine knows no such key. */
export interface MirrorStarts {
  /**
   * Takes the start for this caller until `leaseMs` from now; `started` when it is done already, `busy`
   * while somebody else has it. `retaken`: whoever had it did not come back, so the engine may have
   * started it already.
   */
  take(request: StartRequest, leaseMs: number): Promise<TakenStart>;
  /** The engine has answered. */
  started(rootKey: string, foreignInstanceKey: string): Promise<void>;
  /** The engine has refused: the next caller may try again at once. */
  release(rootKey: string): Promise<void>;
}

export type TakenStart =
  | { readonly state: 'started'; readonly rootKey: string }
  | { readonly state: 'busy'; readonly rootKey: string }
  /** `rootKey` is the mirror's key of the instance to come. */
  | { readonly state: 'taken' | 'retaken'; readonly rootKey: string };

/** Message ids that stay taken for longer than the engine remembers them. */
export interface MirrorPublications {
  /** `done`: it was published before and its id is still held. */
  take(publication: Publication): Promise<'taken' | 'done'>;
  done(publication: Publication): Promise<void>;
}

export interface Publication {
  readonly name: string;
  readonly correlationKey: string;
  readonly messageId: string;
  readonly heldUntilMs: number;
}

/**
 * What happened in an engine, in order. Told twice it changes nothing more. An element of type
 * `process` is a process instance; without `callerKey` it is a root.
 */
export type EngineChange =
  | ElementBegan
  | ElementEnded
  | VariableChange
  | TaskChange
  | TimerChange
  | IncidentChange
  | LinkChange;

interface OfInstance {
  /** Foreign key of the process instance (not of its root). */
  readonly instanceKey: string;
  readonly atMs: number;
}

export interface ElementBegan extends OfInstance {
  readonly kind: 'element-began';
  readonly key: string;
  readonly elementId: string;
  /** BPMN's local name, as in `ElementType`; `multiInstanceBody` for the body. */
  readonly type: string;
  /** The enclosing scope's element instance; of a process: absent. */
  readonly scopeKey?: string;
  /** Of a called process: the element instance of its call activity. */
  readonly callerKey?: string;
  readonly definitionKey: string;
  readonly processId: string;
  /** Sequence flows by which it was reached, as far as the engine tells. */
  readonly via: readonly string[];
}

export interface ElementEnded extends OfInstance {
  readonly kind: 'element-ended';
  readonly key: string;
  readonly state: 'completed' | 'terminated';
}

export interface VariableChange extends OfInstance {
  readonly kind: 'variable';
  /** Element instance, or process instance, whose variable it is. */
  readonly scopeKey: string;
  readonly name: string;
  readonly value: JsonValue;
}

export interface TaskChange extends OfInstance {
  readonly kind: 'task';
  readonly key: string;
  readonly elementKey: string;
  readonly elementId: string;
  readonly processId: string;
  readonly state: 'open' | 'completed' | 'cancelled';
  readonly formReference?: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly candidateUsers: readonly string[];
  readonly dueAtMs?: number;
  readonly followUpAtMs?: number;
  readonly priority: number;
}

export interface TimerChange extends OfInstance {
  readonly kind: 'timer';
  readonly key: string;
  readonly elementKey: string;
  readonly targetId: string;
  readonly state: 'open' | 'gone';
  readonly dueAtMs: number;
}

export interface IncidentChange extends OfInstance {
  readonly kind: 'incident';
  readonly key: string;
  readonly elementKey: string;
  readonly elementId: string;
  readonly processId: string;
  readonly state: 'open' | 'resolved';
  /** As the embedded engine names it where it has the same, else the engine's own in our spelling. */
  readonly code: string;
  readonly message: string;
  readonly jobKey?: string;
}

/** This process instance is the one that was started under this root key of the mirror. */
export interface LinkChange extends OfInstance {
  readonly kind: 'link';
  readonly rootKey: string;
}
