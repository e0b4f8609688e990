import type { JsonObject } from '../../../core/json.ts';
import type { Translate } from '../../../core/i18n/translate.ts';
import { uploadAnswer, uploadsByField } from '../../../core/procedures/check-uploads.ts';
import type { FieldError, Form } from '../../../core/procedures/form.ts';
import { localiseForm } from '../../../core/procedures/localise-form.ts';
import type { DraftContext } from '../../context.ts';
import { answersToRaw } from '../../forms/raw-input.ts';
import { checkForm, visibleComponents } from '../../forms/form-rules.ts';
import type { FormScope } from '../../forms/form-scope.ts';
import { contactForm, contactAnswers } from './contact-form.ts';

/** One page of the assistant: a form of the procedure, or ours about the contact. */
export interface Step {
  /** In the address. */
  readonly slug: string;
  readonly name: string;
  readonly form: Form;
  readonly isContact: boolean;
}

/** The forms of the procedure in their order, then the contact. */
export function allSteps({ procedure, locale, t }: DraftContext): Step[] {
  const forms = procedure.config.steps.map((name): Step => {
    const form = procedure.forms.get(name);
    if (!form) throw new Error(`form ${name} is not in the bundle`);
    return {
      slug: name.slice(name.lastIndexOf('/') + 1),
      name,
      form: localiseForm(form, procedure.texts, locale),
      isContact: false,
    };
  });
  return [...forms, { slug: 'kontakt', name: 'kontakt', form: contactForm(t), isContact: true }];
}

/** Only those that ask something, given the answers so far. */
export function relevantSteps(context: DraftContext): Step[] {
  return allSteps(context).filter(
    (step) =>
      step.isContact ||
      visibleComponents(stepScope(context, step), currentAnswers(context)).length > 0,
  );
}

export function stepScope(context: DraftContext, step: Step): FormScope {
  const { procedure, locale, t, nowMs, draft, token } = context;
  const answers = currentAnswers(context);
  const uploads = {
    files: uploadsByField(draft.documents),
    href: (id: string) => stepHref(token, `datei/${id}`),
  };
  return { procedure, form: step.form, locale, t, nowMs, answers, facts: {}, uploads };
}

/** What the draft holds for a step. */
export function savedAnswers(
  context: Pick<DraftContext, 'draft' | 'procedure'>,
  step: Step,
): JsonObject {
  return step.isContact ? contactAnswers(context.draft.contact) : currentAnswers(context);
}

/** Files come and go at once, without the button that saves a step: their answers are those of now. */
function currentAnswers({
  draft,
  procedure,
}: Pick<DraftContext, 'draft' | 'procedure'>): JsonObject {
  const files = uploadsByField(draft.documents);
  const forms = procedure.config.steps.flatMap((name) => procedure.forms.get(name) ?? []);
  const keys = forms
    .flatMap(({ components }) => components)
    .flatMap((one) => (one.type === 'filepicker' ? [one.key] : []))
    .filter((key) => Object.hasOwn(draft.answers, key));
  const uploads = keys.map((key) => [key, uploadAnswer(key, files.get(key) ?? [])]);
  return { ...draft.answers, ...Object.fromEntries(uploads) };
}

/** The step again over what is saved: the server says at the end once more what is missing. */
export function checkSaved(
  context: DraftContext,
  step: Step,
): { answers: JsonObject; errors: readonly FieldError[] } {
  const saved = savedAnswers(context, step);
  const raw = answersToRaw(step.form.components, saved, context.locale);
  return checkForm(stepScope(context, step), raw);
}

/** How far somebody is; the page to check the answers is the last step. */
export function stepProgress(
  t: Translate,
  index: number,
  count: number,
): { progressText: string; progress: { done: boolean }[] } {
  return {
    progressText: t('assistant.stepOf', { step: index + 1, count }),
    progress: Array.from({ length: count }, (_, part) => ({ done: part <= index })),
  };
}

export function stepHref(token: string, slug: string): string {
  return `/antrag/${token}/${slug}`;
}
