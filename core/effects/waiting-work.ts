/** Work that an outside system keeps from going on, as operators see it. */
export interface WaitingWork {
  /** What the work does, as the model names it. */
  readonly topic: string;
  readonly jobs: number;
  /** Since the first of them began to wait. */
  readonly sinceMs: number;
  /** Why the last try failed; for people, without data of cases. */
  readonly reason: string;
}
