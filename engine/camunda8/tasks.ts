import { EngineError } from '../errors.ts';
import type { EngineMirror, ForeignReference } from '../mirror.ts';
import type { TaskCommands } from '../port.ts';
import type { Cluster } from './cluster.ts';
import type { OwnRecords } from './own-records.ts';

/** User tasks over REST, which is the same since Zeebe 8.6. People know them by the mirror's keys. */
export function makeTaskCommands(
  cluster: Cluster,
  mirror: EngineMirror,
  records: OwnRecords,
): TaskCommands {
  const openTask = async (taskKey: string): Promise<ForeignReference> => {
    const task = await mirror.foreign(taskKey);
    if (task?.kind !== 'task') throw new EngineError('not-found', `there is no task ${taskKey}`);
    if (task.state !== 'open') throw gone(taskKey);
    return task;
  };

  /** What Zeebe no longer knows was open a moment ago. */
  const command = async (
    taskKey: string,
    doing: string,
    ask: Parameters<Cluster['callRest']>[1],
    isDone: (task: ForeignReference) => boolean,
  ): Promise<void> => {
    try {
      await cluster.callRest(doing, ask);
    } catch (error) {
      if (error instanceof EngineError && error.code === 'not-found') throw gone(taskKey);
      throw error;
    }
    await records.until(async () => {
      const task = await mirror.foreign(taskKey);
      return task !== undefined && (task.state !== 'open' || isDone(task));
    });
  };

  const assign = async (taskKey: string, userId: string, isClaim: boolean): Promise<void> => {
    const { foreignKey: userTaskKey, assignee } = await openTask(taskKey);
    if (isClaim && assignee === userId) return;
    await command(
      taskKey,
      isClaim ? 'claiming a task' : 'assigning a task',
      (rest) =>
        rest.assignUserTask({
          userTaskKey,
          assignee: userId,
          allowOverride: !isClaim,
          action: isClaim ? 'claim' : 'assign',
        }),
      (task) => task.assignee === userId,
    );
  };

  const change = async (
    taskKey: string,
    changeset: { dueDate?: string; priority?: number },
  ): Promise<void> => {
    const { foreignKey: userTaskKey } = await openTask(taskKey);
    await command(
      taskKey,
      'changing a task',
      (rest) => rest.updateUserTask({ userTaskKey, changeset }),
      () => true,
    );
  };

  return {
    claim: (taskKey, userId) => assign(taskKey, userId, true),
    assign: (taskKey, userId) => assign(taskKey, userId, false),
    async unclaim(taskKey) {
      const { foreignKey: userTaskKey } = await openTask(taskKey);
      await command(
        taskKey,
        'giving a task back',
        (rest) => rest.unassignUserTask({ userTaskKey }),
        (task) => task.assignee === undefined,
      );
    },
    async complete(taskKey, variables, by) {
      const { foreignKey: userTaskKey, assignee } = await openTask(taskKey);
      if (by !== undefined && assignee !== undefined && assignee !== by) {
        throw new EngineError('conflict', `task ${taskKey} is held by somebody else`);
      }
      await command(
        taskKey,
        'completing a task',
        (rest) => rest.completeUserTask({ userTaskKey, variables: { ...variables } }),
        () => false,
      );
    },
    setDueDate: (taskKey, dueAtMs) =>
      change(taskKey, { dueDate: dueAtMs === null ? '' : new Date(dueAtMs).toISOString() }),
    setPriority: (taskKey, priority) => change(taskKey, { priority }),
  };
}

function gone(taskKey: string): EngineError {
  return new EngineError('conflict', `task ${taskKey} is no longer open`);
}
