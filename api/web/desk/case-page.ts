import { APPLICANT } from '../../services/tasks.ts';
import { staffActor } from '../../../core/access/staff-cases.ts';
import type { ProcessState } from '../../../core/cases/process-state.ts';
import { isSettled } from '../../../core/cases/withdrawn-tasks.ts';
import { actionTextKey } from '../../../core/procedures/action-texts.ts';
import { unitName } from '../../../core/procedures/unit-name.ts';
import { offeredActions } from '../../../core/procedures/case-actions.ts';
import type { Phrase } from '../../../templates/page-renderer.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { StaffCaseContext } from '../../context.ts';
import { oneValue } from '../../fields.ts';
import { serviceTitle } from '../service-texts.ts';
import { statusView } from '../status/status-view.ts';
import { caseDiagram } from './case-diagram.ts';
import { documentViews } from './case-documents.ts';
import { deskFacts } from './case-facts.ts';
import { caseHistory } from './case-history.ts';
import { actorNames, taskTitle } from './desk-words.ts';
import { passedSteps } from './passed-steps.ts';

/** A case as staff sees it: what is known, what is open, what has happened, what the citizen reads. */
export async function showDeskCase(context: StaffCaseContext): Promise<Answer> {
  const { file, procedure, services, locale, t, nowMs, query } = context;
  const [process, payments] = await Promise.all([
    services.readModel.processState(file.id),
    services.paymentView.ofCase(file.id),
  ]);
  const {
    headline,
    explanation,
    turnText,
    payments: paymentRows,
  } = statusView(context, process, payments.all);
  const view = {
    headline,
    explanation,
    turnText,
    payments: paymentRows,
    number: file.number,
    serviceTitle: serviceTitle(procedure, locale),
    receivedAtMs: file.receivedAtMs,
    notice: oneValue(query, 'hinweis') === 'aktion' ? t('desk.actionTaken') : undefined,
    tasks: await taskRows(context, process),
    actions: actionRows(context, process),
    groups: await deskFacts(context),
    documents: documentViews(context),
    history: await caseHistory(context, process),
    diagram: caseDiagram(context, process),
    steps: passedSteps(context, process),
    nowMs,
  };
  return page('desk-case', t('status.number', { number: file.number }), view, { section: 'desk' });
}

interface TaskRow {
  readonly title: Phrase;
  /** Absent for tasks of other units. */
  readonly href: string | undefined;
  readonly dueAtMs: number | undefined;
  readonly detail: string;
}

async function taskRows(
  context: StaffCaseContext,
  process: ProcessState | undefined,
): Promise<TaskRow[]> {
  const { services, procedure, file, staff, locale, t } = context;
  const late = await services.lateAnswers.awaited(file, procedure, process);
  const open = [...(process?.openTasks ?? []), ...(late ? [late.task] : [])].filter(
    ({ key }) => !isSettled(file.facts, key),
  );
  const actors = open.flatMap(({ assignee }) => (assignee ? [staffActor(assignee)] : []));
  const nameOf = await actorNames(context, actors);
  return open.map((task) => {
    const { candidateGroups: groups, assignee } = task;
    const isApplicants = groups.includes(APPLICANT);
    const isTheirs = isApplicants || groups.some((group) => staff.units.includes(group));
    const units = groups.map((group) => unitName([procedure], group, locale)).join(', ');
    const forWhom = isApplicants ? t('desk.applicantsTask') : units;
    return {
      title: taskTitle(procedure, task, context),
      href: isTheirs ? `/mitarbeit/aufgabe/${task.key}` : undefined,
      dueAtMs: task.dueAtMs,
      detail: assignee ? t('desk.isHeldBy', { name: nameOf(staffActor(assignee)) }) : forWhom,
    };
  });
}

function actionRows(
  { procedure, file, locale }: StaffCaseContext,
  process: ProcessState | undefined,
): { text: string; href: string }[] {
  return offeredActions(procedure, process, file, 'staff').map(({ action: { key } }) => ({
    text: procedure.texts.get(locale, actionTextKey(key, 'label')),
    href: `/mitarbeit/vorgang/${file.number}/aktion/${key}`,
  }));
}
