import type { CaseFile } from '../../core/cases/case-file.ts';
import type { TaskState } from '../../core/cases/process-state.ts';
import { localiseForm } from '../../core/procedures/localise-form.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Context } from '../context.ts';
import type { FormScope } from './form-scope.ts';

/** The form of a user task over what the case holds. A task without one is only confirmed. */
export function taskScope(
  context: Context,
  task: Pick<TaskState, 'formReference'>,
  file: CaseFile,
  procedure: Procedure,
): FormScope {
  const { locale, t, nowMs } = context;
  const form = task.formReference ? procedure.forms.get(task.formReference) : undefined;
  if (task.formReference && !form)
    throw new Error(`form ${task.formReference} is not in the bundle`);
  return {
    procedure,
    form: form
      ? localiseForm(form, procedure.texts, locale)
      : { name: 'confirm', title: t('task.confirm'), components: [] },
    locale,
    t,
    nowMs,
    answers: file.answers,
    facts: file.facts,
  };
}
