import type pg from 'pg';
import type { Log } from '../../../core/log.ts';
import type { MirroredEngine } from '../../../engine/mirror.ts';

export interface MirrorOptions {
  /** Whose state it is; what other engines left in the database stays as it is. */
  readonly engine: MirroredEngine;
  readonly log: Log;
  /** Milliseconds, for leases and for what is held until a moment. */
  readonly now: () => number;
}

export interface MirrorContext extends MirrorOptions {
  readonly pool: pg.Pool;
}
