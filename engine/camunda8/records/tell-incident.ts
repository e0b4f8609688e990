import type { IncidentChange } from '../../mirror.ts';
import { incidentCodeOf } from './incident-code.ts';
import { keyOf, optionalKeyOf, textOf } from './record-fields.ts';
import type { ZeebeRecord } from './read-record.ts';
import type { Telling } from './telling.ts';

export function incidentIs(state: IncidentChange['state']) {
  return (telling: Telling, { value, key, timestampMs }: ZeebeRecord): void => {
    const jobKey = optionalKeyOf(value, 'jobKey');
    telling.changes.push({
      kind: 'incident',
      key,
      instanceKey: keyOf(value, 'processInstanceKey'),
      atMs: timestampMs,
      elementKey: keyOf(value, 'elementInstanceKey'),
      elementId: textOf(value, 'elementId'),
      processId: textOf(value, 'bpmnProcessId'),
      state,
      code: incidentCodeOf(textOf(value, 'errorType')),
      message: textOf(value, 'errorMessage'),
      ...(jobKey !== undefined && { jobKey }),
    });
  };
}
