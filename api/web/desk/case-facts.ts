import { answersAtReceipt } from '../../../core/cases/task-answers.ts';
import { formatDateTime } from '../../../core/i18n/format.ts';
import { answeredForm, answeredForms } from '../../../core/procedures/answered-forms.ts';
import { answeredTasks } from '../../../core/procedures/answered-tasks.ts';
import type { StaffCaseContext } from '../../context.ts';
import { caseFacts } from '../operator/case-facts.ts';
import type { FactGroup } from '../operator/case-facts.ts';
import { decisiveDocuments } from './decisive-documents.ts';
import { actorNames } from './desk-words.ts';
import { issuedFacts } from './issued-facts.ts';
import { registerFacts } from './register-facts.ts';
import { signInFacts } from './sign-in-facts.ts';

/** A row of the case: what is, and what it was when the application came, if that differs. */
export interface DeskRow {
  readonly label: string;
  readonly lines: readonly string[];
  readonly before: string | undefined;
  /** Where its lines lead. */
  readonly href?: string;
}

export interface DeskGroup {
  readonly title: string;
  /** Who said it and when, where one person did. */
  readonly note: string | undefined;
  readonly rows: readonly DeskRow[];
}

/**
 * Everything that is known of a case: answers and payments, who signed in, what registers say, which
 * documents there are, what staff said.
 */
export async function deskFacts(context: StaffCaseContext): Promise<DeskGroup[]> {
  const { file, procedure } = context;
  const groups = await caseFacts(context, file, procedure);
  const answers = { ...file.answers, ...answersAtReceipt(file) };
  const atReceipt = answeredForms(procedure, { ...file, answers }, context);
  const registers = [
    signInFacts(context),
    ...registerFacts(context),
    ...(await issuedFacts(context)),
  ];
  return [
    ...groups.map((group) => withBefore(group, atReceipt)),
    ...registers.map((group) => withBefore(group, [])),
    ...(await decisiveDocuments(context)),
    ...(await staffGroups(context)),
  ];
}

/** What staff answered, task by task, the newest last: who, when, and in the words of its form. */
async function staffGroups(context: StaffCaseContext): Promise<DeskGroup[]> {
  const { file, procedure, t, locale } = context;
  const answered = answeredTasks(procedure, file.facts).filter((task) => !task.isApplicants);
  const nameOf = await actorNames(
    context,
    answered.map(({ by }) => by),
  );
  return answered.flatMap(({ form, answers, by, atMs }) => {
    if (!form) return [];
    const { title, rows } = answeredForm(procedure, file, { form, answers }, context);
    const note = t('desk.answeredBy', { name: nameOf(by), time: formatDateTime(atMs, locale) });
    const group = withBefore({ title: t('desk.staffAnswers', { form: title }), rows }, []);
    return rows.length === 0 ? [] : [{ ...group, note }];
  });
}

/** An answer that was changed since says what it was. */
function withBefore({ title, rows }: FactGroup, atReceipt: readonly FactGroup[]): DeskGroup {
  const earlier = atReceipt.find((group) => group.title === title)?.rows ?? [];
  return {
    title,
    note: undefined,
    rows: rows.map(({ label, lines }) => {
      const before = earlier.find((row) => row.label === label)?.lines.join(', ');
      const isChanged = before !== undefined && before !== lines.join(', ');
      return { label, lines, before: isChanged ? before : undefined };
    }),
  };
}
