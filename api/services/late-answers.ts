import type { Actor, CaseChange, CaseFile, TakenUploads } from '../../core/cases/case-file.ts';
import type { ProcessState, ReadModel, TaskState } from '../../core/cases/process-state.ts';
import { changeOnce } from '../../core/cases/change-once.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import {
  answeredBy,
  taskAnswer,
  TASK_ANSWERS,
  taskAnswersOf,
} from '../../core/cases/task-answers.ts';
import type { Clock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import { isDecided, lateAnswer } from '../../core/procedures/late-answer.ts';
import { lateQuestion } from '../../core/procedures/late-question.ts';
import type { LateQuestion } from '../../core/procedures/late-question.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { processData } from './process-data.ts';
import { APPLICANT } from './tasks.ts';

/** A question to the applicant that may still be answered, although its deadline is over. */
export interface LateTask extends LateQuestion {
  readonly task: TaskState;
}

/** Answers that come after their deadline (`lateMessage` of a task), as long as nothing is decided. */
export interface LateAnswerService {
  /** The one that the process would still take; `process` where it has been read already. */
  awaited(
    file: CaseFile,
    procedure: Procedure,
    process?: ProcessState,
  ): Promise<LateTask | undefined>;
  /**
   * Answers, uploads, message and audit in one transaction. `false` when it was answered already, or
   * the decision was taken meanwhile: nothing is kept then.
   */
  take(
    file: CaseFile,
    procedure: Procedure,
    late: LateTask,
    answers: JsonObject,
    /** Who sent it: the applicant, or a clerk who enters what came by post. */
    actor: Actor,
    uploads?: TakenUploads,
  ): Promise<boolean>;
}

export function makeLateAnswerService(ports: {
  readonly cases: CaseRepository;
  readonly readModel: ReadModel;
  readonly clock: Clock;
}): LateAnswerService {
  const { cases, readModel, clock } = ports;
  return {
    async awaited(file, procedure, read) {
      const process = read ?? (await readModel.processState(file.id));
      const question = process && lateQuestion(procedure, process);
      if (!question) return undefined;
      const task = await readModel.taskOfElement(question.elementInstanceKey);
      if (!task?.candidateGroups.includes(APPLICANT)) return undefined;
      const late = { ...question, task };
      return isStillOpen(file, late) ? late : undefined;
    },
    take: (file, procedure, late, answers, actor, uploads) =>
      changeOnce(cases, file.id, actor, (current) => {
        if (!isStillOpen(current, late)) return undefined;
        const who = { by: actor, atMs: clock.now() };
        const change = lateChange(current, procedure, late, answers, who);
        return { ...change, ...(uploads ? { uploads } : {}) };
      }),
  };
}

/** The engine may be away: the case file knows before it what was answered. */
function isStillOpen(file: CaseFile, late: LateTask): boolean {
  return answeredBy(file.facts, late.task.key) === undefined && !isDecided(file, late);
}

function lateChange(
  current: CaseFile,
  procedure: Procedure,
  late: LateTask,
  answers: JsonObject,
  who: { readonly by: Actor; readonly atMs: number },
): CaseChange {
  const { task } = late;
  const variables = processData(procedure, answers);
  const { facts, commands } = lateAnswer(current, late, {
    taskKey: task.key,
    atMs: who.atMs,
    variables,
  });
  const answered = taskAnswer(current, task, answers, { ...who, isApplicants: true });
  return {
    answers,
    facts: {
      ...facts,
      [TASK_ANSWERS]: { ...taskAnswersOf(current.facts), [task.key]: answered },
    },
    commands,
    audit: [
      { event: 'task-answered-late', detail: { taskKey: task.key, element: task.elementId } },
    ],
  };
}
