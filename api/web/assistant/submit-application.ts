import { CaseError } from '../../../core/cases/case-error.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { afterSentence, errorMessages } from '../../forms/error-messages.ts';
import { answeredUploads } from '../../forms/sent-files.ts';
import { fieldId } from '../../forms/field-view.ts';
import { HttpError } from '../../http-error.ts';
import { checkPage } from './check-page.ts';
import { signedInOwner } from './take-over.ts';
import { checkSaved, relevantSteps, stepHref, stepScope } from './steps.ts';

/**
 * Everything is checked once more, then the draft becomes a case, once: a double click and a
 * second window end at the same receipt.
 */
export async function submitApplication(context: DraftContext): Promise<Answer> {
  const { draft, procedure, services, rights, token, body } = context;
  const receipt = redirect(stepHref(token, 'eingang'));
  if (draft.submittedCaseId !== undefined) {
    // The second click of the one who submitted gets the code too; somebody else with the link not.
    if (!rights.isProof(draft.id, oneValue(body, 'proof'))) return receipt;
  } else {
    if (oneValue(body, 'version') !== String(draft.version)) {
      return checkPage(context, { changed: true });
    }
    const errors = missingAnswers(context);
    if (errors.length > 0) return checkPage(context, { errors });
  }
  const answers = relevantAnswers(context);
  const uploads = answeredUploads(draft.documents, answers);
  const submitted = await services.submission
    .submit(draft, procedure, answers, uploads, signedInOwner(context))
    .catch(ifChanged);
  if (!submitted) return showChanged(context);
  const { file, trackingCode } = submitted;
  await rights.grantCase(file.number, { caseId: file.id, trackingCode });
  return receipt;
}

/** Another window saved between the check above and the submission. */
function ifChanged(error: unknown): undefined {
  if (error instanceof CaseError && error.code === 'draft-changed') return undefined;
  throw error;
}

async function showChanged(context: DraftContext): Promise<Answer> {
  const draft = await context.services.drafts.findByToken(context.token);
  if (!draft) throw new HttpError('not-found', 'the draft has expired meanwhile');
  return checkPage({ ...context, draft }, { changed: true });
}

function missingAnswers(context: DraftContext): { href: string; message: string }[] {
  return relevantSteps(context).flatMap((step) => {
    const { title } = step.form;
    const { errors } = checkSaved(context, step);
    return errorMessages(stepScope(context, step), errors).map(({ key, message }) => ({
      href: `${stepHref(context.token, step.slug)}#${fieldId(key)}`,
      message: afterSentence(context.t('check.missing', { step: title, message }), title),
    }));
  });
}

/** Without what other answers made irrelevant. */
function relevantAnswers(context: DraftContext): JsonObject {
  const steps = relevantSteps(context).filter((step) => !step.isContact);
  return Object.assign({}, ...steps.map((step) => checkSaved(context, step).answers)) as JsonObject;
}
