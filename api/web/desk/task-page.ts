import type { LateTask } from '../../services/late-answers.ts';
import { APPLICANT } from '../../services/tasks.ts';
import { staffActor } from '../../../core/access/staff-cases.ts';
import { CaseError } from '../../../core/cases/case-error.ts';
import { answeredBy } from '../../../core/cases/task-answers.ts';
import { isSettled, withdrawnAtMs } from '../../../core/cases/withdrawn-tasks.ts';
import type { JsonObject } from '../../../core/json.ts';
import { formatDateTime } from '../../../core/i18n/format.ts';
import { reasonsVariable, taskProperty } from '../../../core/procedures/task-properties.ts';
import { languageTag } from '../../../core/procedures/texts.ts';
import { taskWords } from '../../../core/procedures/task-words.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { StaffTaskContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { drawForm } from '../../forms/prepared-form.ts';
import { askedAgain } from '../../forms/raw-input.ts';
import { answeredUploads, changeFiles } from '../../forms/sent-files.ts';
import { readSentForm } from '../../forms/sent-form.ts';
import type { FormState } from '../../forms/sent-form.ts';
import { taskScope } from '../../forms/task-form.ts';
import { pageWords, sentenceWith } from '../phrase.ts';
import { serviceTitle } from '../service-texts.ts';
import { documentViews } from './case-documents.ts';
import { deskFacts } from './case-facts.ts';
import { actorNames, reasonTexts, taskTitle } from './desk-words.ts';
import { letterPreview } from './letter-preview.ts';
import type { LetterPreview } from './letter-preview.ts';
import { openPostDraft, postDraft, postUploads } from './post-uploads.ts';

interface Shown extends FormState {
  readonly preview?: LetterPreview;
  readonly changed?: boolean;
}

/** The form of a task beside all that is known of its case. */
export async function showDeskTask(context: StaffTaskContext): Promise<Answer> {
  if (!isOpen(context) && !(await lateTask(context))) return taskDone(context, 410);
  return taskPage(context, await scopeOf(context), { raw: firstInput(context) });
}

/**
 * Whoever comes second is told who was first. A task that a colleague holds is not taken from them;
 * one that nobody holds needs no claim first.
 */
export async function completeDeskTask(context: StaffTaskContext): Promise<Answer> {
  const { body: raw, task, file } = context;
  const late = isOpen(context) ? undefined : await lateTask(context);
  if (!isOpen(context) && !late) return taskDone(context, 409);
  const scope = await scopeOf(context);
  if (isHeldByOther(context)) return taskPage(context, scope, { raw });
  const files = await changeFiles(context, scope.form, () => openPostDraft(context));
  const action = oneValue(raw, 'action') ?? 'next';
  if (files && (action !== 'next' || files.errors.length > 0)) {
    return taskPage(context, await scopeOf(context), { raw, errors: files.errors });
  }
  const current = files ? await scopeOf(context) : scope;
  const sent = readSentForm(current, raw);
  if ('again' in sent) return taskPage(context, current, sent.again);
  if (action === 'preview') {
    const preview = await letterPreview(context, sent.answers);
    return taskPage(context, current, { raw, preview });
  }
  const done = await complete(context, sent.answers, late);
  if (done === 'files-changed')
    return taskPage(context, await scopeOf(context), { raw, changed: true });
  const after = (await context.services.cases.find(file.id)) ?? file;
  return done
    ? redirect('/mitarbeit/aufgaben?hinweis=erledigt')
    : taskDone({ ...context, file: after, task }, 409);
}

async function complete(
  context: StaffTaskContext,
  answers: JsonObject,
  late: LateTask | undefined,
): Promise<boolean | 'files-changed'> {
  const { services, file, procedure, task, staff } = context;
  const draft = await postDraft(context);
  const uploads = draft && {
    draftId: draft.id,
    files: answeredUploads(draft.documents, answers),
  };
  const actor = staffActor(staff.subject);
  try {
    if (late)
      return await services.lateAnswers.take(file, procedure, late, answers, actor, uploads);
    return await services.tasks.complete(file, procedure, task, answers, actor, uploads);
  } catch (error) {
    if (error instanceof CaseError && error.code === 'draft-changed') return 'files-changed';
    throw error;
  }
}

