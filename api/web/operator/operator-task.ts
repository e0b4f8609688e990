import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { TaskState } from '../../../core/cases/process-state.ts';
import type { FieldError } from '../../../core/procedures/form.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { isTaskKey } from '../../address-keys.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import type { Fields } from '../../fields.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { applyGroupAction } from '../../forms/group-action.ts';
import { checkSent, drawForm } from '../../forms/prepared-form.ts';
import { taskScope } from '../../forms/task-form.ts';
import { HttpError } from '../../http-error.ts';
import { serviceTitle } from '../service-texts.ts';
import { caseFacts } from './case-facts.ts';

interface StaffTask {
  readonly task: TaskState;
  readonly file: CaseFile;
  readonly procedure: Procedure;
  readonly scope: FormScope;
}

/** A task of the city, with the data it is about. */
export async function showStaffTask(context: Context): Promise<Answer> {
  const found = await findStaffTask(context);
  return found ? staffTaskPage(context, found, { raw: {} }) : ALREADY_DONE;
}

export async function completeStaffTask(context: Context): Promise<Answer> {
  const found = await findStaffTask(context);
  if (!found) return ALREADY_DONE;
  const { task, file, procedure, scope } = found;
  const raw = context.body;
  const action = oneValue(raw, 'action') ?? 'next';
  const changed = applyGroupAction(scope.form, raw, action);
  if (changed) return staffTaskPage(context, found, { raw: changed });
  if (action === 'refresh') return staffTaskPage(context, found, { raw });
  const { answers, errors, revealed } = checkSent(scope, raw);
  if (errors.length > 0 || revealed) return staffTaskPage(context, found, { raw, errors });
  const taken = await context.services.tasks.complete(file, procedure, task, answers, 'operator');
  return taken ? redirect('/betrieb?hinweis=erledigt') : ALREADY_DONE;
}

/** Somebody was quicker: that is no error of this click, but nothing of it was taken. */
const ALREADY_DONE = redirect('/betrieb?hinweis=schon-erledigt');

/** `undefined` when somebody has completed it. */
async function findStaffTask(context: Context): Promise<StaffTask | undefined> {
  const { params, services } = context;
  const key = params['taskKey'] ?? '';
  const isKey = isTaskKey(key);
  const task = isKey ? await services.tasks.staffTask(key) : undefined;
  if (isKey && !task && (await services.tasks.isStaffTaskDone(key))) return undefined;
  const file = task?.caseId === undefined ? undefined : await services.cases.find(task.caseId);
  const procedure = file && (await services.catalogue.byHash(file.bundleHash));
  if (!task || !file || !procedure) throw new HttpError('not-found', 'no such open task');
  return { task, file, procedure, scope: taskScope(context, task, file, procedure) };
}

async function staffTaskPage(
  context: Context,
  { task, file, procedure, scope }: StaffTask,
  state: { raw: Fields; errors?: readonly FieldError[] },
): Promise<Answer> {
  const drawing = drawForm(scope, state.raw, state.errors);
  const view = {
    ...drawing,
    serviceTitle: serviceTitle(procedure, context.locale),
    number: file.number,
    caseHref: `/betrieb/vorgang/${file.id}`,
    heading: scope.form.title,
    action: `/betrieb/aufgabe/${task.key}`,
    groups: await caseFacts(context, file, procedure),
  };
  const hasErrors = drawing.errors.length > 0;
  return page('operator-task', scope.form.title, view, {
    status: hasErrors ? 422 : 200,
    section: 'operator',
    hasErrors,
  });
}
