import type { Incident, ElementInstance } from './state/rows.ts';
import { setRow } from './state/table.ts';
import { nextKey, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/** Stops an element instance where it is, named, until an operator resolves it. */
export function raiseIncident(
  step: StepContext,
  row: ElementInstance,
  incident: Pick<Incident, 'code' | 'message' | 'retry' | 'jobKey'>,
): void {
  setRow(step.incidents, {
    key: nextKey(step),
    elementKey: row.key,
    elementId: row.elementId,
    createdAtMs: step.env.nowMs,
    ...incident,
  });
  record(step, 'incident', row, { name: incident.code, message: incident.message });
}
