import type { FlowNode, SequenceFlow } from '../model/graph.ts';
import { evaluateCondition } from './evaluate.ts';
import type { ElementInstance } from './state/rows.ts';
import { dropRow, rowsOf, setRow } from './state/table.ts';
import { StepFailure } from './step-failure.ts';
import {
  definitionOf,
  element,
  nextKey,
  nodeById,
  processIdOf,
  putElement,
} from './step-context.ts';
import type { AgendaItem, StepContext } from './step-context.ts';

/** Which flows a completed element takes. Decided before it ends: a failure keeps it. */
export function flowsToTake(
  step: StepContext,
  row: ElementInstance,
  node: FlowNode,
): readonly SequenceFlow[] {
  const outgoing = outgoingOf(step, row, node);
  if (!hasChoice(node, outgoing)) return outgoing;
  if (node.type === 'exclusiveGateway') return [exclusiveFlow(step, row, node, outgoing)];
  return inclusiveFlows(step, row, node, outgoing);
}

/** Gateways with a choice, and activities whose flows have conditions (BPMN 2.0.2, 13.2.1). */
export function choosesFlows(step: StepContext, row: ElementInstance, node: FlowNode): boolean {
  return hasChoice(node, outgoingOf(step, row, node));
}

function outgoingOf(step: StepContext, row: ElementInstance, node: FlowNode): SequenceFlow[] {
  const { flows } = definitionOf(step, row).graph;
  return node.outgoing.map((id) => flows.get(id) as SequenceFlow);
}

function hasChoice(node: FlowNode, outgoing: readonly SequenceFlow[]): boolean {
  if (outgoing.length === 0 || node.type === 'parallelGateway') return false;
  if (node.type === 'exclusiveGateway' || node.type === 'inclusiveGateway') return true;
  return node.defaultFlowId !== undefined || outgoing.some((flow) => flow.condition !== undefined);
}

/** All whose condition is true or missing; the default when none of the conditions is true. */
function inclusiveFlows(
  step: StepContext,
  row: ElementInstance,
  node: FlowNode,
  outgoing: readonly SequenceFlow[],
): readonly SequenceFlow[] {
  const others = outgoing.filter((flow) => flow.id !== node.defaultFlowId);
  const taken = others.filter((flow) => isTrue(step, row, flow));
  if (taken.some((flow) => flow.condition !== undefined)) return taken;
  const otherwise = outgoing.filter((flow) => flow.id === node.defaultFlowId);
  if (taken.length + otherwise.length > 0) {
    return outgoing.filter((flow) => taken.includes(flow) || otherwise.includes(flow));
  }
  throw new StepFailure('no-condition-true', `no condition of ${node.id} is true`);
}

/** The first in the file whose condition is true, else the default. */
function exclusiveFlow(
  step: StepContext,
  row: ElementInstance,
  node: FlowNode,
  outgoing: readonly SequenceFlow[],
): SequenceFlow {
  for (const flow of outgoing) {
    if (flow.id === node.defaultFlowId) continue;
    if (isTrue(step, row, flow)) return flow;
  }
  const otherwise = outgoing.find((flow) => flow.id === node.defaultFlowId);
  if (otherwise !== undefined) return otherwise;
  throw new StepFailure('no-condition-true', `no condition of gateway ${node.id} is true`);
}

function isTrue(step: StepContext, row: ElementInstance, flow: SequenceFlow): boolean {
  if (flow.condition === undefined) return true;
  // Its own variables end with an activity: the condition sees what it has given outward.
  const scopeKey = row.type.endsWith('Gateway') ? row.key : row.scopeKey;
  return evaluateCondition(step, flow.condition, scopeKey, ` of flow ${flow.id}`);
}

/** Takes a flow: its target comes into being, or a token waits at a join. */
export function takeFlow(step: StepContext, from: ElementInstance, flow: SequenceFlow): void {
  recordFlow(step, from, flow);
  const target = nodeById(step, from, flow.targetId);
  if (!isJoin(target)) {
    createElement(step, target, from, [flow.id]);
    return;
  }
  setRow(step.tokens, {
    key: nextKey(step),
    scopeKey: from.scopeKey,
    gatewayId: target.id,
    flowId: flow.id,
  });
  if (target.type === 'parallelGateway') joinTokens(step, from, target);
  // An inclusive one looks when everything has moved (inclusive-join.ts).
  else step.touchedScopes.add(from.scopeKey);
}

function isJoin({ type, incoming }: FlowNode): boolean {
  return (type === 'parallelGateway' || type === 'inclusiveGateway') && incoming.length > 1;
}

/** One token of each incoming flow makes the gateway begin; the others wait on. */
function joinTokens(step: StepContext, from: ElementInstance, gateway: FlowNode): void {
  const firstOf = new Map<string, number>();
  for (const token of rowsOf(step.tokens, from.scopeKey)) {
    if (token.gatewayId === gateway.id && !firstOf.has(token.flowId)) {
      firstOf.set(token.flowId, token.key);
    }
  }
  if (firstOf.size < gateway.incoming.length) return;
  for (const key of firstOf.values()) dropRow(step.tokens, key);
  createElement(step, gateway, from, gateway.incoming);
}

/** A new instance of `node` beside `beside`, or inside `scopeKey`, to be activated in its turn. */
export function createElement(
  step: StepContext,
  node: FlowNode,
  beside: Pick<ElementInstance, 'scopeKey' | 'processKey'>,
  via: readonly string[] = [],
  options: Pick<AgendaItem, 'triggered' | 'brought'> = {},
): ElementInstance {
  const row: ElementInstance = {
    key: nextKey(step),
    elementId: node.id,
    type: typeIn(step, node, beside.scopeKey),
    scopeKey: beside.scopeKey,
    processKey: beside.processKey,
    phase: 'created',
    startedAtMs: step.env.nowMs,
    via,
  };
  putElement(step, row);
  step.agenda.push({ do: 'activate', key: row.key, ...options });
  return row;
}

/** What is done several times is a body; each of its rounds stands within. */
function typeIn(step: StepContext, node: FlowNode, scopeKey: number): ElementInstance['type'] {
  if (node.loop === undefined) return node.type;
  return element(step, scopeKey)?.type === 'multiInstanceBody' ? node.type : 'multiInstanceBody';
}

export function recordFlow(step: StepContext, from: ElementInstance, flow: SequenceFlow): void {
  step.events.push({
    at: step.env.nowMs,
    event: 'flow',
    elementId: flow.id,
    elementType: 'sequenceFlow',
    elementInstance: from.key,
    scope: from.scopeKey,
    process: processIdOf(step, from),
  });
}
