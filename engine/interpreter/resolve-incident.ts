import { CommandRejected } from './command.ts';
import type { Command } from './command.ts';
import { dropRow, getRow, setRow } from './state/table.ts';
import { setLocals } from './mappings.ts';
import { existingElement } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { propagate } from './variables.ts';

/** Tries again what failed, after an operator mended its cause. */
export function resolveIncident(
  step: StepContext,
  command: Command & { type: 'resolveIncident' },
): void {
  const incident = getRow(step.incidents, command.incidentKey);
  if (incident === undefined) throw new CommandRejected('not-found', 'the incident is gone');
  const row = existingElement(step, incident.elementKey);
  propagate(step, row.key, command.variables ?? {});
  dropRow(step.incidents, incident.key);
  if (incident.retry !== 'job') step.agenda.push({ do: incident.retry, key: row.key });
  else if (incident.jobKey !== undefined) reopenJob(step, incident.jobKey, command.retries);
}

function reopenJob(step: StepContext, jobKey: number, retries: number | undefined): void {
  const job = getRow(step.waits, jobKey);
  if (job?.kind !== 'job') return;
  setRow(step.waits, { ...job, retries: retries ?? Math.max(1, job.retries) });
}

export function setVariables(
  step: StepContext,
  { scopeKey, variables }: Command & { type: 'setVariables' },
  rootKey: number,
): void {
  const row = getRow(step.elements, scopeKey ?? rootKey);
  if (row === undefined) throw new CommandRejected('not-found', 'the scope is gone');
  setLocals(step, row.key, variables);
}
