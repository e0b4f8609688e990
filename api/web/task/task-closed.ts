import { CaseError } from '../../../core/cases/case-error.ts';
import type { Answer } from '../../answer.ts';
import { isTaskKey } from '../../address-keys.ts';
import { page, redirect } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { HttpError } from '../../http-error.ts';
import { serviceText } from '../service-texts.ts';

/** Done already, no longer needed, of another case, never there: the same page. Too late: who helps. */
export async function taskClosed({
  t,
  file,
  params,
  services,
  ...more
}: CaseContext): Promise<Answer> {
  const key = params['taskKey'] ?? '';
  const isLate = isTaskKey(key) && (await services.tasks.isTooLate(file, more.procedure, key));
  // Whoever only looks has sent nothing that could be lost.
  const lateKey = more.reads ? 'taskClosed.lateSeenText' : 'taskClosed.lateText';
  const lateText = t(lateKey, { number: file.number });
  const view = {
    heading: t(isLate ? 'taskClosed.lateHeading' : 'taskClosed.heading'),
    text: isLate ? lateText : t('taskClosed.text'),
    contact: isLate ? serviceText(more.procedure, more.locale, 'contact') : undefined,
    backHref: `/vorgang/${file.number}`,
  };
  return page('task-closed', view.heading, view, { status: isLate ? 410 : 404 });
}

/**
 * Of several clicks on "send" one is taken; the others find the task closed, its files gone or
 * their answers incomplete, by how far the first one is. All lead to where the answer is confirmed.
 */
export async function orStatusWhenAnswered(
  context: CaseContext,
  answer: (context: CaseContext) => Promise<Answer>,
): Promise<Answer> {
  try {
    const given = await answer(context);
    return given.type === 'page' && (await isAnsweredAlready(context)) ? toStatus(context) : given;
  } catch (error) {
    const isExpected = error instanceof CaseError || error instanceof HttpError;
    if (isExpected && (await isAnsweredAlready(context))) return toStatus(context);
    throw error;
  }
}

/** A file alone that comes too late is told so: the person counts on it. */
async function isAnsweredAlready({ body, file, params, services }: CaseContext): Promise<boolean> {
  const isSent = (oneValue(body, 'action') ?? 'next') === 'next';
  const key = params['taskKey'] ?? '';
  return isSent && isTaskKey(key) && services.tasks.isAnsweredByApplicant(file, key);
}

export function toStatus({ file }: CaseContext): Answer {
  return redirect(`/vorgang/${file.number}`);
}
