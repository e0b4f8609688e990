import type { CaseFile, EngineCommand } from '../cases/case-file.ts';
import { answeredBy, lateKey } from '../cases/task-answers.ts';
import { withWithdrawn } from '../cases/withdrawn-tasks.ts';
import type { JsonObject } from '../json.ts';
import type { LateQuestion } from './late-question.ts';

/** Kept: the tasks of staff are withdrawn already, so nobody decides before it has come. */
const KEPT_MS = 24 * 3_600_000;

/** The engine may be away: the case file knows before it that a decision was taken. */
export function isDecided(
  { facts }: Pick<CaseFile, 'facts'>,
  { withdraws }: LateQuestion,
): boolean {
  return withdraws.some(({ key }) => answeredBy(facts, key) !== undefined);
}

/**
 * How an answer comes whose task is gone: its message, and a note of the tasks of staff that end by
 * it, in one change of the case.
 */
export function lateAnswer(
  { id, facts }: Pick<CaseFile, 'id' | 'facts'>,
  { awaited, withdraws }: LateQuestion,
  answer: { readonly taskKey: string; readonly atMs: number; readonly variables: JsonObject },
): { readonly facts: JsonObject; readonly commands: readonly EngineCommand[] } {
  const { taskKey, atMs, variables } = answer;
  const message = {
    type: 'publishMessage',
    name: awaited.message,
    correlationKey: id,
    timeToLiveMs: KEPT_MS,
    variables,
  } as const;
  return {
    facts: withWithdrawn(facts, withdraws, atMs),
    commands: [{ key: lateKey(taskKey), ...message }],
  };
}
