import type { CaseFile } from '../cases/case-file.ts';
import type { ProcessState } from '../cases/process-state.ts';
import { asObject } from '../json.ts';
import { awaitedMessages, hasTaken } from './awaited-messages.ts';
import type { CaseAction } from './procedure-config.ts';
import type { Procedure } from './procedure.ts';

export interface OfferedAction {
  readonly action: CaseAction;
  /** Which waiting of the process it answers; see `AwaitedMessage`. */
  readonly waitKey: string;
}

/** What became of an action that somebody took: the engine takes it a moment later, or never. */
export interface TakenAction {
  readonly key: string;
  readonly atMs: number;
  readonly outcome: 'under-way' | 'done' | 'too-late';
}

/** What the case file remembers of each action, the last time that it was taken. */
export const TAKEN_ACTIONS = 'takenActions';

/** Those that the process waits for now, and that are not under way already. */
export function offeredActions(
  procedure: Procedure,
  process: ProcessState | undefined,
  file: Pick<CaseFile, 'facts'>,
  by: CaseAction['by'][number],
): OfferedAction[] {
  const awaited = awaitedMessages(procedure, process);
  return procedure.config.actions
    .filter((action) => action.by.includes(by))
    .flatMap((action) => {
      const waiting = awaited.find(({ message }) => message === action.message);
      if (!waiting || takenFor(file, action.key) === waiting.waitKey) return [];
      return [{ action, waitKey: waiting.waitKey }];
    });
}

/** Under which waiting the action was taken last. */
export function takenFor(file: Pick<CaseFile, 'facts'>, action: string): string | undefined {
  const waitKey = asObject(asObject(file.facts[TAKEN_ACTIONS])[action])['waitKey'];
  return typeof waitKey === 'string' ? waitKey : undefined;
}

/**
 * Of each action that was taken: the process still waits (the engine has not looked at it), it has
 * taken the message, or it had gone on before the message came.
 */
export function takenActions(
  procedure: Procedure,
  process: ProcessState | undefined,
  file: Pick<CaseFile, 'facts'>,
): TakenAction[] {
  const awaited = awaitedMessages(procedure, process);
  return procedure.config.actions.flatMap(({ key, message }): TakenAction[] => {
    const waitKey = takenFor(file, key);
    const atMs = asObject(asObject(file.facts[TAKEN_ACTIONS])[key])['atMs'];
    if (waitKey === undefined || typeof atMs !== 'number') return [];
    const isAwaited = awaited.some((one) => one.message === message && one.waitKey === waitKey);
    if (isAwaited) return [{ key, atMs, outcome: 'under-way' }];
    const outcome = hasTaken(procedure, process, { message, waitKey }) ? 'done' : 'too-late';
    return [{ key, atMs, outcome }];
  });
}
