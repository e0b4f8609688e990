import type { JsonObject } from '../json.ts';

/** The read model: one for all engines. Pages, search and figures read only this. */
export interface ReadModel {
  /** Absent until the engine has taken the start command. */
  processState(caseId: string): Promise<ProcessState | undefined>;
  task(taskKey: string): Promise<TaskState | undefined>;
  /** Of a user task's element instance, open or not. */
  taskOfElement(elementInstanceKey: string): Promise<TaskState | undefined>;
  /** Open tasks that are not this group's, the oldest first. */
  openTasks(page: PageQuery & { readonly exceptGroup: string }): Promise<TaskState[]>;
  /** A page of open tasks, filtered and in order. */
  inbox(query: InboxQuery): Promise<TaskState[]>;
  /** The oldest first. */
  openIncidents(page: PageQuery): Promise<IncidentState[]>;
  /** Variables of these names as each task sees them, the innermost scope first; by task. */
  taskVariables(
    taskKeys: readonly string[],
    names: readonly string[],
  ): Promise<ReadonlyMap<string, JsonObject>>;
  /** Variables of the case's root scope. */
  variables(caseId: string): Promise<JsonObject>;
}

/** What is left out does not narrow. */
export interface InboxQuery {
  /** Tasks of at least one of these candidate groups. */
  readonly groups: readonly string[];
  /** Of the case's own process, also for tasks of a block. */
  readonly processId?: string;
  readonly element?: { readonly processId: string; readonly elementId: string };
  readonly dueBeforeMs?: number;
  readonly claimedBy?: 'nobody' | { readonly subject: string };
  readonly caseIds?: readonly string[];
  /** `due`: what is due first, what is never due last. */
  readonly sort: InboxSort;
  readonly after?: InboxCursor;
  readonly limit: number;
}

export type InboxSort = 'due' | 'oldest' | 'newest';

/** Where a page ended: what comes after it does not depend on what was done meanwhile. */
export interface InboxCursor {
  /** Of the last task, what the sort goes by. */
  readonly value: number;
  readonly rootKey: string;
  readonly key: string;
}

/** The cursor behind this task. */
export function cursorAfter(
  { key: joined, dueAtMs, createdAtMs }: TaskState,
  sort: InboxSort,
): InboxCursor {
  const [rootKey = '', key = ''] = joined.split('.');
  return { value: sort === 'due' ? (dueAtMs ?? NEVER_DUE) : createdAtMs, rootKey, key };
}

/** What a task without a due date counts as; the index `task_open_due` says the same. */
export const NEVER_DUE = 8_640_000_000_000_000;

/** A page of a list: as many rows as `limit`, from behind `after`. */
export interface PageQuery {
  readonly after?: PageCursor;
  readonly limit: number;
}

/** The last row of the page before: what comes next does not depend on what was done meanwhile. */
export interface PageCursor {
  readonly createdAtMs: number;
  readonly key: string;
}

export interface ProcessState {
  readonly caseId: string;
  readonly rootInstanceKey: string;
  readonly processId: string;
  readonly bundleHash: string;
  readonly state: 'active' | 'completed' | 'terminated';
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  /** In the order of their start. */
  readonly elements: readonly ElementState[];
  readonly openTasks: readonly TaskState[];
  readonly openTimers: readonly TimerState[];
  readonly openIncidents: readonly IncidentState[];
}

export interface ElementState {
  readonly key: string;
  readonly elementId: string;
  /** BPMN's local name: startEvent, serviceTask, process, … */
  readonly elementType: string;
  readonly processId: string;
  readonly state: 'active' | 'completed' | 'terminated';
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  /** The element instance of the enclosing scope; absent for the root instance. */
  readonly scopeKey?: string;
  readonly instanceKey: string;
}

export interface TaskState {
  readonly key: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly processId: string;
  readonly instanceKey: string;
  readonly rootInstanceKey: string;
  readonly caseId?: string;
  readonly bundleHash: string;
  readonly state: 'open' | 'completed' | 'cancelled';
  readonly formReference?: string;
  readonly assignee?: string;
  readonly candidateGroups: readonly string[];
  readonly dueAtMs?: number;
  readonly priority: number;
  readonly createdAtMs: number;
}

export interface TimerState {
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly dueAtMs: number;
}

export interface IncidentState {
  readonly key: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
  readonly processId: string;
  readonly rootInstanceKey: string;
  readonly caseId?: string;
  readonly code: string;
  readonly message: string;
  readonly createdAtMs: number;
}
