import type { ElementEnded, ForeignReference } from '../../../engine/mirror.ts';

/** Rows as `WRITE_STATEMENT` reads them; `root` is a root key, `key` a number within the root. */

export interface InstanceRow {
  readonly key: string;
  next: number;
  state: 'active' | ElementEnded['state'];
  ended: number | null;
  /** Absent: the row is there, only the above changes. */
  readonly begun?: {
    readonly process: string;
    readonly definition: string;
    readonly bundle: string;
    readonly case: string | null;
    readonly start: string | null;
    readonly now: number;
  };
}

export interface KeyRow {
  readonly foreign: string;
  readonly root: string;
  readonly key: number;
  readonly process: number;
  readonly kind: ForeignReference['kind'];
  readonly job: string | null;
}

export interface ElementRow {
  readonly root: string;
  readonly key: number;
  readonly id: string;
  readonly type: string;
  readonly scope: number;
  readonly process: number;
  readonly process_id: string;
  readonly definition: string | null;
  readonly via: readonly string[];
  readonly started: number;
  state: 'active' | ElementEnded['state'];
  ended: number | null;
}

export interface EndRow {
  readonly root: string;
  readonly key: number;
  readonly state: ElementEnded['state'];
  readonly ended: number;
}

export interface VariableRow {
  readonly root: string;
  readonly scope: number;
  readonly name: string;
  /** JSON as text: whatever stands in it, reading the rows must not fail. */
  readonly value: string;
  readonly now: number;
}

export interface TaskRow {
  readonly root: string;
  readonly key: number;
  readonly element: number;
  readonly id: string;
  readonly process_id: string;
  readonly form: string | null;
  readonly assignee: string | null;
  readonly groups: readonly string[];
  readonly users: readonly string[];
  readonly due: number | null;
  readonly follow_up: number | null;
  readonly priority: number;
  readonly state: string;
  readonly created: number;
  readonly ended: number | null;
}

export interface TimerRow {
  readonly root: string;
  readonly key: number;
  readonly element: number;
  readonly target: string;
  readonly due: number;
  /** Not there before this batch. */
  readonly fresh: boolean;
  readonly gone: boolean;
}

export interface IncidentRow {
  readonly root: string;
  readonly key: number;
  readonly element: number;
  readonly id: string;
  readonly process_id: string;
  readonly code: string;
  readonly message: string;
  readonly created: number;
  readonly resolved: number | null;
}

export interface LinkRow {
  readonly root: string;
  readonly foreign: string;
}
