import type { FlowNode } from '../model/graph.ts';
import { callProcess } from './call-activity.ts';
import type { Variables } from './command.ts';
import { evaluate, evaluateText } from './evaluate.ts';
import { remember, remembered } from './ledger.ts';
import { beginLoop, isRound } from './loops.ts';
import { applyInputs, deliver } from './mappings.ts';
import { enterScope } from './process-instance.ts';
import type { ElementInstance } from './state/rows.ts';
import { StepFailure } from './step-failure.ts';
import {
  definitionOf,
  existingElement,
  nodeById,
  nodeOf,
  putElement,
  record,
} from './step-context.ts';
import type { AgendaItem, StepContext } from './step-context.ts';
import { throwError, throwEscalation } from './throw-error.ts';
import { openTask } from './user-task.ts';
import { visibleVariables, withOwnNames } from './variables.ts';
import { openBoundaryWaits, openEventWait, openJob } from './waits.ts';

/** More activations than this without a wait are a runaway: an incident, not a hang. */
const MAX_ACTIVATIONS = 100_000;

/** Begins an element instance: inputs, what its boundary events wait for, then what it does. */
export function activate(step: StepContext, item: AgendaItem): void {
  const row = begin(step, existingElement(step, item.key));
  if (row.type === 'process') return enterProcess(step, row, item);
  countActivation(step, row);
  const node = nodeOf(step, row);
  if (row.type === 'multiInstanceBody') {
    openBoundaryWaits(step, row, node);
    return beginLoop(step, row, node);
  }
  applyInputs(step, row.key, node.inputs);
  if (!isRound(step, row)) openBoundaryWaits(step, row, node);
  if (item.triggered === true) complete(step, row);
  else if (node.type === 'subProcess') enterSubProcess(step, row, node, item);
  else behave(step, row, node);
}

/** What a failed try was given stands in the ledger. */
function enterProcess(step: StepContext, row: ElementInstance, item: AgendaItem): void {
  const startEventId = item.startEventId ?? remembered(step, row.key, 'startEventId');
  enterScope(step, row, String(startEventId));
}

function enterSubProcess(
  step: StepContext,
  row: ElementInstance,
  node: FlowNode,
  item: AgendaItem,
): void {
  const start = enterScope(step, row, innerStart(node));
  const brought = item.brought ?? (remembered(step, row.key, 'brought') as Variables | undefined);
  if (brought !== undefined) deliver(step, start.key, brought);
}

/** A second try, after the incident, begins with the same. */
export function rememberItem(step: StepContext, item: AgendaItem): void {
  if (item.startEventId !== undefined) {
    remember(step, item.key, 'startEventId', item.startEventId);
  }
  if (item.brought !== undefined) remember(step, item.key, 'brought', item.brought);
}

function begin(step: StepContext, row: ElementInstance): ElementInstance {
  // After an incident it begins a second time, and stands in the history once.
  if (row.phase === 'active') return row;
  const begun: ElementInstance = { ...row, phase: 'active', startedAtMs: step.env.nowMs };
  putElement(step, begun);
  record(step, 'activated', begun);
  return begun;
}

function countActivation(step: StepContext, row: ElementInstance): void {
  step.activations += 1;
  if (step.activations <= MAX_ACTIVATIONS) return;
  throw new StepFailure(
    'runaway',
    `more than ${MAX_ACTIVATIONS} activations without a wait, the last at ${row.elementId}`,
  );
}

function complete(step: StepContext, row: ElementInstance): void {
  step.agenda.push({ do: 'complete', key: row.key });
}

function behave(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (node.job !== undefined) return openJob(step, row, node.job);
  switch (node.type) {
    case 'userTask':
      return openTask(step, row, node.userTask);
    case 'scriptTask':
      return runScript(step, row, node);
    case 'businessRuleTask':
      return decide(step, row, node);
    case 'callActivity':
      return callProcess(step, row, node);
    case 'eventBasedGateway':
      return openTargets(step, row, node);
    case 'receiveTask':
    case 'intermediateCatchEvent':
      if (node.event?.kind === 'link') return complete(step, row);
      return openEventWait(step, row, node, { timer: row.key, message: row.key });
    case 'intermediateThrowEvent':
    case 'sendTask':
      return throwEvent(step, row, node);
    case 'endEvent':
      return reachEnd(step, row, node);
    default:
      return complete(step, row);
  }
}

function runScript(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (node.script === undefined) return complete(step, row);
  const result = evaluate(step, node.script.expression, row.key);
  deliver(step, row.key, withOwnNames([[node.script.resultVariable, result]]));
  complete(step, row);
}

function decide(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (node.decision === undefined) return complete(step, row);
  const decisionId = evaluateText(step, node.decision.decisionId, row.key, 'decision');
  const variables = visibleVariables(step, row.key);
  const result = definitionOf(step, row).decide(decisionId, variables, step.env);
  deliver(step, row.key, withOwnNames([[node.decision.resultVariable, result]]));
  complete(step, row);
}

function innerStart(node: FlowNode): string {
  const [start] = node.startEventIds ?? [];
  if (start === undefined) throw new StepFailure('start-missing', `${node.id} has no start event`);
  return start;
}

/** The gateway waits for all its targets at once; the first to happen wins. */
function openTargets(step: StepContext, row: ElementInstance, node: FlowNode): void {
  const { flows } = definitionOf(step, row).graph;
  for (const flowId of node.outgoing) {
    const target = nodeById(step, row, flows.get(flowId)?.targetId ?? '');
    openEventWait(step, row, target, { timer: row.key, message: row.key });
  }
}

function throwEvent(step: StepContext, row: ElementInstance, node: FlowNode): void {
  publishMessage(step, row, node);
  if (node.event?.kind === 'escalation') {
    throwEscalation(step, row, node.event.escalationCode ?? '');
  }
  complete(step, row);
}

/** Without a job, the engine publishes the message itself. */
function publishMessage(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (node.event?.kind !== 'message') return;
  const name = evaluateText(step, node.event.name, row.key, 'message name');
  const { correlationKey } = node.event;
  step.effects.push({
    type: 'publishMessage',
    messageId: String(row.key),
    name,
    correlationKey:
      correlationKey === undefined
        ? ''
        : evaluateText(step, correlationKey, row.key, 'correlation key'),
    variables: visibleVariables(step, row.key),
  });
  record(step, 'message', row, { name });
}

function reachEnd(step: StepContext, row: ElementInstance, node: FlowNode): void {
  if (node.event?.kind !== 'error') return throwEvent(step, row, node);
  const code = node.event.errorCode ?? '';
  if (throwError(step, row, code, {})) return;
  throw new StepFailure('error-uncaught', `nobody catches the error ${code}`);
}
