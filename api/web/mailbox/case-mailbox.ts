import type { TaskState } from '../../../core/cases/process-state.ts';
import { taskWords } from '../../../core/procedures/task-words.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { CaseContext } from '../../context.ts';
import { serviceTitle } from '../service-texts.ts';
import { begunFollowUps } from '../status/begun-follow-ups.ts';
import { statusView } from '../status/status-view.ts';
import type { DemandView, FollowUpView } from '../status/status-view.ts';
import { letterViews } from './letters.ts';
import type { LetterView } from './letters.ts';

/** A case as its applicant finds it in the mailbox. */
export interface Thread {
  readonly number: string;
  readonly serviceTitle: string;
  readonly headline: string;
  /** What is asked of the applicant, with the words of staff. */
  readonly questions: readonly (DemandView & { readonly words: readonly string[] | undefined })[];
  /** New applications that may be begun from this case. */
  readonly followUps: readonly FollowUpView[];
  readonly letters: readonly LetterView[];
  readonly unread: number;
}

/** The mailbox of one case: open questions first, then letters. */
export async function showCaseMailbox(context: CaseContext): Promise<Answer> {
  const { file, t } = context;
  const thread = await readThread(context);
  const view = {
    ...thread,
    statusHref: `/vorgang/${file.number}`,
    allHref: context.identity.signedIn()?.kind === 'person' ? '/postfach' : undefined,
  };
  return page('case-mailbox', t('mailbox.caseHeading', { number: file.number }), view);
}

export async function readThread(context: CaseContext): Promise<Thread> {
  const { services, file, procedure, locale } = context;
  const [process, payments, begun] = await Promise.all([
    services.readModel.processState(file.id),
    services.paymentView.ofCase(file.id),
    begunFollowUps(context),
  ]);
  const late = await services.lateAnswers.awaited(file, procedure, process);
  const tasks = [...(process?.openTasks ?? []), ...(late ? [late.task] : [])];
  const { headline, demands, followUps } = statusView(context, process, payments.all, {
    late,
    begun,
  });
  const letters = letterViews(context);
  return {
    number: file.number,
    serviceTitle: serviceTitle(procedure, locale),
    headline,
    questions: demands.map((demand) => ({ ...demand, words: wordsOf(context, tasks, demand) })),
    followUps,
    letters,
    unread: letters.filter(({ isUnread }) => isUnread).length,
  };
}

function wordsOf(
  { procedure, file }: CaseContext,
  tasks: readonly TaskState[],
  { taskKey }: DemandView,
): readonly string[] | undefined {
  const task = tasks.find(({ key }) => key === taskKey);
  return task && taskWords(procedure, task, file);
}
