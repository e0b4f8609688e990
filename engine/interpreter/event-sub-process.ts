import type { FlowNode } from '../model/graph.ts';
import { eventSubProcessStarts } from './catchers.ts';
import type { Variables } from './command.ts';
import { terminateChildren } from './endings.ts';
import { createElement } from './flows.ts';
import type { ElementInstance } from './state/rows.ts';
import { rowsOf } from './state/table.ts';
import { nodeById } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { closeWait, openEventWait } from './waits.ts';

/** While a scope is open, its event sub-processes wait for their events (BPMN 2.0.2, 13.5.4). */
export function openEventSubProcesses(step: StepContext, scope: ElementInstance): void {
  for (const start of eventSubProcessStarts(step, scope)) {
    openEventWait(step, scope, start, { timer: scope.key, message: scope.key });
  }
}

/** Begins an event sub-process; an interrupting one ends everything else in its scope. */
export function triggerEventSubProcess(
  step: StepContext,
  scope: ElementInstance,
  start: FlowNode,
  brought: Variables,
): void {
  if (start.interrupting !== false) interrupt(step, scope);
  const beside = { scopeKey: scope.key, processKey: scope.processKey };
  createElement(step, nodeById(step, scope, start.parentId), beside, [], { brought });
}

function interrupt(step: StepContext, scope: ElementInstance): void {
  const starts = new Set(eventSubProcessStarts(step, scope).map(({ id }) => id));
  for (const wait of rowsOf(step.waits, scope.key)) {
    if (starts.has(wait.targetId)) closeWait(step, wait, 'cancelled');
  }
  terminateChildren(step, scope.key);
}
