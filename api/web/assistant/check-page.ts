import type { Answer } from '../../answer.ts';
import { page, redirect } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { answerRows } from '../../../core/procedures/answer-rows.ts';
import { visibleComponents } from '../../forms/form-rules.ts';
import { helpfulLevelView } from '../sign-in/helpful-level.ts';
import { serviceTitle } from '../service-texts.ts';
import { firstOpenStep, resumeApplication } from './step-page.ts';
import type { Step } from './steps.ts';
import { ownerView } from './take-over.ts';
import { relevantSteps, savedAnswers, stepHref, stepProgress, stepScope } from './steps.ts';

/** Everything that will be sent, in words, each with a way back to it. */
export function showCheck(context: DraftContext): Answer {
  if (context.draft.submittedCaseId !== undefined) return resumeApplication(context);
  const open = firstOpenStep(context);
  if (open) return redirect(stepHref(context.token, open.slug));
  return checkPage(context, {});
}

export function checkPage(
  context: DraftContext,
  state: { readonly errors?: readonly { href: string; message: string }[]; changed?: boolean },
): Answer {
  const { procedure, locale, t, token, draft, rights } = context;
  const steps = relevantSteps(context);
  const view = {
    serviceTitle: serviceTitle(procedure, locale),
    ...stepProgress(t, steps.length, steps.length + 1),
    ...ownerView(context),
    helpful: helpfulLevelView(context, procedure, stepHref(token, 'pruefen')),
    errors: state.errors ?? [],
    changed: state.changed ?? false,
    steps: steps.map((step) => stepSummary(context, step)),
    action: stepHref(token, 'pruefen'),
    version: draft.version,
    proof: rights.proof(draft.id),
    backHref: stepHref(token, steps.at(-1)?.slug ?? ''),
    laterHref: stepHref(token, 'spaeter'),
  };
  const hasErrors = view.errors.length > 0;
  return page('check', t('check.heading'), view, {
    status: view.changed ? 409 : hasErrors ? 422 : 200,
    section: 'services',
    hasErrors,
  });
}

function stepSummary(context: DraftContext, step: Step): object {
  const answers = savedAnswers(context, step);
  return {
    id: `angaben-${step.slug}`,
    title: step.form.title,
    changeHref: stepHref(context.token, step.slug),
    rows: answerRows(visibleComponents(stepScope(context, step), answers), answers, context),
  };
}
