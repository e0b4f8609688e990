import type { Problem } from '../../model/problem.ts';
import type { Variables } from '../command.ts';
import type { HistoryEvent } from '../events.ts';

/** A line of `npm run model`. Keys are unique over all instances of the run. */
export interface HistoryLine {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly event: HistoryEvent['event'];
  readonly elementId: string;
  readonly elementType: string;
  readonly elementInstance: string;
  readonly scope: string | null;
  readonly process: string;
  readonly name?: string;
  readonly message?: string;
}

export interface WaitingFor {
  readonly elementId: string;
  readonly for: 'job' | 'task' | 'timer' | 'message' | 'signal' | 'condition' | 'incident';
  readonly name?: string;
}

export interface RunProblem {
  /** Of a problem with a model; `npm run model` prints it when there are several. */
  readonly file?: string;
  readonly elementId?: string;
  readonly line?: number;
  readonly code: string;
  readonly message: string;
  readonly severity?: Problem['severity'];
}

export interface RunResult {
  readonly event: 'result';
  readonly state: 'completed' | 'terminated' | 'waiting' | 'incident' | 'refused';
  readonly waiting: readonly WaitingFor[];
  readonly variables: Variables;
  readonly problems: readonly RunProblem[];
}

export function historyLine(rootKey: number, event: HistoryEvent): HistoryLine {
  const { at, elementInstance, scope, ...rest } = event;
  return {
    at: new Date(at).toISOString(),
    ...rest,
    elementInstance: `${rootKey}.${elementInstance}`,
    scope: scope === 0 ? null : `${rootKey}.${scope}`,
  };
}
