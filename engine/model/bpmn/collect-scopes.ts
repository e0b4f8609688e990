import type { Report } from '../report.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { BpmnRules } from './bpmn-rules.ts';
import type { CompileContext, NodeDraft, ProcessDraft } from './compile-context.ts';
import { compileFlow } from './compile-flow.ts';
import { compileNode } from './compile-node.ts';
import { getMetamodel } from './metamodel.ts';
import { namingOf } from './unsupported.ts';

/** Drawn, described or recorded, without effect on the flow. */
const carried = new Set([
  'bpmn:dataObject',
  'bpmn:dataObjectReference',
  'bpmn:dataStoreReference',
  'bpmn:sequenceFlow',
]);

/** Collects the nodes and flows of a process and of all sub-processes in it. */
export function collectScopes(root: NodeDraft, context: CompileContext): ProcessDraft {
  const draft: ProcessDraft = {
    root,
    nodes: new Map([[root.node.id, root]]),
    flows: new Map(),
  };
  const pending = [root];
  for (let scope = pending.shift(); scope; scope = pending.shift()) {
    const childIds: string[] = [];
    for (const element of scope.element.children) {
      const id = collectElement(element, scope, draft, context);
      const child = id === undefined ? undefined : draft.nodes.get(id);
      if (!child) continue;
      childIds.push(child.node.id);
      if (child.node.type === 'subProcess' && !child.refused) pending.push(child);
    }
    const childNode = (id: string) => draft.nodes.get(id)?.node;
    scope.node.childIds = childIds;
    scope.node.startEventIds = childIds.filter((id) => childNode(id)?.type === 'startEvent');
    scope.node.eventSubProcessIds = childIds.filter((id) => childNode(id)?.triggeredByEvent);
  }
  return draft;
}

/** Adds a flow or node to the draft; returns the id of a node. */
function collectElement(
  element: XmlElement,
  scope: NodeDraft,
  draft: ProcessDraft,
  context: CompileContext,
): string | undefined {
  const type = getMetamodel().typeOf(element.name);
  if (element.name === 'bpmn:correlationSubscription') {
    context.report.add('element-not-supported', element, { what: namingOf(element.name) });
  }
  if (!type?.isA('bpmn:FlowElement')) return undefined;
  const isFlow = element.name === 'bpmn:sequenceFlow';
  if (carried.has(element.name) && !isFlow) return undefined;
  const id = idOf(element, context.report);
  if (id === undefined || draft.nodes.has(id) || draft.flows.has(id)) return undefined;
  if (isFlow) {
    draft.flows.set(id, compileFlow(element, id, scope.node.id, context));
    return undefined;
  }
  draft.nodes.set(id, compileNode(element, id, scope.node.id, context));
  return id;
}

export function idOf(element: XmlElement, report: Report<BpmnRules>): string | undefined {
  const id = attributeOf(element, 'id');
  if (id === undefined) report.add('id-missing', element, { name: element.name });
  return id;
}
