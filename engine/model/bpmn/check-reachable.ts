import type { CompileContext, NodeDraft, ProcessDraft } from './compile-context.ts';

/** Warns about nodes that no token can reach. */
export function checkReachable(draft: ProcessDraft, context: CompileContext): void {
  const reached = new Set<string>();
  const pending = [draft.root.node.id];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const node = draft.nodes.get(id);
    if (!node || reached.has(id)) continue;
    reached.add(id);
    pending.push(...nextOf(node, draft));
  }
  for (const [id, { element, refused, node }] of draft.nodes) {
    if (reached.has(id) || refused) continue;
    // What lies in an unreachable sub-process is not told one by one.
    if (reached.has(node.parentId)) context.report.add('unreachable', element);
  }
}

function nextOf({ node }: NodeDraft, draft: ProcessDraft): string[] {
  const targets = node.outgoing.map((flowId) => draft.flows.get(flowId)?.flow.targetId ?? '');
  const link = node.linkTargetId === undefined ? [] : [node.linkTargetId];
  return [
    ...targets,
    ...link,
    ...node.boundaryEventIds,
    ...(node.startEventIds ?? []),
    ...(node.eventSubProcessIds ?? []),
  ];
}
