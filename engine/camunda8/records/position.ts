import type { WaitingVariable } from './carried.ts';

/** Up to where a partition was read, as the mirror keeps it. */
export interface StoredPosition {
  readonly position: bigint;
  readonly waiting: ReadonlyMap<string, readonly WaitingVariable[]>;
}

/**
 * The position as text. Where a batch ended between an instance's first variables and the instance,
 * the variables follow it: Zeebe does not tell them again, and they are gone from here with the next
 * batch. It is the only place that is written together with the changes.
 */
export function writePosition({ position, waiting }: StoredPosition): string {
  return waiting.size === 0 ? String(position) : `${position} ${JSON.stringify([...waiting])}`;
}

export function readPosition(text: string): StoredPosition {
  const end = text.indexOf(' ');
  if (end < 0) return { position: BigInt(text), waiting: new Map() };
  const waiting = JSON.parse(text.slice(end)) as [string, WaitingVariable[]][];
  return { position: BigInt(text.slice(0, end)), waiting: new Map(waiting) };
}
