import { asObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Actor, CaseFile } from './case-file.ts';
import type { TaskState } from './process-state.ts';

/**
 * Where the case file keeps what was answered with which task: by key `{ element, by, atMs,
 * answers }`, the name of its `form`, whether it was the applicant's (`isApplicants`), `before`, what
 * the changed answers were until then, and `overtakenAtMs` where a deadline was quicker than the answer
 * at the engine.
 */
export const TASK_ANSWERS = 'taskAnswers';

export function taskAnswersOf(facts: JsonObject): JsonObject {
  return asObject(facts[TASK_ANSWERS]);
}

export function taskAnswer(
  file: Pick<CaseFile, 'answers'>,
  task: Pick<TaskState, 'elementId' | 'formReference'>,
  answers: JsonObject,
  who: { readonly by: Actor; readonly atMs: number; readonly isApplicants: boolean },
): JsonObject {
  const before = Object.entries(answers).flatMap(([key, value]) => {
    const old = Object.hasOwn(file.answers, key) ? file.answers[key] : undefined;
    const isChanged = JSON.stringify(old) !== JSON.stringify(value);
    return isChanged && old !== undefined ? [[key, old] as const] : [];
  });
  return {
    element: task.elementId,
    ...(task.formReference === undefined ? {} : { form: task.formReference }),
    ...who,
    answers,
    before: Object.fromEntries(before),
  };
}

/** Of the command that completes a task: there is one, whoever answers first. */
export function completionKey(taskKey: string): string {
  return `complete:${taskKey}`;
}

/** Of the message by which an answer comes whose task is gone. */
export function lateKey(taskKey: string): string {
  return `late:${taskKey}`;
}

/** Who has answered a task, and when. */
export function answeredBy(
  facts: JsonObject,
  taskKey: string,
): { readonly by: Actor; readonly atMs: number } | undefined {
  const all = taskAnswersOf(facts);
  const { by, atMs } = asObject(Object.hasOwn(all, taskKey) ? all[taskKey] : undefined);
  return typeof by === 'string' && typeof atMs === 'number' ? { by, atMs } : undefined;
}

/** Is it noted that a deadline took the task away before the engine had its answer? */
export function isOvertaken(facts: JsonObject, taskKey: string): boolean {
  return asObject(taskAnswersOf(facts)[taskKey])['overtakenAtMs'] !== undefined;
}

/** The facts that say so of a task that was answered. */
export function withOvertaken(facts: JsonObject, taskKey: string, atMs: number): JsonObject {
  const all = taskAnswersOf(facts);
  const overtaken = { ...asObject(all[taskKey]), overtakenAtMs: atMs };
  return { [TASK_ANSWERS]: { ...all, [taskKey]: overtaken } };
}

/** What the applicant's answers were when the application came, as far as they were changed since. */
export function answersAtReceipt({
  answers,
  facts,
}: Pick<CaseFile, 'answers' | 'facts'>): JsonObject {
  const inOrder = Object.values(taskAnswersOf(facts))
    .map(asObject)
    .toSorted((a, b) => Number(b['atMs']) - Number(a['atMs']));
  const first = Object.assign({}, ...inOrder.map(({ before }) => asObject(before))) as JsonObject;
  const isChanged = ([key, value]: [string, JsonValue]): boolean =>
    JSON.stringify(value) !== JSON.stringify(answers[key]);
  return Object.fromEntries(Object.entries(first).filter(isChanged));
}
