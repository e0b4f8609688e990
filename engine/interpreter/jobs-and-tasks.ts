import { CommandRejected } from './command.ts';
import type { Command, Variables } from './command.ts';
import { raiseIncident } from './incidents.ts';
import { deliver } from './mappings.ts';
import type { JobWait, TaskWait } from './state/rows.ts';
import { getRow, rowsOf, setRow } from './state/table.ts';
import { existingElement } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { throwError } from './throw-error.ts';
import { closeWait } from './waits.ts';

export function completeJob(step: StepContext, jobKey: number, variables: Variables): void {
  const job = openJobOf(step, jobKey);
  closeWait(step, job, 'done');
  deliver(step, job.elementKey, variables);
  step.agenda.push({ do: 'complete', key: job.elementKey });
}

export function failJob(
  step: StepContext,
  { jobKey, retries, message }: Command & { type: 'failJob' },
): void {
  const job = openJobOf(step, jobKey);
  setRow(step.waits, { ...job, retries });
  if (retries > 0) return;
  raiseIncident(step, existingElement(step, job.elementKey), {
    code: 'job-no-retries',
    message,
    retry: 'job',
    jobKey,
  });
}

export function throwJobError(
  step: StepContext,
  command: Command & { type: 'throwJobError' },
): void {
  const job = openJobOf(step, command.jobKey);
  const row = existingElement(step, job.elementKey);
  if (throwError(step, row, command.errorCode, command.variables)) return;
  // Written again with its incident, so that nobody takes it.
  setRow(step.waits, job);
  raiseIncident(step, row, {
    code: 'error-uncaught',
    message: `nobody catches the error ${command.errorCode}: ${command.message}`,
    retry: 'job',
    jobKey: job.key,
  });
}

function openJobOf(step: StepContext, jobKey: number): JobWait {
  const job = getRow(step.waits, jobKey);
  if (job?.kind !== 'job') throw new CommandRejected('not-found', 'the job is gone');
  const stopped = rowsOf(step.incidents, job.elementKey).some((row) => row.jobKey === jobKey);
  if (stopped) throw new CommandRejected('conflict', 'the job has an incident');
  return job;
}

export function completeTask(
  step: StepContext,
  { taskKey, variables, by }: Command & { type: 'completeTask' },
): void {
  const task = openTaskOf(step, taskKey);
  if (by !== undefined && task.assignee !== undefined && task.assignee !== by) {
    throw new CommandRejected('conflict', 'somebody else holds the task');
  }
  closeWait(step, task, 'done');
  deliver(step, task.elementKey, variables);
  step.agenda.push({ do: 'complete', key: task.elementKey });
}

export function assignTask(
  step: StepContext,
  { taskKey, assignee, onlyIfFree }: Command & { type: 'assignTask' },
): void {
  const { assignee: holder, ...task } = openTaskOf(step, taskKey);
  if (onlyIfFree === true && holder !== undefined && holder !== assignee) {
    throw new CommandRejected('conflict', 'somebody else holds the task');
  }
  setRow(step.waits, assignee === null ? task : { ...task, assignee });
}

export function changeTask(
  step: StepContext,
  { taskKey, dueAtMs, priority }: Command & { type: 'changeTask' },
): void {
  const { dueAtMs: dueBefore, ...task } = openTaskOf(step, taskKey);
  const due = dueAtMs === undefined ? dueBefore : (dueAtMs ?? undefined);
  setRow(step.waits, {
    ...task,
    priority: priority ?? task.priority,
    ...(due === undefined ? {} : { dueAtMs: due }),
  });
}

function openTaskOf(step: StepContext, taskKey: number): TaskWait {
  const task = getRow(step.waits, taskKey);
  if (task?.kind !== 'task') throw new CommandRejected('not-found', 'the task is gone');
  return task;
}
