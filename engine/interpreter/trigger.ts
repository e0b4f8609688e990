import type { FlowNode, SequenceFlow } from '../model/graph.ts';
import { CommandRejected } from './command.ts';
import type { Variables } from './command.ts';
import { endElement } from './endings.ts';
import { triggerEventSubProcess } from './event-sub-process.ts';
import { createElement, recordFlow } from './flows.ts';
import { deliver } from './mappings.ts';
import type { ElementInstance, TimerWait } from './state/rows.ts';
import { getRow, setRow } from './state/table.ts';
import { definitionOf, existingElement, nodeById, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { triggerInterrupting } from './throw-error.ts';
import { nextDue } from './timers.ts';
import { closeWait } from './waits.ts';

export function fireTimer(step: StepContext, waitKey: number): void {
  const wait = getRow(step.waits, waitKey);
  if (wait?.kind !== 'timer') throw new CommandRejected('not-found', 'the timer is gone');
  // A cycle keeps its key: whoever fires it twice, or too early, must not get its next time.
  if (wait.dueAtMs > step.env.nowMs) {
    throw new CommandRejected('conflict', 'the timer is not due');
  }
  const host = existingElement(step, wait.elementKey);
  const target = nodeById(step, host, wait.targetId);
  record(step, 'timer', { ...host, elementId: target.id, type: target.type });
  rearm(step, wait, target);
  trigger(step, host, target, {});
}

/** A cycle at an event that does not interrupt fires again, as often as it says. */
function rearm(step: StepContext, wait: TimerWait, target: FlowNode): void {
  const due = target.interrupting === false ? nextDue(step, wait) : undefined;
  if (due === undefined) closeWait(step, wait, 'done');
  else setRow(step.waits, { ...wait, ...due });
}

export function correlateMessage(step: StepContext, waitKey: number, variables: Variables): void {
  const wait = getRow(step.waits, waitKey);
  if (wait?.kind !== 'message') throw new CommandRejected('not-found', 'the subscription is gone');
  const host = existingElement(step, wait.elementKey);
  const target = nodeById(step, host, wait.targetId);
  record(
    step,
    'message',
    { ...host, elementId: target.id, type: target.type },
    { name: wait.name },
  );
  // An event that does not interrupt can happen again.
  if (target.interrupting !== false) closeWait(step, wait, 'done');
  trigger(step, host, target, variables);
}

function trigger(
  step: StepContext,
  host: ElementInstance,
  target: FlowNode,
  variables: Variables,
): void {
  if (target.type === 'boundaryEvent') return triggerBoundary(step, host, target, variables);
  if (target.type === 'startEvent') return triggerEventSubProcess(step, host, target, variables);
  if (host.type === 'eventBasedGateway') return triggerBehindGateway(step, host, target, variables);
  deliver(step, host.key, variables);
  step.agenda.push({ do: 'complete', key: host.key });
}

function triggerBoundary(
  step: StepContext,
  host: ElementInstance,
  boundary: FlowNode,
  variables: Variables,
): void {
  const raised =
    boundary.interrupting === false
      ? createElement(step, boundary, host)
      : triggerInterrupting(step, host, boundary, {});
  deliver(step, raised.key, variables);
}

/** The gateway has done its work; the event behind it happens at once. */
function triggerBehindGateway(
  step: StepContext,
  gateway: ElementInstance,
  target: FlowNode,
  variables: Variables,
): void {
  const flow = flowBetween(step, gateway, target);
  endElement(step, gateway, 'completed');
  recordFlow(step, gateway, flow);
  const raised = createElement(step, target, gateway, [flow.id], { triggered: true });
  deliver(step, raised.key, variables);
}

function flowBetween(step: StepContext, from: ElementInstance, target: FlowNode): SequenceFlow {
  const { flows } = definitionOf(step, from).graph;
  const outgoing = nodeById(step, from, from.elementId).outgoing.map((id) => flows.get(id));
  return outgoing.find((flow) => flow?.targetId === target.id) as SequenceFlow;
}
