import { attributeOf, childrenNamed } from '../xml/xml-element.ts';
import { isBrokenReference } from './check-reference.ts';
import type { CompileContext, FlowDraft, NodeDraft, ProcessDraft } from './compile-context.ts';

/** Gives the nodes their flows and boundary events, in the order of the file. */
export function linkFlows(draft: ProcessDraft, context: CompileContext): void {
  for (const flow of draft.flows.values()) linkFlow(flow, draft, context);
  for (const node of draft.nodes.values()) {
    linkBoundary(node, draft, context);
    linkDefault(node, draft, context);
    checkNamedFlows(node, draft, context);
  }
}

function linkFlow(draftFlow: FlowDraft, draft: ProcessDraft, context: CompileContext): void {
  const { flow, parentId, element } = draftFlow;
  const source = draft.nodes.get(flow.sourceId);
  const target = draft.nodes.get(flow.targetId);
  if (source && target && source.node.parentId === parentId && target.node.parentId === parentId) {
    source.node.outgoing.push(flow.id);
    target.node.incoming.push(flow.id);
    return;
  }
  // Ends that are missing or broken are reported where references are checked.
  const { elementsById } = context;
  if (!elementsById.has(flow.sourceId) || !elementsById.has(flow.targetId)) return;
  const parameters = { source: flow.sourceId, target: flow.targetId };
  context.report.add('flow-crosses-scope', element, parameters);
}

function linkBoundary(boundary: NodeDraft, draft: ProcessDraft, context: CompileContext): void {
  if (boundary.node.type !== 'boundaryEvent' || boundary.refused) return;
  const host = draft.nodes.get(boundary.node.attachedToId ?? '');
  if (host && isActivity(host) && host.node.parentId === boundary.node.parentId) {
    host.node.boundaryEventIds.push(boundary.node.id);
  } else if (!isBrokenReference(boundary.element, 'attachedToRef', 'bpmn:Activity', context)) {
    context.report.add('boundary-not-attached', boundary.element);
  }
}

function linkDefault(draftNode: NodeDraft, draft: ProcessDraft, context: CompileContext): void {
  const { element, node } = draftNode;
  const flowId = attributeOf(element, 'default');
  if (flowId === undefined || draftNode.refused) return;
  if (draft.flows.get(flowId)?.flow.sourceId === node.id) node.defaultFlowId = flowId;
  else if (context.elementsById.has(flowId)) {
    context.report.add('default-flow-elsewhere', element, { flow: flowId });
  }
}

/** bpmn:incoming and bpmn:outgoing repeat what the flows say; they must not say otherwise. */
function checkNamedFlows(draftNode: NodeDraft, draft: ProcessDraft, context: CompileContext): void {
  const { element, node } = draftNode;
  const ends = [
    ['incoming', 'targetId'],
    ['outgoing', 'sourceId'],
  ] as const;
  for (const [property, end] of ends) {
    for (const reference of childrenNamed(element, `bpmn:${property}`)) {
      const id = reference.text.trim();
      const flow = draft.flows.get(id)?.flow;
      if (flow?.[end] === node.id || (!flow && !context.elementsById.has(id))) continue;
      context.report.add('flow-reference-mismatch', reference, { property, flow: id });
    }
  }
}

const activities: ReadonlySet<string> = new Set([
  'task',
  'manualTask',
  'serviceTask',
  'userTask',
  'sendTask',
  'receiveTask',
  'scriptTask',
  'businessRuleTask',
  'subProcess',
  'callActivity',
]);

/** A refused element may be an activity or a gateway: it is given the benefit of the doubt. */
export function isActivity(draft: NodeDraft): boolean {
  return activities.has(draft.node.type) && draft.node.triggeredByEvent !== true;
}
