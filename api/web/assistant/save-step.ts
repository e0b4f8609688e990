import type { Draft } from '../../../core/cases/case-file.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { DraftContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { answerRows } from '../../../core/procedures/answer-rows.ts';
import { changeFiles } from '../../forms/sent-files.ts';
import { applyGroupAction } from '../../forms/group-action.ts';
import type { CheckedForm } from '../../forms/prepared-form.ts';
import { checkSent } from '../../forms/prepared-form.ts';
import { typedEntries } from '../../forms/typed-entries.ts';
import { HttpError } from '../../http-error.ts';
import { answersToContact } from './contact-form.ts';
import { findStep, firstOpenStep, resumeApplication, stepPage } from './step-page.ts';
import type { Step } from './steps.ts';
import { relevantSteps, savedAnswers, stepHref, stepScope } from './steps.ts';

const MOVES: ReadonlySet<string> = new Set(['next', 'back', 'later']);

/**
 * What the buttons of a step do: `next` goes on when everything is right; `back` and `later` keep
 * what was typed, right or wrong, and never complain; `refresh` and those of groups only draw the page again.
 */
export async function saveStep(context: DraftContext): Promise<Answer> {
  if (context.draft.submittedCaseId !== undefined) return resumeApplication(context);
  const step = findStep(context);
  if (!step) return resumeApplication(context);
  const files = await changeFiles(context, step.form, async () => context.draft);
  if (!files) return saveAnswers(context, step, sentVersion(context));
  // What this very request changed is no conflict; what another window changed before it is.
  const version = sentVersion(context);
  const isCurrent = version === context.draft.version;
  const next = isCurrent ? files.draft.version : version;
  const changed = { ...context, draft: files.draft };
  const action = oneValue(context.body, 'action') ?? 'next';
  if (files.errors.length === 0 && MOVES.has(action)) return saveAnswers(changed, step, next);
  const state = { raw: context.body, errors: files.errors, version: next };
  return stepPage(changed, step, state);
}

async function saveAnswers(context: DraftContext, step: Step, version: number): Promise<Answer> {
  const raw = context.body;
  const sent = oneValue(raw, 'action') ?? 'next';
  const changed = applyGroupAction(step.form, raw, sent);
  if (changed) return stepPage(context, step, { raw: changed });
  const action = MOVES.has(sent) || sent === 'refresh' ? sent : 'next';
  if (action === 'refresh') return stepPage(context, step, { raw });
  const checked = checkSent(stepScope(context, step), raw);
  const holds = checked.errors.length === 0 && !checked.revealed;
  if (action === 'next' && !holds) {
    return stepPage(context, step, { raw, errors: checked.errors, revealed: checked.revealed });
  }
  const saved = await save(context, step, version, checked.answers, holds);
  if (!saved) return conflict(context, step, checked);
  return redirect(whereNext({ ...context, draft: saved }, step, action));
}

async function save(
  context: DraftContext,
  step: Step,
  version: number,
  answers: JsonObject,
  holds: boolean,
): Promise<Draft | undefined> {
  const { draft, services, locale } = context;
  const others = draft.completedSteps.filter((name) => name !== step.name);
  return services.drafts.save(draft.id, version, {
    ...(step.isContact
      ? { contact: answersToContact(answers) }
      : { answers: merged(draft, step, answers) }),
    entries: entriesAfter(context, step, holds),
    completedSteps: holds ? [...others, step.name] : others,
    locale,
  });
}

/** What does not hold is kept as it was typed; the answers alone would lose it. */
function entriesAfter({ draft, body }: DraftContext, step: Step, holds: boolean): JsonObject {
  const others = Object.entries(draft.entries).filter(([name]) => name !== step.name);
  return Object.fromEntries(
    holds ? others : [...others, [step.name, typedEntries(step.form.components, body)]],
  );
}

/** The answers of this step replace what it had; what became irrelevant goes. */
function merged(draft: Draft, step: Step, answers: JsonObject): JsonObject {
  const own = new Set(step.form.components.flatMap((one) => ('key' in one ? [one.key] : [])));
  const others = Object.entries(draft.answers).filter(([key]) => !own.has(key));
  return { ...Object.fromEntries(others), ...answers };
}

function sentVersion({ body }: DraftContext): number {
  const text = oneValue(body, 'version');
  if (text === undefined || !/^\d{1,9}$/.test(text)) {
    throw new HttpError('bad-request', 'no version');
  }
  return Number(text);
}

/** Nothing is lost: the page keeps what was typed, says what the other window saved, and goes on. */
async function conflict(context: DraftContext, step: Step, checked: CheckedForm): Promise<Answer> {
  const draft = await context.services.drafts.findByToken(context.token);
  if (!draft) throw new HttpError('not-found', 'the draft has expired meanwhile');
  const fresh = { ...context, draft };
  if (draft.submittedCaseId !== undefined) return resumeApplication(fresh);
  const mine = answerRows(step.form.components, checked.answers, context);
  const theirs = answerRows(step.form.components, savedAnswers(fresh, step), context);
  const differences = theirs.filter(
    (row, index) => row.lines.join('\n') !== mine[index]?.lines.join('\n'),
  );
  return stepPage(fresh, step, { raw: context.body, conflict: { differences } });
}

function whereNext(context: DraftContext, step: Step, action: string): string {
  const { token } = context;
  if (action === 'later') return stepHref(token, 'spaeter');
  const slugs = relevantSteps(context).map(({ slug }) => slug);
  const at = slugs.indexOf(step.slug);
  if (action === 'back') return stepHref(token, slugs[at - 1] ?? step.slug);
  // Whoever came back to change one answer goes straight to "check your answers" again.
  return stepHref(token, firstOpenStep(context) ? (slugs[at + 1] ?? 'pruefen') : 'pruefen');
}
