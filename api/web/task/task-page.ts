import { CaseError } from '../../../core/cases/case-error.ts';
import type { Draft } from '../../../core/cases/case-file.ts';
import { taskWords } from '../../../core/procedures/task-words.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { drawForm } from '../../forms/prepared-form.ts';
import { askedAgain } from '../../forms/raw-input.ts';
import { answeredUploads, changeFiles } from '../../forms/sent-files.ts';
import { readSentForm } from '../../forms/sent-form.ts';
import type { FormState } from '../../forms/sent-form.ts';
import { taskScope } from '../../forms/task-form.ts';
import { serviceTitle } from '../service-texts.ts';
import { askedTask } from './asked-task.ts';
import type { AskedTask } from './asked-task.ts';
import { orStatusWhenAnswered, taskClosed, toStatus } from './task-closed.ts';
import { openTaskDraft, taskUploads } from './task-uploads.ts';

/** With what was uploaded for it so far. */
interface OpenTask extends AskedTask {
  readonly draft: Draft | undefined;
  readonly scope: FormScope;
}

/** Something that the process asks of the applicant. */
export async function showTask(context: CaseContext): Promise<Answer> {
  const open = await findTask(context);
  if (!open) return taskClosed(context);
  const raw = askedAgain(open.scope.form, context.file.answers, context.locale);
  return taskPage(context, open, { raw });
}

/**
 * Files are kept at once, with whichever button they came. Answers, uploads and the command to the
 * engine are written together; the second of two clicks changes nothing.
 */
export function answerTask(context: CaseContext): Promise<Answer> {
  return orStatusWhenAnswered(context, answerOpenTask);
}

async function answerOpenTask(context: CaseContext): Promise<Answer> {
  const open = await findTask(context);
  if (!open) return taskClosed(context);
  const { body: raw } = context;
  const { task, scope } = open;
  const files = await changeFiles(context, scope.form, () => openTaskDraft(context, task));
  if (!files) return completeTask(context, open);
  const changed = withDraft(context, open, files.draft);
  const goesOn = (oneValue(raw, 'action') ?? 'next') === 'next' && files.errors.length === 0;
  return goesOn
    ? completeTask(context, changed)
    : taskPage(context, changed, { raw, errors: files.errors });
}

async function completeTask(context: CaseContext, open: OpenTask): Promise<Answer> {
  const { file, procedure, services, body } = context;
  const { task, late, draft, scope } = open;
  const sent = readSentForm(scope, body);
  if ('again' in sent) return taskPage(context, open, sent.again);
  const { answers } = sent;
  const uploads = draft && {
    draftId: draft.id,
    files: answeredUploads(draft.documents, answers),
  };
  try {
    if (!late) await services.tasks.complete(file, procedure, task, answers, 'applicant', uploads);
    else if (
      !(await services.lateAnswers.take(file, procedure, late, answers, 'applicant', uploads))
    ) {
      return taskClosed(context);
    }
  } catch (error) {
    if (!(error instanceof CaseError) || error.code !== 'draft-changed') throw error;
    return filesChanged(context);
  }
  return toStatus(context);
}

/** Another window removed or added a file meanwhile: what is there now is shown, and nothing is sent. */
async function filesChanged(context: CaseContext): Promise<Answer> {
  const open = await findTask(context);
  if (!open) return taskClosed(context);
  return taskPage(context, open, { raw: context.body, changed: true });
}

async function findTask(context: CaseContext): Promise<OpenTask | undefined> {
  const { services, file, procedure } = context;
  const asked = await askedTask(context);
  if (!asked) return undefined;
  const scope = taskScope(context, asked.task, file, procedure);
  return withDraft(context, { ...asked, scope }, await services.drafts.ofTask(asked.task.key));
}

function withDraft(
  context: CaseContext,
  { scope, ...asked }: Omit<OpenTask, 'draft'>,
  draft: Draft | undefined,
): OpenTask {
  const uploads = taskUploads(context, asked.task, draft);
  return { ...asked, draft, scope: { ...scope, uploads } };
}

function taskPage(
  context: CaseContext,
  { task, late, scope }: OpenTask,
  state: FormState & { readonly changed?: boolean },
): Answer {
  const { file, procedure, locale } = context;
  const drawing = drawForm(scope, state.raw, state.errors);
  const view = {
    ...drawing,
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    heading: scope.form.title,
    words: taskWords(procedure, task, file),
    dueAtMs: task.dueAtMs,
    isLate: late !== undefined,
    takesFiles: scope.form.components.some(({ type }) => type === 'filepicker'),
    changed: state.changed ?? false,
    revealed: state.revealed ?? false,
    action: `/vorgang/${file.number}/aufgabe/${task.key}`,
    backHref: `/vorgang/${file.number}`,
  };
  const hasErrors = drawing.errors.length > 0;
  const status = view.changed ? 409 : hasErrors || view.revealed ? 422 : 200;
  return page('task', scope.form.title, view, { status, hasErrors });
}
