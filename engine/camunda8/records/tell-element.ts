import type { ElementBegan } from '../../mirror.ts';
import { elementTypeOf } from './element-type.ts';
import { keyOf, optionalKeyOf, textOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import { flowsInto } from './taken-flows.ts';
import { takeWaiting } from './tell-variable.ts';
import type { Telling } from './telling.ts';

/** ELEMENT_ACTIVATING, not ACTIVATED: where an element fails to begin, its incident comes in between. */
export function elementBegan(telling: Telling, record: ZeebeRecord): void {
  if (textOf(record.value, 'bpmnElementType') === 'PROCESS') instanceBegan(telling, record);
  else telling.changes.push(beganBy(telling, record));
}

/** The link comes before its instance, so that the instance begins under the right root. */
function instanceBegan(telling: Telling, record: ZeebeRecord): void {
  const began = beganBy(telling, record);
  const { links, variables } = takeWaiting(telling, record.key);
  // A called process may get a copy of what belongs to its root.
  const isRoot = began.callerKey === undefined;
  telling.changes.push(...(isRoot ? links : []), began, ...variables);
}

function beganBy(telling: Telling, record: ZeebeRecord): ElementBegan {
  const { value, key, timestampMs } = record;
  const scopeKey = optionalKeyOf(value, 'flowScopeKey');
  const callerKey = optionalKeyOf(value, 'parentElementInstanceKey');
  return {
    kind: 'element-began',
    key,
    instanceKey: keyOf(value, 'processInstanceKey'),
    atMs: timestampMs,
    elementId: textOf(value, 'elementId'),
    type: elementTypeOf(textOf(value, 'bpmnElementType')),
    ...(scopeKey !== undefined && { scopeKey }),
    ...(callerKey !== undefined && { callerKey }),
    definitionKey: keyOf(value, 'processDefinitionKey'),
    processId: textOf(value, 'bpmnProcessId'),
    via: flowsInto(telling, record),
  };
}

export function elementEnded(state: 'completed' | 'terminated') {
  return (telling: Telling, { key, value, timestampMs }: ZeebeRecord): void => {
    telling.flows.delete(key);
    telling.changes.push({
      kind: 'element-ended',
      key,
      instanceKey: keyOf(value, 'processInstanceKey'),
      atMs: timestampMs,
      state,
    });
  };
}
