import type {
  ElementInstance,
  EndState,
  Incident,
  ParkedToken,
  RemovedWaitOutcome,
  VariableRow,
  Wait,
} from './rows.ts';

/**
 * What a step changed, a row each: the cost of a step depends on the step, not on the size or age
 * of the instance. Added and removed waits are the step's effects on jobs, tasks, timers and
 * subscriptions; ended elements are its history.
 */
export interface Patch {
  readonly nextKey: number;
  readonly status: 'active' | EndState;
  readonly elements: {
    /** Added or changed; those that ended in the same step stand here and in `ended`. */
    readonly put: readonly ElementInstance[];
    readonly ended: readonly EndedElement[];
  };
  readonly tokens: { readonly put: readonly ParkedToken[]; readonly removed: readonly number[] };
  readonly waits: { readonly put: readonly Wait[]; readonly removed: readonly RemovedWait[] };
  readonly incidents: { readonly put: readonly Incident[]; readonly removed: readonly number[] };
  readonly variables: readonly VariableRow[];
}

export interface EndedElement {
  readonly key: number;
  readonly state: EndState;
  readonly endedAtMs: number;
  /** Begun and ended in one step: it was never stored before. */
  readonly fresh: boolean;
}

export interface RemovedWait {
  readonly key: number;
  readonly kind: Wait['kind'];
  readonly outcome: RemovedWaitOutcome;
}
