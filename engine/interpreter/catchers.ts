import type { EventDefinition, FlowNode } from '../model/graph.ts';
import { isRound } from './loops.ts';
import type { ElementInstance } from './state/rows.ts';
import { rowsOf } from './state/table.ts';
import { element, nodeById, nodeOf, scopeNodeOf } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/** Where an error or escalation is caught. */
export type Catcher =
  | { readonly host: ElementInstance; readonly boundary: FlowNode }
  | { readonly scope: ElementInstance; readonly start: FlowNode };

/** `exact` goes before `any`, which catches all of its kind. */
export type Fit = (event: EventDefinition | undefined) => 'exact' | 'any' | undefined;

/**
 * The nearest place that catches what is raised at an element instance, across call activities:
 * in each scope its event sub-processes before the boundary of the scope (BPMN 2.0.2, 13.5.3).
 */
export function catcherOf(step: StepContext, from: ElementInstance, fit: Fit): Catcher | undefined {
  for (let host: ElementInstance | undefined = from; host !== undefined;) {
    const boundary = boundaryOf(step, host, fit);
    if (boundary !== undefined) return { host, boundary };
    const scope = element(step, host.scopeKey);
    const start = scope && startIn(step, scope, host, fit);
    if (scope !== undefined && start !== undefined) return { scope, start };
    host = scope;
  }
  return undefined;
}

function boundaryOf(step: StepContext, host: ElementInstance, fit: Fit): FlowNode | undefined {
  // The boundary events of a loop belong to its body.
  if (host.type === 'process' || isRound(step, host)) return undefined;
  const boundaries = nodeOf(step, host).boundaryEventIds.map((id) => nodeById(step, host, id));
  return bestOf(boundaries, fit);
}

function startIn(
  step: StepContext,
  scope: ElementInstance,
  host: ElementInstance,
  fit: Fit,
): FlowNode | undefined {
  // Around a process is its call activity, around a round its body: neither has any.
  if (host.type === 'process' || isRound(step, host)) return undefined;
  if (isInterrupted(step, scope)) return undefined;
  const starts = eventSubProcessStarts(step, scope)
    // What an event sub-process raises is not its own trigger.
    .filter((start) => start.parentId !== host.elementId);
  return bestOf(starts, fit);
}

function bestOf(nodes: readonly FlowNode[], fit: Fit): FlowNode | undefined {
  return (
    nodes.find(({ event }) => fit(event) === 'exact') ??
    nodes.find(({ event }) => fit(event) === 'any')
  );
}

/** The start events of the event sub-processes that belong to a scope. */
export function eventSubProcessStarts(step: StepContext, scope: ElementInstance): FlowNode[] {
  return (scopeNodeOf(step, scope).eventSubProcessIds ?? []).flatMap((id) =>
    (nodeById(step, scope, id).startEventIds ?? []).map((start) => nodeById(step, scope, start)),
  );
}

/** While an interrupting event sub-process runs, its scope listens to nothing else. */
function isInterrupted(step: StepContext, scope: ElementInstance): boolean {
  const interrupting = new Set(
    eventSubProcessStarts(step, scope)
      .filter((start) => start.interrupting !== false)
      .map((start) => start.parentId),
  );
  if (interrupting.size === 0) return false;
  return rowsOf(step.elements, scope.key).some((row) => interrupting.has(row.elementId));
}
