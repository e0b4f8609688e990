/** One measured figure; three runs give median and range. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
  /** Digits after the point. */
  readonly digits: number;
}

export interface BenchCase {
  /** Chosen by name on the command line. */
  readonly name: string;
  /** What is measured, for readers of the table. */
  readonly what: string;
  run(context: BenchContext): Promise<Figure[]>;
}

export interface BenchContext {
  /** A PostgreSQL with fsync on, of the run's own. */
  readonly databaseUrl: string;
  readonly runs: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
