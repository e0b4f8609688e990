import type { TaskChange } from '../../mirror.ts';
import { keyOf, numberOf, optionalTextOf, textOf, textsOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import { countUnread } from './telling.ts';
import type { Telling } from './telling.ts';
import { zonedTimeMs } from './zoned-time.ts';

/** Every record of a task holds the whole task. */
export function taskIs(state: TaskChange['state']) {
  return (telling: Telling, record: ZeebeRecord): void => {
    const { value, key, timestampMs } = record;
    const formReference = optionalTextOf(value, 'externalFormReference');
    const assignee = optionalTextOf(value, 'assignee');
    const dueAtMs = timeOf(telling, record, 'dueDate');
    const followUpAtMs = timeOf(telling, record, 'followUpDate');
    telling.changes.push({
      kind: 'task',
      key,
      instanceKey: keyOf(value, 'processInstanceKey'),
      atMs: timestampMs,
      elementKey: keyOf(value, 'elementInstanceKey'),
      elementId: textOf(value, 'elementId'),
      processId: textOf(value, 'bpmnProcessId'),
      state,
      ...(formReference !== undefined && { formReference }),
      ...(assignee !== undefined && { assignee }),
      candidateGroups: textsOf(value, 'candidateGroupsList'),
      candidateUsers: textsOf(value, 'candidateUsersList'),
      ...(dueAtMs !== undefined && { dueAtMs }),
      ...(followUpAtMs !== undefined && { followUpAtMs }),
      priority: numberOf(value, 'priority'),
    });
  };
}

/** Anybody may set these over Zeebe's REST API: a date that cannot be read must not stop the reading. */
function timeOf(telling: Telling, { value }: ZeebeRecord, name: string): number | undefined {
  const text = optionalTextOf(value, name);
  const timeMs = text === undefined ? undefined : zonedTimeMs(text);
  if (text !== undefined && timeMs === undefined) countUnread(telling, `USER_TASK ${name}`);
  return timeMs;
}
