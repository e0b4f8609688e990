import type { TimerChange } from '../../mirror.ts';
import { keyOf, numberOf, optionalKeyOf, textOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import type { Telling } from './telling.ts';

export function timerIs(state: TimerChange['state']) {
  return (telling: Telling, { value, key, timestampMs }: ZeebeRecord): void => {
    const instanceKey = optionalKeyOf(value, 'processInstanceKey');
    // Timers of start events belong to a definition, not to an instance.
    if (instanceKey === undefined) return;
    telling.changes.push({
      kind: 'timer',
      key,
      instanceKey,
      atMs: timestampMs,
      elementKey: keyOf(value, 'elementInstanceKey'),
      targetId: textOf(value, 'targetElementId'),
      state,
      dueAtMs: numberOf(value, 'dueDate'),
    });
  };
}
