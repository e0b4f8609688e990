import type { Actor, CaseChange, CaseFile, TakenUploads } from '../../core/cases/case-file.ts';
import type { ProcessState, ReadModel, TaskState } from '../../core/cases/process-state.ts';
import { changeOnce } from '../../core/cases/change-once.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import {
  answeredBy,
  lateKey,
  taskAnswer,
  TASK_ANSWERS,
  taskAnswersOf,
} from '../../core/cases/task-answers.ts';
import { withWithdrawn } from '../../core/cases/withdrawn-tasks.ts';
import type { Clock } from '../../core/clock.ts';
import type { JsonObject } from '../../core/json.ts';
import { lateQuestion } from '../../core/procedures/late-question.ts';
import type { LateQuestion } from '../../core/procedures/late-question.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { processData } from './process-data.ts';
import { APPLICANT } from './tasks.ts';

const KEPT_MS = 24 * 3_600_000;

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

/** The engine may be away: the case file knows before it what was answered and what was decided. */
function isStillOpen({ facts }: CaseFile, { task, withdraws }: LateTask): boolean {
  return [task, ...withdraws].every(({ key }) => answeredBy(facts, key) === undefined);
}

function lateChange(
  current: CaseFile,
  procedure: Procedure,
  { task, awaited, withdraws }: LateTask,
  answers: JsonObject,
  who: { readonly by: Actor; readonly atMs: number },
): CaseChange {
  return {
    answers,
    facts: {
      [TASK_ANSWERS]: {
        ...taskAnswersOf(current.facts),
        [task.key]: taskAnswer(current, task, answers, { ...who, isApplicants: true }),
      },
      ...withWithdrawn(current.facts, withdraws, who.atMs),
    },
    commands: [
      {
        key: lateKey(task.key),
        type: 'publishMessage',
        name: awaited.message,
        correlationKey: current.id,
        // Kept: the task of staff is withdrawn already, so nobody decides before it has come.
        timeToLiveMs: KEPT_MS,
        variables: processData(procedure, answers),
      },
    ],
    audit: [
      { event: 'task-answered-late', detail: { taskKey: task.key, element: task.elementId } },
    ],
  };
}