/** A question whose deadline is over: what came by post can still be entered. */
async function lateTask({
  services,
  file,
  procedure,
  task,
}: StaffTaskContext): Promise<LateTask | undefined> {
  const late = await services.lateAnswers.awaited(file, procedure);
  return late?.task.key === task.key ? late : undefined;
}

function isOpen({ task, file }: StaffTaskContext): boolean {
  return task.state === 'open' && !isSettled(file.facts, task.key);
}

/** What the applicant is asked starts with what they said; a clerk's own form is empty. */
function firstInput(context: StaffTaskContext): FormState['raw'] {
  const { file, locale } = context;
  if (!isApplicants(context)) return {};
  const { form } = taskScope(context, context.task, file, context.procedure);
  return askedAgain(form, file.answers, locale);
}

async function scopeOf(context: StaffTaskContext): Promise<FormScope> {
  const { task, file, procedure } = context;
  const scope = taskScope(context, task, file, procedure);
  return isApplicants(context) ? { ...scope, uploads: await postUploads(context) } : scope;
}

function isApplicants({ task }: StaffTaskContext): boolean {
  return task.candidateGroups.includes(APPLICANT);
}

function isHeldByOther({ task, staff }: StaffTaskContext): boolean {
  return task.assignee !== undefined && task.assignee !== staff.subject;
}

async function taskPage(
  context: StaffTaskContext,
  scope: FormScope,
  state: Shown,
): Promise<Answer> {
  const { task, file, procedure, services, staff, locale, t } = context;
  const drawing = drawForm(scope, state.raw, state.errors);
  const byPost = isApplicants(context);
  const isHeld = isHeldByOther(context);
  const nameOf = await actorNames(context, [staffActor(task.assignee ?? '')]);
  const reasons = reasonsVariable(procedure, task);
  const variables = await services.readModel.taskVariables([task.key], reasons ? [reasons] : []);
  const title = taskTitle(procedure, task, context);
  const view = {
    ...drawing,
    heading: byPost ? pageWords(t('desk.byPost')) : title,
    lead: byPost ? sentenceWith(title, (form) => t('desk.byPostText', { form })) : undefined,
    serviceTitle: serviceTitle(procedure, locale),
    number: file.number,
    caseHref: `/mitarbeit/vorgang/${file.number}`,
    action: `/mitarbeit/aufgabe/${task.key}`,
    dueAtMs: task.dueAtMs,
    isLate: byPost && task.state === 'cancelled',
    reasons: reasonTexts(procedure, task, variables.get(task.key), context),
    words: byPost ? taskWords(procedure, task, file) : undefined,
    takesFiles: scope.form.components.some(({ type }) => type === 'filepicker'),
    isMine: task.assignee === staff.subject,
    isFree: task.assignee === undefined && !byPost,
    heldBy: isHeld ? nameOf(staffActor(task.assignee ?? '')) : undefined,
    mayRelease: isHeld && staff.roles.includes('supervisor'),
    hasLetter: taskProperty(procedure, task, 'letterField') !== undefined,
    preview: state.preview,
    letterLocale: languageTag(file.locale),
    changed: state.changed ?? false,
    revealed: state.revealed ?? false,
    groups: await deskFacts(context),
    documents: documentViews(context),
  };
  const hasErrors = drawing.errors.length > 0;
  const refused = hasErrors || view.revealed ? 422 : 200;
  const status = isHeld || view.changed ? (context.reads ? 200 : 409) : refused;
  return page('desk-task', view.heading.text, view, { status, hasErrors, section: 'desk' });
}

/** Who has done it and when, or that nobody has to any more, and why. */
async function taskDone(context: StaffTaskContext, status: 409 | 410): Promise<Answer> {
  const { task, file, t, locale } = context;
  const answered = answeredBy(file.facts, task.key);
  const nameOf = await actorNames(context, answered ? [answered.by] : []);
  const lateAtMs = withdrawnAtMs(file.facts, task.key);
  const gone =
    lateAtMs === undefined
      ? t('desk.taskGone')
      : t('desk.taskAnsweredLate', { time: formatDateTime(lateAtMs, locale) });
  const text = answered
    ? t('desk.doneBy', { name: nameOf(answered.by), time: formatDateTime(answered.atMs, locale) })
    : gone;
  const view = {
    heading: t('desk.taskClosed'),
    text,
    number: file.number,
    caseHref: `/mitarbeit/vorgang/${file.number}`,
  };
  return page('desk-done', view.heading, view, { status, section: 'desk' });
}
