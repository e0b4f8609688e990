import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { StaffTaskContext } from '../../context.ts';
import { showDeskTask } from './task-page.ts';

/** Of two at once one has it; the other is shown who. */
export async function claimTask(context: StaffTaskContext): Promise<Answer> {
  const { services, task, staff } = context;
  const outcome = await services.claims.claim(task, staff);
  return outcome === 'done' ? redirect(`/mitarbeit/aufgabe/${task.key}`) : showNow(context);
}

export async function unclaimTask(context: StaffTaskContext): Promise<Answer> {
  const { services, task, staff } = context;
  const outcome = await services.claims.unclaim(task, staff);
  return outcome === 'done'
    ? redirect('/mitarbeit/aufgaben?hinweis=zurueckgelegt')
    : showNow(context);
}

/** As the task stands now, and that the click did nothing. */
async function showNow(context: StaffTaskContext): Promise<Answer> {
  const task = (await context.services.readModel.task(context.task.key)) ?? context.task;
  const shown = await showDeskTask({ ...context, task });
  return shown.type === 'page' ? { ...shown, status: 409 } : shown;
}
