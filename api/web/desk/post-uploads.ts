import type { Draft } from '../../../core/cases/case-file.ts';
import type { TaskState } from '../../../core/cases/process-state.ts';
import { uploadsByField } from '../../../core/procedures/check-uploads.ts';
import type { Answer } from '../../answer.ts';
import type { StaffTaskContext } from '../../context.ts';
import type { FormUploads } from '../../forms/files-view.ts';
import { HttpError } from '../../http-error.ts';
import { openTaskDraft } from '../task/task-uploads.ts';

/**
 * What a clerk scans for the applicant is kept apart from what the applicant is uploading at the
 * same time and has not sent.
 */
function ofPost(task: TaskState): TaskState {
  return { ...task, key: `${task.key}:post` };
}

export function openPostDraft(context: StaffTaskContext): Promise<Draft> {
  return openTaskDraft(context, ofPost(context.task));
}

export function postDraft({ services, task }: StaffTaskContext): Promise<Draft | undefined> {
  return services.drafts.ofTask(ofPost(task).key);
}

export async function postUploads(context: StaffTaskContext): Promise<FormUploads> {
  const draft = await postDraft(context);
  return {
    files: uploadsByField(draft?.documents ?? []),
    href: (id) => `/mitarbeit/aufgabe/${context.task.key}/datei/${id}`,
  };
}

export async function showPostUpload(context: StaffTaskContext): Promise<Answer> {
  const { services, params } = context;
  const draft = await postDraft(context);
  const document = draft?.documents.find(({ id }) => id === params['id']);
  const content =
    draft && document && (await services.drafts.documentContent(draft.id, document.id));
  if (!document || !content) throw new HttpError('not-found', 'no such upload');
  const { fileName, mediaType } = document;
  return { type: 'download', content, fileName, mediaType, shown: true };
}
