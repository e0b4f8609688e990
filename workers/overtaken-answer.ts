import type { EngineCommand } from '../core/cases/case-file.ts';
import { changeOnce } from '../core/cases/change-once.ts';
import type { ReadModel } from '../core/cases/process-state.ts';
import type { CaseRepository, PendingCommand } from '../core/cases/repositories.ts';
import { answeredBy, isOvertaken, withOvertaken } from '../core/cases/task-answers.ts';
import type { Clock } from '../core/clock.ts';
import { isDecided, lateAnswer } from '../core/procedures/late-answer.ts';
import { lateQuestion } from '../core/procedures/late-question.ts';
import type { LateQuestion } from '../core/procedures/late-question.ts';
import type { ProcedureCatalogue } from '../core/procedures/procedure.ts';

export interface OvertakenPorts {
  readonly cases: Pick<CaseRepository, 'change'>;
  readonly procedures: Pick<ProcedureCatalogue, 'byHash'>;
  readonly readModel: Pick<ReadModel, 'processState' | 'task'>;
  readonly clock: Clock;
}

export type Completion = Extract<EngineCommand, { type: 'completeTask' }>;

/**
 * An answer that was in time may find its task taken away by the timer, such as after an hour
 * without an engine around midnight: where the process waits for late answers, it comes as one. Its
 * message is a command of its own, written with the note of what ends by it.
 * @returns false when nothing waits for it, the decision was taken meanwhile, or it came so before
 */
export async function bringAsLate(
  ports: OvertakenPorts,
  completion: Completion,
  pending: Pick<PendingCommand, 'caseId' | 'bundleHash'>,
): Promise<boolean> {
  const { taskKey, variables } = completion;
  const task = await ports.readModel.task(taskKey);
  if (task?.state !== 'cancelled') return false;
  const question = await awaitedQuestion(ports, pending);
  if (question?.elementInstanceKey !== task.elementInstanceKey) return false;
  return changeOnce(ports.cases, pending.caseId, 'system', (file) => {
    const answered = answeredBy(file.facts, taskKey);
    // The process may wait for such an answer anew: this one is not to end the next decision too.
    if (!answered || isOvertaken(file.facts, taskKey) || isDecided(file, question))
      return undefined;
    const late = lateAnswer(file, question, { taskKey, atMs: answered.atMs, variables });
    return {
      facts: { ...late.facts, ...withOvertaken(file.facts, taskKey, ports.clock.now()) },
      commands: late.commands,
      audit: [{ event: 'task-overtaken', detail: { taskKey, element: task.elementId } }],
    };
  });
}

async function awaitedQuestion(
  { procedures, readModel }: OvertakenPorts,
  { caseId, bundleHash }: Pick<PendingCommand, 'caseId' | 'bundleHash'>,
): Promise<LateQuestion | undefined> {
  const procedure = await procedures.byHash(bundleHash);
  const process = await readModel.processState(caseId);
  return procedure && process && lateQuestion(procedure, process);
}
