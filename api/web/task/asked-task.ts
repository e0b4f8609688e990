import type { TaskState } from '../../../core/cases/process-state.ts';
import { isTaskKey } from '../../address-keys.ts';
import type { CaseContext } from '../../context.ts';
import type { LateTask } from '../../services/late-answers.ts';

/** A task that the applicant may answer; `late` when its deadline is over. */
export interface AskedTask {
  readonly task: TaskState;
  readonly late?: LateTask;
}

/** The task of the address: open, or over and still of use to whoever decides. */
export async function askedTask({
  params,
  services,
  file,
  procedure,
}: Pick<CaseContext, 'params' | 'services' | 'file' | 'procedure'>): Promise<
  AskedTask | undefined
> {
  const key = params['taskKey'] ?? '';
  if (!isTaskKey(key)) return undefined;
  const task = await services.tasks.applicantTask(file, key);
  if (task) return { task };
  const late = await services.lateAnswers.awaited(file, procedure);
  return late?.task.key === key ? { task: late.task, late } : undefined;
}
