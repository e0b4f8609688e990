import type { JsonObject } from '../../../core/json.ts';
import type { FieldError } from '../../../core/procedures/form.ts';
import { formatDate } from '../../../core/i18n/format.ts';
import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import type { Fields } from '../../fields.ts';
import { HttpError } from '../../http-error.ts';
import type { AnswerRow } from '../../../core/procedures/answer-rows.ts';
import { drawForm } from '../../forms/prepared-form.ts';
import { answersToRaw } from '../../forms/raw-input.ts';
import { enteredFields } from '../../forms/typed-entries.ts';
import { serviceTitle } from '../service-texts.ts';
import { contactAnswers } from './contact-form.ts';
import { fieldOrigins } from './field-origins.ts';
import type { Step } from './steps.ts';
import {
  allSteps,
  checkSaved,
  relevantSteps,
  savedAnswers,
  stepHref,
  stepProgress,
  stepScope,
} from './steps.ts';
import { signedInOwner } from './take-over.ts';

const WARN_BEFORE_MS = 3 * 24 * 3_600_000;

/** `/antrag/:token`: where somebody left off. */
export function resumeApplication(context: DraftContext): Answer {
  const { draft, token } = context;
  if (draft.submittedCaseId !== undefined) return redirect(stepHref(token, 'eingang'));
  return redirect(stepHref(token, firstOpenStep(context)?.slug ?? 'pruefen'));
}

export function showStep(context: DraftContext): Answer {
  const { draft, locale } = context;
  if (draft.submittedCaseId !== undefined) return resumeApplication(context);
  const step = findStep(context);
  if (!step || isAhead(context, step)) return resumeApplication(context);
  const raw =
    enteredFields(draft.entries, step.name) ??
    answersToRaw(step.form.components, firstAnswers(context, step), locale);
  return stepPage(context, step, { raw });
}

/** Notices go to the address of the account, unless its owner says otherwise: also none. */
function firstAnswers(context: DraftContext, step: Step): JsonObject {
  const wasAnswered = context.draft.completedSteps.includes(step.name);
  const email = signedInOwner(context)?.email;
  return step.isContact && !wasAnswered && email !== undefined
    ? contactAnswers({ email, ...context.draft.contact })
    : savedAnswers(context, step);
}

/** The step of the address; absent when it asks nothing; 404 when there is no such step. */
export function findStep(context: DraftContext): Step | undefined {
  const slug = context.params['step'];
  if (!allSteps(context).some((step) => step.slug === slug)) {
    throw new HttpError('not-found', 'no such step');
  }
  return relevantSteps(context).find((step) => step.slug === slug);
}

/** The first step that was not answered, or no longer holds. */
export function firstOpenStep(context: DraftContext): Step | undefined {
  return relevantSteps(context).find((step) => !isComplete(context, step));
}

function isComplete(context: DraftContext, step: Step): boolean {
  const wasAnswered = context.draft.completedSteps.includes(step.name);
  return wasAnswered && checkSaved(context, step).errors.length === 0;
}

function isAhead(context: DraftContext, step: Step): boolean {
  const slugs = relevantSteps(context).map(({ slug }) => slug);
  const open = firstOpenStep(context);
  return open !== undefined && slugs.indexOf(step.slug) > slugs.indexOf(open.slug);
}

export interface StepState {
  readonly raw: Fields;
  readonly errors?: readonly FieldError[];
  readonly revealed?: boolean;
  /** Which state of the draft the page goes on from; absent: the newest. */
  readonly version?: number;
  /** What another window saved meanwhile for this step, where it differs. */
  readonly conflict?: { readonly differences: readonly AnswerRow[] };
}

export function stepPage(context: DraftContext, step: Step, state: StepState): Answer {
  const { draft, procedure, locale, t, token } = context;
  const steps = relevantSteps(context);
  const index = steps.findIndex(({ slug }) => slug === step.slug);
  const origins = fieldOrigins(context, step, state.raw);
  const drawing = drawForm({ ...stepScope(context, step), origins }, state.raw, state.errors);
  const view = {
    ...drawing,
    serviceTitle: serviceTitle(procedure, locale),
    heading: step.form.title,
    ...stepProgress(t, index, steps.length + 1),
    action: stepHref(token, step.slug),
    version: state.version ?? draft.version,
    takesFiles: step.form.components.some(({ type }) => type === 'filepicker'),
    hasPrevious: index > 0,
    revealed: state.revealed ?? false,
    conflict: conflictView(state),
    expiryWarning: expiryWarning(context),
  };
  const hasErrors = drawing.errors.length > 0;
  return page('step', step.form.title, view, {
    status: state.conflict ? 409 : hasErrors || state.revealed ? 422 : 200,
    section: 'services',
    hasErrors,
  });
}

function conflictView({ conflict }: StepState): object | undefined {
  return (
    conflict && {
      differences: conflict.differences.map(({ label, lines }) => ({
        label,
        value: lines.join(', '),
      })),
    }
  );
}

function expiryWarning({ draft, nowMs, locale, t }: DraftContext): string | undefined {
  if (draft.expiresAtMs - nowMs > WARN_BEFORE_MS) return undefined;
  return t('assistant.expiresSoon', { date: formatDate(draft.expiresAtMs, locale) });
}
