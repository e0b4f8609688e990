import { asObject, type JsonObject } from '../json.ts';
import type { TaskState } from './process-state.ts';
import { answeredBy } from './task-answers.ts';

/**
 * Where the case file keeps which tasks of staff end because a late answer came, by key `{ atMs }`:
 * until the engine takes the message, the read model still calls them open.
 */
export const WITHDRAWN_TASKS = 'withdrawnTasks';

export function withWithdrawn(
  facts: JsonObject,
  tasks: readonly Pick<TaskState, 'key'>[],
  atMs: number,
): JsonObject {
  const added = tasks.map(({ key }) => [key, { atMs }] as const);
  return {
    [WITHDRAWN_TASKS]: { ...asObject(facts[WITHDRAWN_TASKS]), ...Object.fromEntries(added) },
  };
}

/** Answered, or ended by a late answer: until the engine has heard of it, the read model calls it open. */
export function isSettled(facts: JsonObject, taskKey: string): boolean {
  return answeredBy(facts, taskKey) !== undefined || withdrawnAtMs(facts, taskKey) !== undefined;
}

/** When the answer came that made an end of the task; undefined: none did. */
export function withdrawnAtMs(facts: JsonObject, taskKey: string): number | undefined {
  const all = asObject(facts[WITHDRAWN_TASKS]);
  const { atMs } = asObject(Object.hasOwn(all, taskKey) ? all[taskKey] : undefined);
  return typeof atMs === 'number' ? atMs : undefined;
}
