import type { FlowNode } from '../../engine/model/graph.ts';
import type { ElementState } from '../cases/process-state.ts';
import type { Procedure } from './procedure.ts';

export function nodeOf(
  { processes }: Procedure,
  { processId, elementId }: Pick<ElementState, 'processId' | 'elementId'>,
): FlowNode | undefined {
  return processes.get(processId)?.nodes.get(elementId);
}

/** The element, the scopes around it, the call activity that called them, and so on outwards. */
export function scopeChain(
  byKey: ReadonlyMap<string, ElementState>,
  element: ElementState,
): ElementState[] {
  const chain = [element];
  const seen = new Set([element.key]);
  for (let at = element; at.scopeKey !== undefined && !seen.has(at.scopeKey);) {
    const scope = byKey.get(at.scopeKey);
    if (!scope) break;
    chain.push(scope);
    seen.add(scope.key);
    at = scope;
  }
  return chain;
}

/** A `zeebe:property` of the innermost element that has it. */
export function firstProperty(
  procedure: Procedure,
  chain: readonly ElementState[],
  name: string,
): string | undefined {
  for (const element of chain) {
    const properties = nodeOf(procedure, element)?.properties;
    if (properties && Object.hasOwn(properties, name)) return properties[name];
  }
  return undefined;
}

/** What an element says of its phase when the case only comes to its end: no phase is under way. */
export const CLOSING_PHASE = 'closing';

/** In a branch beside the way of the case, such as one that sends a mail. */
export function isAside(procedure: Procedure, chain: readonly ElementState[]): boolean {
  return firstProperty(procedure, chain, 'branch') === 'side';
}
