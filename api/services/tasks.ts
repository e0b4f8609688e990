import type { Actor, CaseChange, CaseFile, TakenUploads } from '../../core/cases/case-file.ts';
import type { PageQuery, ReadModel, TaskState } from '../../core/cases/process-state.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import type { Clock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import {
  answeredBy,
  completionKey,
  taskAnswer,
  TASK_ANSWERS,
  taskAnswersOf,
} from '../../core/cases/task-answers.ts';
import { changeOnce } from '../../core/cases/change-once.ts';
import { isSettled } from '../../core/cases/withdrawn-tasks.ts';
import { withStaffAnswers } from '../../core/cases/staff-answers.ts';
import { lateMessageOf } from '../../core/procedures/late-question.ts';
import { keyOf } from '../../core/procedures/form-visible.ts';
import { wasTimedOut } from '../../core/procedures/timed-out.ts';
import { processData } from './process-data.ts';

/** The group of everybody who applied: its tasks are the citizen's, authorised through the case. */
export const APPLICANT = 'applicant';

export interface TaskService {
  /** Open, of this case and of the applicant; anything else is absent. */
  applicantTask(file: CaseFile, taskKey: string): Promise<TaskState | undefined>;
  /** The applicant has answered it, also when that happened after `file` was read. */
  isAnsweredByApplicant(file: CaseFile, taskKey: string): Promise<boolean>;
  /** This one was the applicant's, a deadline took it away, and no late answer came. */
  isTooLate(file: CaseFile, procedure: Procedure, taskKey: string): Promise<boolean>;
  /** Open and of some group of the city. */
  staffTask(taskKey: string): Promise<TaskState | undefined>;
  /** Completed already, and not the applicant's. */
  isStaffTaskDone(taskKey: string): Promise<boolean>;
  /** Of every unit, also of those that no procedure names any more. */
  openStaffTasks(page: PageQuery): Promise<TaskState[]>;
  /**
   * Answers and command in one transaction. `false` when the task was answered already: the answers
   * of the second one are not taken.
   */
  complete(
    file: CaseFile,
    procedure: Procedure,
    task: TaskState,
    answers: JsonObject,
    actor: Actor,
    /** Of what was uploaded for the task, what belongs to the answers. */
    uploads?: TakenUploads,
  ): Promise<boolean>;
  /** The same, only if the case is still as it was looked at. */
  completeUnchanged(
    file: CaseFile,
    procedure: Procedure,
    task: TaskState,
    answers: JsonObject,
    actor: Actor,
  ): Promise<'done' | 'answered' | 'changed'>;
}

export function makeTaskService(ports: {
  readonly cases: CaseRepository;
  readonly readModel: ReadModel;
  readonly clock: Clock;
}): TaskService {
  const { readModel } = ports;
  const ofApplicant = async (file: CaseFile, taskKey: string): Promise<TaskState | undefined> => {
    const task = await readModel.task(taskKey);
    const isTheirs = task?.caseId === file.id && task.candidateGroups.includes(APPLICANT);
    return isTheirs ? task : undefined;
  };
  return {
    async applicantTask(file, taskKey) {
      const task = await ofApplicant(file, taskKey);
      return task && isOpen(file, task) ? task : undefined;
    },
    async isAnsweredByApplicant(file, taskKey) {
      const current = await ports.cases.find(file.id);
      return current !== undefined && answeredBy(current.facts, taskKey)?.by === APPLICANT;
    },
    async isTooLate(file, procedure, taskKey) {
      const task = await ofApplicant(file, taskKey);
      if (!task || answeredBy(file.facts, taskKey)) return false;
      const process = await readModel.processState(file.id);
      return process !== undefined && wasTimedOut(procedure, process, task);
    },
    async staffTask(taskKey) {
      const task = await readModel.task(taskKey);
      const isStaff = task !== undefined && !task.candidateGroups.includes(APPLICANT);
      return isStaff && task.state === 'open' && task.caseId !== undefined ? task : undefined;
    },
    async isStaffTaskDone(taskKey) {
      const task = await readModel.task(taskKey);
      return task?.state === 'completed' && !task.candidateGroups.includes(APPLICANT);
    },
    openStaffTasks: (page) => readModel.openTasks({ ...page, exceptGroup: APPLICANT }),
    complete: (...task) => completeTask(ports, ...task),
    completeUnchanged: (...task) => completeUnchanged(ports, ...task),
  };
}

interface CompletionPorts {
  readonly cases: CaseRepository;
  readonly clock: Clock;
}

function completeTask(
  { cases, clock }: CompletionPorts,
  ...[file, procedure, task, answers, actor, uploads]: Parameters<TaskService['complete']>
): Promise<boolean> {
  return changeOnce(cases, file.id, actor, (current) => {
    if (!isOpen(current, task)) return undefined;
    const change = completion(current, procedure, task, answers, { by: actor, atMs: clock.now() });
    return { ...change, ...(uploads ? { uploads } : {}) };
  });
}

async function completeUnchanged(
  { cases, clock }: CompletionPorts,
  ...[file, procedure, task, answers, actor]: Parameters<TaskService['completeUnchanged']>
): Promise<'done' | 'answered' | 'changed'> {
  let outcome: 'done' | 'answered' | 'changed' = 'done';
  await cases.change(file.id, actor, (current) => {
    if (!isOpen(current, task)) outcome = 'answered';
    else if (current.version !== file.version) outcome = 'changed';
    if (outcome !== 'done') return undefined;
    return completion(current, procedure, task, answers, { by: actor, atMs: clock.now() });
  });
  return outcome;
}

/** The applicant's answers are the case's; those of staff are kept apart. */
function completion(
  current: CaseFile,
  procedure: Procedure,
  task: TaskState,
  answers: JsonObject,
  who: { readonly by: Actor; readonly atMs: number },
): CaseChange {
  const isApplicants = task.candidateGroups.includes(APPLICANT);
  const taskAnswers = {
    ...taskAnswersOf(current.facts),
    [task.key]: taskAnswer(current, task, answers, { ...who, isApplicants }),
  };
  const lateMessage = lateMessageOf(procedure, task);
  const event = isApplicants && who.by !== APPLICANT ? 'task-completed-for' : 'task-completed';
  return {
    ...(isApplicants ? { answers } : {}),
    facts: {
      [TASK_ANSWERS]: taskAnswers,
      ...(isApplicants ? {} : withStaffAnswers(current.facts, answers)),
    },
    commands: [
      {
        key: completionKey(task.key),
        type: 'completeTask',
        taskKey: task.key,
        ...(lateMessage === undefined ? {} : { lateMessage }),
        variables: processData(procedure, {
          ...otherAnswers(current, procedure, task),
          ...answers,
        }),
      },
    ],
    audit: [{ event, detail: { taskKey: task.key, element: task.elementId } }],
  };
}

/** Earlier answers to this very form count no more, also where its question is hidden now. */
function otherAnswers(
  { answers }: CaseFile,
  { forms }: Procedure,
  { formReference }: TaskState,
): JsonObject {
  const own = forms.get(formReference ?? '')?.components.map(keyOf) ?? [];
  return Object.fromEntries(Object.entries(answers).filter(([key]) => !own.includes(key)));
}

/**
 * The engine may be away: the case file remembers which tasks were answered, so that a task that
 * the read model still calls open is not answered twice, nor after a late answer made an end of it.
 */
function isOpen({ facts }: CaseFile, { key, state }: TaskState): boolean {
  return state === 'open' && !isSettled(facts, key);
}
