/**
 * What must be known of earlier records to understand the next ones of a partition.
 *
 * `waiting` must not get lost, for Zeebe has handed those records over: it is part of the stored
 * position (`position.ts`). `flows` may: an element that begins after a restart then names fewer
 * flows by which it was reached.
 */
export interface Carried {
  /** By process instance that has not begun yet: its first variables, in order. */
  readonly waiting: ReadonlyMap<string, readonly WaitingVariable[]>;
  /** By scope: flows taken that have not led to an element yet. At joins that can take months. */
  readonly flows: ReadonlyMap<string, readonly TakenFlow[]>;
}

/** Zeebe tells the variables with which an instance starts before it tells the instance. */
export interface WaitingVariable {
  readonly atMs: number;
  readonly name: string;
  /** JSON as Zeebe wrote it. */
  readonly json: string;
}

export interface TakenFlow {
  readonly key: string;
  readonly id: string;
}

export const NOTHING_CARRIED: Carried = { waiting: new Map(), flows: new Map() };
