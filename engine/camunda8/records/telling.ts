import type { EngineChange } from '../../mirror.ts';
import type { Carried, TakenFlow, WaitingVariable } from './carried.ts';

/** To which element a sequence flow of a definition leads; undefined where the model is not known. */
export type FlowTargets = (definitionKey: string, flowId: string) => string | undefined;

/** The work of one call of `toChanges`: what was told so far. */
export interface Telling {
  readonly changes: EngineChange[];
  readonly waiting: Map<string, readonly WaitingVariable[]>;
  readonly flows: Map<string, readonly TakenFlow[]>;
  readonly unread: Map<string, number>;
  readonly targetOf: FlowTargets;
}

export function beginTelling(carried: Carried, targetOf: FlowTargets): Telling {
  return {
    changes: [],
    waiting: new Map(carried.waiting),
    flows: new Map(carried.flows),
    unread: new Map(),
    targetOf,
  };
}

export function countUnread(telling: Telling, kind: string): void {
  telling.unread.set(kind, (telling.unread.get(kind) ?? 0) + 1);
}

/** Puts a list under a key; an empty one is no entry. */
export function setList<T>(
  lists: Map<string, readonly T[]>,
  key: string,
  list: readonly T[],
): void {
  if (list.length > 0) lists.set(key, list);
  else lists.delete(key);
}
