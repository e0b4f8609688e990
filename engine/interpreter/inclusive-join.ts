import type { FlowNode, ProcessGraph } from '../model/graph.ts';
import { createElement } from './flows.ts';
import type { ElementInstance, ParkedToken } from './state/rows.ts';
import { dropRow, rowsOf } from './state/table.ts';
import { definitionOf, element } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/**
 * Lets inclusive joins begin whose other tokens can no longer come, once everything else has moved.
 * Answers whether one did. BPMN 2.0.2, 13.4.3.
 */
export function beginInclusiveJoins(step: StepContext): boolean {
  const scopes = [...step.touchedScopes];
  step.touchedScopes.clear();
  return scopes.map((scopeKey) => beginIn(step, scopeKey)).some((begun) => begun);
}

function beginIn(step: StepContext, scopeKey: number): boolean {
  const tokens = rowsOf(step.tokens, scopeKey);
  const scope = tokens.length === 0 ? undefined : element(step, scopeKey);
  if (scope === undefined) return false;
  const { graph } = definitionOf(step, scope);
  for (const gatewayId of new Set(tokens.map((token) => token.gatewayId))) {
    const gateway = graph.nodes.get(gatewayId);
    if (gateway?.type !== 'inclusiveGateway') continue;
    if (mayStillCome(step, scopeKey, graph, gateway, tokens)) continue;
    begin(step, scope, gateway, tokens);
    // One after the other: what the first one does may change what the next one sees.
    step.touchedScopes.add(scopeKey);
    return true;
  }
  return false;
}

/** One token of each incoming flow that has any; further ones wait for the next time. */
function begin(
  step: StepContext,
  scope: ElementInstance,
  gateway: FlowNode,
  tokens: readonly ParkedToken[],
): void {
  const firstOf = new Map<string, number>();
  for (const token of tokens) {
    if (token.gatewayId === gateway.id && !firstOf.has(token.flowId)) {
      firstOf.set(token.flowId, token.key);
    }
  }
  for (const key of firstOf.values()) dropRow(step.tokens, key);
  const via = gateway.incoming.filter((flowId) => firstOf.has(flowId));
  createElement(step, gateway, { scopeKey: scope.key, processKey: scope.processKey }, via);
}

/**
 * A token elsewhere holds the join back when it can reach an incoming flow that is still empty,
 * and no flow that has its token already.
 */
function mayStillCome(
  step: StepContext,
  scopeKey: number,
  graph: ProcessGraph,
  gateway: FlowNode,
  tokens: readonly ParkedToken[],
): boolean {
  const own = tokens.filter((token) => token.gatewayId === gateway.id);
  const filled = new Set(own.map((token) => token.flowId));
  const empty = gateway.incoming.filter((flowId) => !filled.has(flowId));
  if (empty.length === 0) return false;
  const waysTo = waysInto(graph, gateway);
  const reaches = (nodeId: string, flowIds: Iterable<string>): boolean =>
    [...flowIds].some((flowId) => waysTo.get(flowId)?.has(nodeId));
  const elsewhere = new Set([
    ...rowsOf(step.elements, scopeKey).map((row) => row.elementId),
    ...tokens.filter((token) => !own.includes(token)).map((token) => token.gatewayId),
  ]);
  return [...elsewhere].some((nodeId) => reaches(nodeId, empty) && !reaches(nodeId, filled));
}

type Ways = ReadonlyMap<string, ReadonlySet<string>>;

const waysOfGraph = new WeakMap<ProcessGraph, Map<string, Ways>>();

/** For each incoming flow of a gateway: the nodes from which it can be reached past the gateway. */
function waysInto(graph: ProcessGraph, gateway: FlowNode): Ways {
  const known = waysOfGraph.get(graph) ?? new Map<string, Ways>();
  waysOfGraph.set(graph, known);
  const found = known.get(gateway.id);
  if (found !== undefined) return found;
  const made = new Map(
    gateway.incoming.map((flowId) => [flowId, waysToFlow(graph, gateway.id, flowId)] as const),
  );
  known.set(gateway.id, made);
  return made;
}

function waysToFlow(graph: ProcessGraph, gatewayId: string, flowId: string): Set<string> {
  const reached = new Set<string>();
  const pending = [graph.flows.get(flowId)?.sourceId ?? ''];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    // The gateway itself can send a token round, but no way leads through it.
    if (id !== gatewayId) pending.push(...before(graph, id));
  }
  return reached;
}

/** Where a token can come from: along flows, from the host of a boundary event, by a link. */
function before(graph: ProcessGraph, id: string): string[] {
  const node = graph.nodes.get(id);
  const sources = (node?.incoming ?? []).map((flowId) => graph.flows.get(flowId)?.sourceId ?? '');
  const host = node?.attachedToId === undefined ? [] : [node.attachedToId];
  const links =
    node?.event?.kind === 'link'
      ? [...graph.nodes.values()].filter((one) => one.linkTargetId === id).map((one) => one.id)
      : [];
  return [...sources, ...host, ...links];
}
