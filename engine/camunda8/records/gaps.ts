import type { ZeebeRecord } from './read-record.ts';

/** By value type, the number of the last record of a partition. */
export type Sequences = ReadonlyMap<string, bigint>;

export interface Gap {
  readonly valueType: string;
  /** Before this position records are missing. */
  readonly beforePosition: string;
  readonly missing: number;
}

/**
 * Zeebe's exporter numbers the records of each value type within a partition, those that it leaves
 * out excepted, and keeps the numbers together with its position: a number that is skipped is a
 * record that never came. An exporter that was set up anew begins with 1 again, which is no gap.
 */
export function findGaps(
  records: readonly ZeebeRecord[],
  before: Sequences,
): { readonly gaps: Gap[]; readonly sequences: Sequences } {
  const sequences = new Map(before);
  const gaps: Gap[] = [];
  for (const { valueType, sequence, position } of records) {
    const last = sequences.get(valueType);
    const missing = last === undefined ? 0n : sequence - last - 1n;
    if (missing > 0n) {
      gaps.push({ valueType, beforePosition: String(position), missing: Number(missing) });
    }
    sequences.set(valueType, sequence);
  }
  return { gaps, sequences };
}
