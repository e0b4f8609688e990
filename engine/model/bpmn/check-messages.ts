import type { EventDefinition } from '../graph.ts';
import type { CompileContext, NodeDraft } from './compile-context.ts';
import { textOf } from './compile-message.ts';

/** One message for two paths: nobody could say which of them it takes. */
export function checkDistinctMessages(
  waiting: readonly NodeDraft[],
  context: CompileContext,
): void {
  const firstByName = new Map<string, string>();
  for (const { node, element } of waiting) {
    const message = messageName(node.event);
    if (message === undefined) continue;
    const other = firstByName.get(message);
    if (other === undefined) firstByName.set(message, node.id);
    else context.report.add('message-duplicate', element, { message, other });
  }
}

function messageName(event: EventDefinition | undefined): string | undefined {
  return event?.kind === 'message' ? textOf(event.name) : undefined;
}
