import type { EventDefinition, FlowNode, JobDefinition } from '../model/graph.ts';
import { evaluate, evaluateText } from './evaluate.ts';
import type { ElementInstance, MessageWait, RemovedWaitOutcome, Wait } from './state/rows.ts';
import { dropRow, rowsOf, setRow } from './state/table.ts';
import { StepFailure } from './step-failure.ts';
import { nextKey, nodeById, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { firstDue } from './timers.ts';

/** Opens what a catching event needs: a timer or a message subscription. */
export function openEventWait(
  step: StepContext,
  row: ElementInstance,
  target: FlowNode,
  scopes: { readonly timer: number; readonly message: number },
): void {
  const event = target.event;
  if (event?.kind === 'timer') openTimer(step, row, target, event, scopes.timer);
  if (event?.kind === 'message') openMessage(step, row, target, event, scopes.message);
}

function openTimer(
  step: StepContext,
  row: ElementInstance,
  target: FlowNode,
  event: EventDefinition & { kind: 'timer' },
  scopeKey: number,
): void {
  const due = firstDue(step, event.timer, scopeKey);
  if (due === undefined) return;
  setRow(step.waits, {
    kind: 'timer',
    key: nextKey(step),
    elementKey: row.key,
    targetId: target.id,
    ...due,
  });
}

function openMessage(
  step: StepContext,
  row: ElementInstance,
  target: FlowNode,
  event: EventDefinition & { kind: 'message' },
  scopeKey: number,
): void {
  const name = evaluateText(step, event.name, scopeKey, 'message name');
  if (event.correlationKey === undefined) {
    throw new StepFailure('correlation-key-missing', `message ${name} has no correlation key`);
  }
  const wait: MessageWait = {
    kind: 'message',
    key: nextKey(step),
    elementKey: row.key,
    targetId: target.id,
    name,
    correlationKey: evaluateText(step, event.correlationKey, scopeKey, 'correlation key'),
  };
  setRow(step.waits, wait);
}

/** Boundary timers see the inputs of their host, boundary messages do not (as on Zeebe). */
export function openBoundaryWaits(step: StepContext, row: ElementInstance, node: FlowNode): void {
  for (const id of node.boundaryEventIds) {
    const boundary = nodeById(step, row, id);
    openEventWait(step, row, boundary, { timer: row.key, message: row.scopeKey });
  }
}

const DEFAULT_RETRIES = 3;

export function openJob(step: StepContext, row: ElementInstance, job: JobDefinition): void {
  const jobType = evaluateText(step, job.jobType, row.key, 'job type');
  const retries = Number(evaluate(step, job.retries, row.key) ?? DEFAULT_RETRIES);
  if (!Number.isInteger(retries) || retries < 0) {
    throw new StepFailure('retries-no-number', `retries of job ${jobType} are no whole number`);
  }
  setRow(step.waits, {
    kind: 'job',
    key: nextKey(step),
    elementKey: row.key,
    targetId: row.elementId,
    jobType,
    retries,
    headers: job.headers,
  });
  record(step, 'job', row, { name: jobType });
}

export function closeWait(step: StepContext, wait: Wait, outcome: RemovedWaitOutcome): void {
  dropRow(step.waits, wait.key);
  step.removedWaits.push({ key: wait.key, kind: wait.kind, outcome });
}

export function closeWaits(step: StepContext, elementKey: number): void {
  for (const wait of rowsOf(step.waits, elementKey)) closeWait(step, wait, 'cancelled');
}
