import { EngineError } from '../errors.ts';
import type { Command } from '../interpreter/index.ts';
import type { TaskCommands } from '../port.ts';
import { splitKey } from './keys.ts';
import type { Runner } from './runner.ts';

/** User tasks are part of the instance: a claim is a step like any other, so that one wins. */
export function taskCommands(runner: Runner): TaskCommands {
  const run = async (joined: string, command: (taskKey: number) => Command): Promise<void> => {
    const { rootKey, key } = splitKey(joined);
    try {
      await runner.run(rootKey, command(key));
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'not-found') throw error;
      if (!(await wasThere(rootKey, key))) throw error;
      throw new EngineError('conflict', 'the task is no longer open');
    }
  };

  const wasThere = async (rootKey: string, key: number): Promise<boolean> =>
    key < ((await runner.view(rootKey))?.state.nextKey ?? 0);
  return {
    claim: (task, assignee) =>
      run(task, (taskKey) => ({ type: 'assignTask', taskKey, assignee, onlyIfFree: true })),
    unclaim: (task) => run(task, (taskKey) => ({ type: 'assignTask', taskKey, assignee: null })),
    assign: (task, assignee) => run(task, (taskKey) => ({ type: 'assignTask', taskKey, assignee })),
    complete: (task, variables, by) =>
      run(task, (taskKey) => ({
        type: 'completeTask',
        taskKey,
        variables,
        ...(by === undefined ? {} : { by }),
      })),
    setDueDate: (task, dueAtMs) =>
      run(task, (taskKey) => ({ type: 'changeTask', taskKey, dueAtMs })),
    setPriority: (task, priority) =>
      run(task, (taskKey) => ({ type: 'changeTask', taskKey, priority })),
  };
}
