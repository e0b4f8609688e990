/** What the embedded engine is made with. Durations in milliseconds. */
export interface EmbeddedEngineSettings {
  /** The injected clock. */
  readonly now: () => number;
  /** IANA zone of local times in models. */
  readonly zone: string;
  readonly log: EngineLog;
  /** Unique per process: who holds a job's lock. */
  readonly owner: string;
  /** How often to look for what nobody told us of: jobs after a back-off, timers of others. */
  readonly pollMs?: number;
  /** Instances kept in memory between their steps. */
  readonly maxWarmInstances?: number;
  /** Batches on their way at once. */
  readonly lanes?: number;
}

/** Fields never hold form data. */
export interface EngineLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export const DEFAULT_POLL_MS = 1_000;
export const DEFAULT_MAX_WARM_INSTANCES = 5_000;
export const DEFAULT_LANES = 2;
