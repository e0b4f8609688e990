import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { Locale } from '../../../core/procedures/texts.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { CaseContext, PersonContext } from '../../context.ts';
import { HttpError } from '../../http-error.ts';
import { readThread } from './case-mailbox.ts';
import type { Thread } from './case-mailbox.ts';

/** All cases of whoever is signed in: those that wait for them first, then what is unread, then the newest. */
export async function showMailbox(context: PersonContext): Promise<Answer> {
  const { services, person, t } = context;
  const files = await services.cases.ofPerson(person.subject);
  const threads = await Promise.all(
    files.map(async (file) => readThread(await caseContext(context, file))),
  );
  const view = {
    cases: threads.toSorted(byUrgency).map((thread) => caseRow(context, thread)),
  };
  const languages = spokenHere(context);
  return page('mailbox', t('mailbox.heading'), view, { section: 'mailbox', languages });
}

/** The mailbox is about all services: it is there in whatever language one of them has. */
function spokenHere({ services }: PersonContext): Locale[] {
  return services.catalogue.current().flatMap(({ config }) => config.languages);
}

async function caseContext(context: PersonContext, file: CaseFile): Promise<CaseContext> {
  const procedure = await context.services.catalogue.byHash(file.bundleHash);
  if (!procedure) throw new HttpError('internal', 'the bundle of a case is missing');
  return { ...context, file, procedure };
}

function byUrgency(a: Thread, b: Thread): number {
  const questions = Number(b.questions.length > 0) - Number(a.questions.length > 0);
  return questions || Number(b.unread > 0) - Number(a.unread > 0);
}

function caseRow({ t }: PersonContext, thread: Thread): object {
  const { number, questions, unread, letters } = thread;
  return {
    ...thread,
    statusHref: `/vorgang/${number}`,
    mailboxHref: `/vorgang/${number}/postfach`,
    questionText:
      questions.length > 0 ? t('mailbox.questionCount', { count: questions.length }) : undefined,
    unreadText: unread > 0 ? t('mailbox.unreadCount', { count: unread }) : undefined,
    letterText: t('mailbox.letterCount', { count: letters.length }),
  };
}
