import type { CaseFile } from '../cases/case-file.ts';
import type { Translate } from '../i18n/translate.ts';
import type { JsonObject } from '../json.ts';
import { answerRows, type AnswerRow } from './answer-rows.ts';
import { answeredTasks } from './answered-tasks.ts';
import { withChoices } from './form-choices.ts';
import type { FormContext } from './form-context.ts';
import { keyOf, visibleComponents } from './form-visible.ts';
import type { Form, FormComponent } from './form.ts';
import { localiseForm } from './localise-form.ts';
import type { Procedure } from './procedure.ts';
import type { Locale } from './texts.ts';

/** A form with what was answered in it, in words. */
export interface AnsweredForm {
  readonly title: string;
  readonly rows: readonly AnswerRow[];
}

/**
 * Everything that the applicant has answered: in the assistant, then what was really asked later. A
 * later form may ask for something again; it stands where it was asked first.
 */
export function answeredForms(
  procedure: Procedure,
  file: CaseFile,
  words: { readonly t: Translate; readonly locale: Locale },
): AnsweredForm[] {
  const shown = new Set<string>();
  return formsInOrder(procedure, file).flatMap((given) => {
    const form = localiseForm(given, procedure.texts, words.locale);
    const components = answeredComponents(form, procedure, file, words.locale).filter(
      (component) => !shown.has(keyOf(component) ?? ''),
    );
    for (const component of components) shown.add(keyOf(component) ?? '');
    const rows = answerRows(components, file.answers, words);
    return rows.length === 0 ? [] : [{ title: form.title, rows }];
  });
}

/** What was answered in one form, such as a clerk's, in the words of this form. */
export function answeredForm(
  procedure: Procedure,
  file: CaseFile,
  given: { readonly form: Form; readonly answers: JsonObject },
  words: { readonly t: Translate; readonly locale: Locale },
): AnsweredForm {
  const form = localiseForm(given.form, procedure.texts, words.locale);
  const own = { ...file, answers: given.answers };
  const components = answeredComponents(form, procedure, own, words.locale);
  return { title: form.title, rows: answerRows(components, given.answers, words) };
}

/** The assistant's steps as they were gone through, then the others as they were answered. */
function formsInOrder(procedure: Procedure, { facts }: CaseFile): Form[] {
  const { config, forms } = procedure;
  const asked = answeredTasks(procedure, facts).flatMap(({ form, isApplicants }) =>
    form && isApplicants ? [form] : [],
  );
  return [...new Set([...config.steps.flatMap((name) => forms.get(name) ?? []), ...asked])];
}

function answeredComponents(
  form: Form,
  { texts }: Procedure,
  { answers, facts, receivedAtMs: nowMs }: CaseFile,
  locale: Locale,
) {
  const context: FormContext = { answers, facts, texts, locale, nowMs };
  return visibleComponents(form.components, answers, context)
    .filter((component) => Object.hasOwn(answers, keyOf(component) ?? ''))
    .map((component) => withNumbers(withChoices(component, answers, context)));
}

/** Choices that come from facts are things with a number of their own: staff needs it too. */
function withNumbers(component: FormComponent): FormComponent {
  if (!('choicesExpression' in component)) return component;
  const choices = component.choices.map(({ value, label }) =>
    label === value ? { value, label } : { value, label: `${label} (${value})` },
  );
  return { ...component, choices };
}
