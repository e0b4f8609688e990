import type { ElementState, ProcessState } from '../cases/process-state.ts';
import { nodeOf } from './element-chain.ts';
import type { Procedure } from './procedure.ts';

/**
 * `followUp.<name>.label` is on the link; `followUp.<name>.next`, where there is one, says what comes
 * next as long as the link is offered.
 */
export function followUpTextKey(name: string, part: 'label' | 'next'): string {
  return `followUp.${name}.${part}`;
}

/**
 * Which new application out of this case an active element offers (`offers`), perhaps only once
 * another element of its process is done (`offersAfter`), such as the invitation to renew.
 */
export function followUpAt(
  procedure: Procedure,
  process: ProcessState,
  element: ElementState,
): string | undefined {
  const properties = nodeOf(procedure, element)?.properties;
  const name = properties?.['offers'];
  if (name === undefined || !Object.hasOwn(procedure.config.followUps, name)) return undefined;
  const after = properties?.['offersAfter'];
  const isDue = after === undefined || process.elements.some((one) => isDone(one, element, after));
  return isDue ? name : undefined;
}

function isDone(one: ElementState, { processId }: ElementState, elementId: string): boolean {
  return one.processId === processId && one.elementId === elementId && one.state === 'completed';
}
