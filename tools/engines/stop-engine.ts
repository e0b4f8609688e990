import { join } from 'node:path';
import { lockHolder } from '../../store/postgres/file-lock.ts';
import { findRecord, removeRecord } from './engine-record.ts';
import type { Engine } from './engine.ts';
import { LaunchError } from './launch-error.ts';
import { stopProcess } from './stop-process.ts';

/** Zeebe takes seconds to come to its end, Camunda waits for the jobs under way. */
export const STOP_LIMIT_MS = 30_000;
/** A launcher stops its engine first. */
export const LAUNCHER_STOP_LIMIT_MS = STOP_LIMIT_MS + 10_000;

/** Stops the engine of that folder and its launcher, also in the midst of a start. Answers in a line. */
export async function stopEngine({ title }: Engine, runFolder: string): Promise<string> {
  const launcher = launcherOf(runFolder);
  const engine = findRecord(runFolder)?.pid;
  if (launcher === undefined && engine === undefined) {
    removeRecord(runFolder);
    return `${title} is not running.`;
  }
  if (launcher !== undefined) await stopProcess(launcher, LAUNCHER_STOP_LIMIT_MS);
  const left = findRecord(runFolder)?.pid;
  if (left !== undefined && !(await stopProcess(left, STOP_LIMIT_MS))) {
    throw new LaunchError('engine-not-stopped', `${title} (process ${left}) cannot be stopped.`);
  }
  removeRecord(runFolder);
  return `${title} was stopped.`;
}

/** The process that starts the engine of that folder, or looks after it in the foreground. */
export function launcherOf(runFolder: string): number | undefined {
  return lockHolder(launcherLock(runFolder));
}

export function launcherLock(runFolder: string): string {
  return join(runFolder, 'launcher.lock');
}
