import { keyOf, textOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import type { TakenFlow } from './carried.ts';
import { setList } from './telling.ts';
import type { Telling } from './telling.ts';

/** Gateways that wait for several flows. */
const JOINS = ['PARALLEL_GATEWAY', 'INCLUSIVE_GATEWAY'];

/** Does such a gateway begin? */
export function isJoin({ valueType, intent, value }: ZeebeRecord): boolean {
  return (
    valueType === 'PROCESS_INSTANCE' &&
    intent === 'ELEMENT_ACTIVATING' &&
    JOINS.includes(textOf(value, 'bpmnElementType'))
  );
}

export function flowTaken(telling: Telling, { key, value }: ZeebeRecord): void {
  const scopeKey = keyOf(value, 'flowScopeKey');
  const taken = telling.flows.get(scopeKey) ?? [];
  telling.flows.set(scopeKey, [...taken, { key, id: textOf(value, 'elementId') }]);
}

/** The flows by which an element that begins was reached; they are used up by it. */
export function flowsInto(telling: Telling, record: ZeebeRecord): string[] {
  const scopeKey = keyOf(record.value, 'flowScopeKey');
  const taken = telling.flows.get(scopeKey);
  if (!taken) return [];
  const last = lastFlow(taken, record);
  const used = new Set([...last, ...othersOfJoin(telling, taken, last, record)]);
  setList(
    telling.flows,
    scopeKey,
    taken.filter((flow) => !used.has(flow)),
  );
  return taken.filter((flow) => used.has(flow)).map((flow) => flow.id);
}

/**
 * No record says where a flow leads, but Zeebe takes the key of the element right after the key of
 * the flow that brings the (last) token; seen on 8.6 without exception.
 */
function lastFlow(taken: readonly TakenFlow[], record: ZeebeRecord): TakenFlow[] {
  const keyBefore = String(BigInt(record.key) - 1n);
  return taken.filter((flow) => flow.key === keyBefore);
}

/** Of a join: one token of each other flow that leads to it, the oldest. */
function othersOfJoin(
  telling: Telling,
  taken: readonly TakenFlow[],
  last: readonly TakenFlow[],
  record: ZeebeRecord,
): TakenFlow[] {
  if (!isJoin(record)) return [];
  const { value } = record;
  const definitionKey = keyOf(value, 'processDefinitionKey');
  const elementId = textOf(value, 'elementId');
  const oldest = new Map<string, TakenFlow>();
  for (const flow of taken) if (!oldest.has(flow.id)) oldest.set(flow.id, flow);
  return [...oldest.values()].filter(
    ({ id }) =>
      telling.targetOf(definitionKey, id) === elementId && !last.some((flow) => flow.id === id),
  );
}
