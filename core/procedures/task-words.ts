import type { CaseFile } from '../cases/case-file.ts';
import type { TaskState } from '../cases/process-state.ts';
import { staffAnswersOf } from '../cases/staff-answers.ts';
import type { Procedure } from './procedure.ts';
import { taskProperty } from './task-properties.ts';

/**
 * What staff wrote to the applicant about this task, by paragraphs: the answer of staff that `words`
 * of the task, or of the call of its block, names. Plain text, whatever it looks like.
 */
export function taskWords(
  procedure: Procedure,
  task: Pick<TaskState, 'processId' | 'elementId'>,
  { facts }: Pick<CaseFile, 'facts'>,
): string[] | undefined {
  const field = taskProperty(procedure, task, 'words');
  const text = field === undefined ? undefined : staffAnswersOf(facts)[field];
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return text.split(/\n+/).filter((line) => line.trim() !== '');
}
