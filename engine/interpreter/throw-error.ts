import type { FlowNode } from '../model/graph.ts';
import { catcherOf } from './catchers.ts';
import type { Catcher } from './catchers.ts';
import type { Variables } from './command.ts';
import { terminate } from './endings.ts';
import { triggerEventSubProcess } from './event-sub-process.ts';
import { createElement } from './flows.ts';
import { setLocals } from './mappings.ts';
import type { ElementInstance } from './state/rows.ts';
import type { StepContext } from './step-context.ts';

/**
 * Raises a BPMN error at an element instance. The nearest enclosing activity or scope that catches
 * it is ended, across call activities too. Answers false when nobody does.
 */
export function throwError(
  step: StepContext,
  from: ElementInstance,
  errorCode: string,
  variables: Variables,
): boolean {
  const catcher = catcherOf(step, from, (event) =>
    event?.kind === 'error' ? fitOf(event.errorCode, errorCode) : undefined,
  );
  if (catcher === undefined) return false;
  raise(step, catcher, variables);
  return true;
}

/** Raises an escalation; whoever catches it or not, it ends nobody who does not say so. */
export function throwEscalation(step: StepContext, from: ElementInstance, code: string): void {
  const catcher = catcherOf(step, from, (event) =>
    event?.kind === 'escalation' ? fitOf(event.escalationCode, code) : undefined,
  );
  if (catcher !== undefined) raise(step, catcher, {});
}

function fitOf(caught: string | undefined, thrown: string): 'exact' | 'any' | undefined {
  if (caught === undefined) return 'any';
  return caught === thrown ? 'exact' : undefined;
}

function raise(step: StepContext, catcher: Catcher, variables: Variables): void {
  if ('start' in catcher) triggerEventSubProcess(step, catcher.scope, catcher.start, variables);
  else if (catcher.boundary.interrupting === false) {
    createElement(step, catcher.boundary, catcher.host);
  } else triggerInterrupting(step, catcher.host, catcher.boundary, variables);
}

/** Ends the host and goes on at its boundary event, which holds the variables as its own. */
export function triggerInterrupting(
  step: StepContext,
  host: ElementInstance,
  boundary: FlowNode,
  variables: Variables,
): ElementInstance {
  const raised = createElement(step, boundary, host);
  setLocals(step, raised.key, variables);
  terminate(step, host);
  return raised;
}
