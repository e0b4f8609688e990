import { APPLICANT } from '../../services/tasks.ts';
import { subjectOfActor } from '../../../core/access/staff-cases.ts';
import type { TaskState } from '../../../core/cases/process-state.ts';
import { nodeOf } from '../../../core/procedures/element-chain.ts';
import { localiseForm } from '../../../core/procedures/localise-form.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { reasonCodes, reasonsVariable } from '../../../core/procedures/task-properties.ts';
import { unitName } from '../../../core/procedures/unit-name.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { Context, StaffContext } from '../../context.ts';
import { modelName, pageWords } from '../phrase.ts';

type Words = Pick<Context, 't' | 'locale'>;

/** What a task is called: the title of its form, else the name of the element in the model. */
export function taskTitle(
  procedure: Procedure,
  task: Pick<TaskState, 'formReference' | 'processId' | 'elementId'>,
  { t, locale }: Words,
): Phrase {
  const { formReference } = task;
  const form = formReference === undefined ? undefined : procedure.forms.get(formReference);
  if (form) return pageWords(localiseForm(form, procedure.texts, locale).title);
  const name = nodeOf(procedure, task)?.name;
  return name === undefined ? pageWords(t('task.confirm')) : modelName(name);
}

/** Why the task is a person's. A code without a text is shown as it is: better than nothing. */
export function reasonTexts(
  procedure: Procedure,
  task: TaskState,
  variables: JsonObject | undefined,
  { locale }: Words,
): string[] {
  return reasonCodes(variables, reasonsVariable(procedure, task)).map((code) => {
    const key = `reason.${code}`;
    return procedure.texts.has(key) ? procedure.texts.get(locale, key) : code;
  });
}

/** What the units of somebody are called, as far as a procedure names them. */
export function unitNames({
  services,
  staff,
  locale,
}: Pick<StaffContext, 'services' | 'staff' | 'locale'>): string[] {
  const procedures = services.catalogue.current();
  return staff.units.map((unit) => unitName(procedures, unit, locale));
}

/** Names of those who did something; `actor` is as the history of the case has it. */
export async function actorNames(
  { services, t }: Pick<Context, 'services' | 't'>,
  actors: readonly string[],
): Promise<(actor: string) => string> {
  const subjects = actors.flatMap((actor) => subjectOfActor(actor) ?? []);
  const names = await services.staffDirectory.names(subjects);
  return (actor) => {
    const subject = subjectOfActor(actor);
    if (subject !== undefined) return names.get(subject) ?? t('desk.someone');
    if (actor === APPLICANT) return t('desk.applicant');
    return t(actor === 'operator' ? 'desk.operator' : 'desk.system');
  };
}
