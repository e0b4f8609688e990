import type { CompileContext, NodeDraft, ProcessDraft } from './compile-context.ts';

/** Connects throwing link events with the one that catches the same name in the same scope. */
export function linkLinks(draft: ProcessDraft, context: CompileContext): void {
  const links = [...draft.nodes.values()].filter(({ node }) => nameOf(node) !== undefined);
  const targets = new Map<string, NodeDraft>();
  for (const link of links) {
    checkLinkFlows(link, context);
    if (link.node.type === 'intermediateCatchEvent') addTarget(link, targets, context);
  }
  for (const { node, element } of links) {
    if (node.type !== 'intermediateThrowEvent') continue;
    const target = targets.get(placeOf(node));
    if (target !== undefined) node.linkTargetId = target.node.id;
    else context.report.add('link-without-target', element, { name: nameOf(node) ?? '' });
  }
}

function addTarget(
  link: NodeDraft,
  targets: Map<string, NodeDraft>,
  context: CompileContext,
): void {
  const place = placeOf(link.node);
  const other = targets.get(place)?.node.id;
  if (other === undefined) targets.set(place, link);
  else {
    const name = nameOf(link.node) ?? '';
    context.report.add('link-target-duplicate', link.element, { name, other });
  }
}

function checkLinkFlows({ node, element }: NodeDraft, context: CompileContext): void {
  const catches = node.type === 'intermediateCatchEvent';
  const [flow] = catches ? node.incoming : node.outgoing;
  if (flow !== undefined) context.report.add('link-flow', element, { flow });
}

/** A link without name is reported where it is compiled. */
function nameOf({ event }: NodeDraft['node']): string | undefined {
  return event?.kind === 'link' && event.name !== '' ? event.name : undefined;
}

function placeOf(node: NodeDraft['node']): string {
  return JSON.stringify([node.parentId, nameOf(node)]);
}
