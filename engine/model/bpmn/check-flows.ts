import type { FlowNode } from '../graph.ts';
import { childNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, FlowDraft, NodeDraft, ProcessDraft } from './compile-context.ts';
import { isActivity } from './link-flows.ts';

/** Where flows may lead and which may carry a condition (BPMN 2.0.2, 8.4.13, 10.5, 10.6). */
export function checkFlows(draft: ProcessDraft, context: CompileContext): void {
  for (const node of draft.nodes.values()) {
    checkIncoming(node, context);
    checkOutgoing(node, context);
  }
  for (const flow of draft.flows.values()) {
    const source = draft.nodes.get(flow.flow.sourceId);
    if (source && !source.refused) checkCondition(flow, source, context);
  }
}

function checkIncoming({ node, element }: NodeDraft, context: CompileContext): void {
  const [flow] = node.incoming;
  const [connected] = [...node.incoming, ...node.outgoing];
  if (node.triggeredByEvent && connected !== undefined) {
    context.report.add('event-sub-process-flow', element, { flow: connected });
  }
  if (flow === undefined) return;
  if (node.type === 'startEvent') context.report.add('start-event-incoming', element, { flow });
  if (node.type === 'boundaryEvent') context.report.add('boundary-incoming', element, { flow });
}

function checkOutgoing({ node, element, refused }: NodeDraft, context: CompileContext): void {
  const [flow] = node.outgoing;
  if (node.type === 'endEvent' && flow !== undefined) {
    context.report.add('end-event-outgoing', element, { flow });
  }
  if (node.type === 'startEvent' && flow === undefined) {
    context.report.add('start-event-without-outgoing', element);
  }
  if (node.type === 'boundaryEvent' && flow === undefined && !refused && !compensates(element)) {
    context.report.add('boundary-without-outgoing', element);
  }
}

/** A compensation event is tied to its handler by an association; it is refused as such. */
function compensates(boundary: XmlElement): boolean {
  return childNamed(boundary, 'bpmn:compensateEventDefinition') !== undefined;
}

function checkCondition(draft: FlowDraft, source: NodeDraft, context: CompileContext): void {
  const { flow, element } = draft;
  const { node } = source;
  if (choosing.has(node.type)) checkChoice(draft, node, context);
  else if (isActivity(source)) checkDefault(draft, node, context);
  else if (flow.condition) {
    context.report.add('condition-not-allowed', element, { source: node.id });
  }
}

const choosing: ReadonlySet<string> = new Set(['exclusiveGateway', 'inclusiveGateway']);

function checkChoice(
  { flow, element }: FlowDraft,
  gateway: FlowNode,
  context: CompileContext,
): void {
  checkDefault({ flow, element }, gateway, context);
  if (gateway.defaultFlowId !== flow.id && !flow.condition && gateway.outgoing.length > 1) {
    context.report.add('condition-missing', element, { source: gateway.id });
  }
}

function checkDefault(
  { flow, element }: Pick<FlowDraft, 'flow' | 'element'>,
  { defaultFlowId }: FlowNode,
  context: CompileContext,
): void {
  if (defaultFlowId === flow.id && flow.condition) {
    context.report.add('condition-on-default', element);
  }
}
