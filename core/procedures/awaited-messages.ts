import type { FlowNode } from '../../engine/model/graph.ts';
import type { ElementState, ProcessState } from '../cases/process-state.ts';
import { constant } from './check-model-references.ts';
import { nodeOf } from './element-chain.ts';
import type { Procedure } from './procedure.ts';

/** A message that the process of a case waits for at this moment. */
export interface AwaitedMessage {
  readonly message: string;
  /**
   * Names this waiting: it changes when the message has been taken, also where the process goes
   * on waiting for the next one.
   */
  readonly waitKey: string;
}

/**
 * What the process would take now: of active catch events and receive tasks, of what comes behind
 * active event-based gateways, of the boundary events of everything active, and of the event
 * sub-processes of active scopes.
 */
export function awaitedMessages(
  procedure: Procedure,
  process: ProcessState | undefined,
): AwaitedMessage[] {
  if (process?.state !== 'active') return [];
  return process.elements
    .filter(({ state }) => state === 'active')
    .flatMap((element) => awaitedAt(procedure, process, element));
}

function awaitedAt(
  procedure: Procedure,
  process: ProcessState,
  element: ElementState,
): AwaitedMessage[] {
  const node = nodeOf(procedure, element);
  const nodes = procedure.processes.get(element.processId)?.nodes;
  const flows = procedure.processes.get(element.processId)?.flows;
  if (!node || !nodes || !flows) return [];
  const behind =
    node.type === 'eventBasedGateway'
      ? node.outgoing.map((id) => flows.get(id)?.targetId ?? '')
      : [];
  const starts = isInterrupted(process, element, nodes) ? [] : startsIn(node, nodes);
  const waiting = [node.id, ...behind, ...node.boundaryEventIds, ...starts];
  return waiting.flatMap((id) => {
    const message = messageOf(nodes.get(id));
    if (message === undefined) return [];
    const times = timesTaken(procedure, process, element, message);
    return [{ message, waitKey: `${element.key}.${times}` }];
  });
}

/** The starts of the event sub-processes of a scope. */
function startsIn(node: FlowNode, nodes: ReadonlyMap<string, FlowNode>): string[] {
  return (node.eventSubProcessIds ?? []).flatMap((id) => nodes.get(id)?.startEventIds ?? []);
}

/** While an interrupting one runs, its scope waits for nothing else. */
function isInterrupted(
  { elements }: ProcessState,
  scope: ElementState,
  nodes: ReadonlyMap<string, FlowNode>,
): boolean {
  return elements.some(({ state, scopeKey, elementId }) => {
    const starts = nodes.get(elementId)?.triggeredByEvent
      ? (nodes.get(elementId)?.startEventIds ?? [])
      : [];
    const interrupts = starts.some((id) => nodes.get(id)?.interrupting !== false);
    return state === 'active' && scopeKey === scope.key && interrupts;
  });
}

/** Has the process taken the message that was awaited so? */
export function hasTaken(
  procedure: Procedure,
  process: ProcessState | undefined,
  { message, waitKey }: AwaitedMessage,
): boolean {
  const at = waitKey.lastIndexOf('.');
  const host = process?.elements.find(({ key }) => key === waitKey.slice(0, at));
  if (!process || !host) return false;
  const isOwn = messageOf(nodeOf(procedure, host)) === message;
  if (isOwn) return host.state === 'completed';
  return timesTaken(procedure, process, host, message) > Number(waitKey.slice(at + 1));
}

/** How often it came at this element: what does not interrupt takes it again and again. */
function timesTaken(
  procedure: Procedure,
  process: ProcessState,
  host: ElementState,
  message: string,
): number {
  const around = new Map(process.elements.map(({ key, scopeKey }) => [key, scopeKey]));
  // A boundary event stands beside its host, the start of an event sub-process within its scope.
  const belongs = ({ scopeKey = '' }: ElementState): boolean =>
    scopeKey === (host.scopeKey ?? '') || around.get(scopeKey) === host.key;
  return process.elements.filter(
    (one) => one.key !== host.key && belongs(one) && messageOf(nodeOf(procedure, one)) === message,
  ).length;
}

/** Of what waits for a message within a process: throwing ends do not, nor what starts one. */
function messageOf(node: FlowNode | undefined): string | undefined {
  const waits: readonly (string | undefined)[] = [
    'intermediateCatchEvent',
    'boundaryEvent',
    'receiveTask',
  ];
  const startsWithin = node?.type === 'startEvent' && node.interrupting !== undefined;
  if (!node || node.event?.kind !== 'message') return undefined;
  if (!startsWithin && !waits.includes(node.type)) return undefined;
  return constant(node.event.name);
}
