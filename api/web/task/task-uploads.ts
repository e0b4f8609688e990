import type { Draft } from '../../../core/cases/case-file.ts';
import type { TaskState } from '../../../core/cases/process-state.ts';
import { uploadsByField } from '../../../core/procedures/check-uploads.ts';
import { lateMessageOf } from '../../../core/procedures/late-question.ts';
import type { Answer } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import type { FormUploads } from '../../forms/files-view.ts';
import { HttpError } from '../../http-error.ts';
import { askedTask } from './asked-task.ts';

const DAY_MS = 24 * 3_600_000;
/** Of a task without a deadline, and beyond one that may be missed; the next upload begins afresh. */
const LIFE_MS = 60 * DAY_MS;

/**
 * Where uploads lie until the task is answered. A day after its deadline they are removed, unless it
 * may be answered later.
 */
export function openTaskDraft(
  { services, file, procedure, locale, nowMs }: CaseContext,
  task: TaskState,
): Promise<Draft> {
  const mayBeLate = lateMessageOf(procedure, task) !== undefined;
  return services.drafts.openForTask({
    taskKey: task.key,
    procedureKey: file.procedureKey,
    bundleHash: file.bundleHash,
    locale,
    expiresAtMs: Math.max(task.dueAtMs ?? nowMs + LIFE_MS, nowMs) + (mayBeLate ? LIFE_MS : DAY_MS),
  });
}

export function taskUploads(
  { file }: CaseContext,
  task: TaskState,
  draft: Draft | undefined,
): FormUploads {
  return {
    files: uploadsByField(draft?.documents ?? []),
    href: (id) => `/vorgang/${file.number}/aufgabe/${task.key}/datei/${id}`,
  };
}

export async function showTaskUpload(context: CaseContext): Promise<Answer> {
  const { services, params } = context;
  const task = (await askedTask(context))?.task;
  const draft = task && (await services.drafts.ofTask(task.key));
  const document = draft?.documents.find(({ id }) => id === params['id']);
  if (!draft || !document) throw new HttpError('not-found', 'no such upload');
  const content = await services.drafts.documentContent(draft.id, document.id);
  if (!content) throw new HttpError('not-found', 'the upload has no content');
  const { fileName, mediaType } = document;
  return { type: 'download', content, fileName, mediaType, shown: true };
}
