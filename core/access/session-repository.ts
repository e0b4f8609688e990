/**
 * Where the portal keeps its sessions, so that they survive a restart and are shared by several
 * processes. `key` is a hash of the session's id and `content` is encrypted with that id: whoever
 * reads the store can neither take over a session nor see what it holds.
 */
export interface SessionRepository {
  /** Absent when unknown or expired at `nowMs`. */
  find(key: string, nowMs: number): Promise<StoredSession | undefined>;
  /** Inserts or replaces. */
  save(key: string, session: StoredSession): Promise<void>;
  /** Moves the expiry only; an unknown key changes nothing. */
  prolong(key: string, expiresAtMs: number): Promise<void>;
  remove(key: string): Promise<void>;
  /** How many went. */
  removeExpired(nowMs: number): Promise<number>;
}

export interface StoredSession {
  readonly content: string;
  readonly expiresAtMs: number;
}
