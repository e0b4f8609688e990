import pg from 'pg';
import type { EngineMirror } from '../../../engine/mirror.ts';
import { pgSettings } from '../../connection.ts';
import { LastingClient } from '../../lasting-client.ts';
import { applyBatch } from './apply-batch.ts';
import { openAppliedSignal } from './applied-signal.ts';
import { mirrorDeployments } from './deployments.ts';
import { mirrorFigures } from './figures.ts';
import { foreignReference } from './foreign-reference.ts';
import type { MirrorOptions } from './mirror-context.ts';
import { readPosition } from './positions.ts';
import { mirrorPublications } from './publications.ts';
import { mirrorStarts } from './starts.ts';

const MAX_CONNECTIONS = 4;

/** The read model's tables as a mirror of an engine that keeps its state elsewhere. */
export function openEngineMirror(databaseUrl: string, options: MirrorOptions): EngineMirror {
  const settings = pgSettings(databaseUrl, 'engine mirror');
  // Batches have connections of their own: while a deployment holds them up, all else goes on.
  const [forBatches, forRest] = [openPool(settings), openPool(settings)];
  const signal = openAppliedSignal(settings);
  const mirror = { ...options, pool: forRest };
  return {
    position: (source) => readPosition(forRest, options.engine, source),
    async apply(batch) {
      const applied = await applyBatch({ ...options, pool: forBatches }, batch);
      if (applied) signal.tellHere();
      return applied;
    },
    onApplied: (listener) => signal.listen(listener),
    deployments: mirrorDeployments(mirror),
    starts: mirrorStarts(mirror),
    publications: mirrorPublications(mirror),
    foreign: (key) => foreignReference(mirror, key),
    figures: () => mirrorFigures(mirror),
    async close() {
      await signal.close();
      await Promise.all([forBatches.end(), forRest.end()]);
    },
  };
}

function openPool(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    ...settings,
    Client: LastingClient,
    max: MAX_CONNECTIONS,
    options: PLANNER_OPTIONS,
  });
  // A broken idle connection is replaced by the pool; the next query says what is wrong.
  pool.on('error', () => undefined);
  return pool;
}

/** As for the embedded engine's store: every statement of batches finds its rows by key. */
const PLANNER_OPTIONS =
  '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off -c jit=off';
