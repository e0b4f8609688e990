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
 * record that never came. A number that comes twice is none: the exporter forgets to count the
 * record with which an outage of ours began (seen on 8.6.0).
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

/**
 * The numbers after records that are sent again. A broker that died repeats a good deal, and counts
 * anew what it had forgotten to count; an exporter that was set up anew begins with 1.
 */
export function numberedBy(repeated: readonly ZeebeRecord[], before: Sequences): Sequences {
  const numbers = repeated.map(({ valueType, sequence }) => [valueType, sequence] as const);
  return new Map([...before, ...numbers]);
}
