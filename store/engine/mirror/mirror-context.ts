import type pg from 'pg';
import type { Log } from '../../../core/log.ts';
import type { EnginePort } from '../../../engine/port.ts';

export interface MirrorOptions {
  /** Whose state it is; what other engines left in the database stays as it is. */
  readonly engine: Exclude<EnginePort['name'], 'embedded'>;
  readonly log: Log;
  /** Milliseconds, for leases and for what is held until a moment. */
  readonly now: () => number;
}

export interface MirrorContext extends MirrorOptions {
  readonly pool: pg.Pool;
}
