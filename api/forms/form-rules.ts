import { asObject, type JsonObject } from '../../core/json.ts';
import type { CheckedAnswers } from '../../core/procedures/form-check.ts';
import { checkAnswers } from '../../core/procedures/form-check.ts';
import { withChoices } from '../../core/procedures/form-choices.ts';
import type { FormContext } from '../../core/procedures/form-context.ts';
import { visibleComponents as visibleOf } from '../../core/procedures/form-visible.ts';
import type { FormComponent, RepeatedGroup } from '../../core/procedures/form.ts';
import type { Fields } from '../fields.ts';
import type { FormScope } from './form-scope.ts';

/** The rules of `core/procedures` over a form in its surroundings. */
export function checkForm(scope: FormScope, raw: Fields): CheckedAnswers {
  return checkAnswers(scope.form, raw, formContext(scope));
}

/** What is relevant now, with the choices that there are now; inside a group: of one of its items. */
export function visibleComponents(
  scope: FormScope,
  answers: JsonObject,
  item?: { readonly group: RepeatedGroup; readonly index: number },
): FormComponent[] {
  const context = formContext(scope);
  const components = item ? item.group.components : scope.form.components;
  const known = item ? { ...answers, ...itemAnswers(answers, item) } : answers;
  return visibleOf(components, known, context).map((component) =>
    withChoices(component, known, context),
  );
}

/** Keys of the relevant fields. */
export function visibleKeys(scope: FormScope, answers: JsonObject): string[] {
  return visibleComponents(scope, answers).flatMap((one) => (one.type === 'text' ? [] : [one.key]));
}

/** Answers that this form had before count no more while it is being filled in again. */
function formContext(scope: FormScope): FormContext {
  const { procedure, form, locale, nowMs, answers, facts, uploads } = scope;
  const own = new Set(form.components.flatMap((one) => (one.type === 'text' ? [] : [one.key])));
  const others = Object.entries(answers).filter(([key]) => !own.has(key));
  return {
    answers: Object.fromEntries(others),
    facts,
    texts: procedure.texts,
    locale,
    nowMs,
    ...(uploads ? { uploads: uploads.files } : {}),
  };
}

function itemAnswers(
  answers: JsonObject,
  { group, index }: { readonly group: RepeatedGroup; readonly index: number },
): JsonObject {
  const items = Object.hasOwn(answers, group.key) ? answers[group.key] : undefined;
  return asObject(Array.isArray(items) ? items[index] : undefined);
}
