import type { FlowNode, ProcessGraph } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { checkEvents } from './check-events.ts';
import { checkFlows } from './check-flows.ts';
import { checkGateways } from './check-gateways.ts';
import { checkReachable } from './check-reachable.ts';
import { collectScopes, idOf } from './collect-scopes.ts';
import type { CompileContext, ProcessDraft } from './compile-context.ts';
import { toDraft } from './compile-node.ts';
import { deepFreeze } from './deep-freeze.ts';
import { checkExtensions, extensionOf, propertiesOf } from './extensions.ts';
import { linkFlows } from './link-flows.ts';
import { linkLinks } from './link-links.ts';

/** Compiles one executable process; what is wrong with it goes to the report. */
export function compileProcess(
  element: XmlElement,
  context: CompileContext,
): ProcessGraph | undefined {
  const id = idOf(element, context.report);
  if (id === undefined) return undefined;
  checkExtensions(element, context);
  const properties = propertiesOf(element, context);
  const root = toDraft(element, id, '', 'process', false, { properties });
  const draft = collectScopes(root, context);
  linkFlows(draft, context);
  linkLinks(draft, context);
  checkFlows(draft, context);
  checkEvents(draft, context);
  checkGateways(draft, context);
  checkReachable(draft, context);
  return toGraph(draft);
}

function toGraph(draft: ProcessDraft): ProcessGraph {
  const { element, node: root } = draft.root;
  const name = attributeOf(element, 'name');
  const tag = extensionOf(element, 'zeebe:versionTag');
  const versionTag = tag && attributeOf(tag, 'value');
  const nodes = new Map<string, FlowNode>();
  for (const [id, { node }] of draft.nodes) nodes.set(id, deepFreeze(node));
  const flows = new Map([...draft.flows].map(([id, { flow }]) => [id, deepFreeze(flow)] as const));
  return Object.freeze({
    processId: root.id,
    ...(name !== undefined && { name }),
    ...(versionTag !== undefined && { versionTag }),
    root,
    nodes,
    flows,
  });
}
