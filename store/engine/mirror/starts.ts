import type { MirrorStarts, TakenStart } from '../../../engine/mirror.ts';
import type { MirrorContext } from './mirror-context.ts';

/**
 * A start that was not given back may have reached the engine: whoever takes it from then on is told
 * so. One that another engine of this database has done, before the city changed, is not done again.
 */
const TAKE = `
  insert into engine.mirror_start as s
    (engine, start_key, process_id, bundle_hash, case_id, leased_until_ms)
  select $1, $2::text, $3, $4, $5, $6::bigint
  where not exists (select from engine.instance i where i.start_key = $2)
  on conflict (start_key, engine) do update
    set leased_until_ms = excluded.leased_until_ms, unsure = s.unsure or s.leased_until_ms > 0
    where s.foreign_instance_key is null and s.leased_until_ms <= $7
  returning root_key::text as "rootKey", case when unsure then 'retaken' else 'taken' end as state`;

const LOOK = `
  select key::text as "rootKey", 'started' as state from engine.instance where start_key = $2
  union all
  select root_key::text, case when foreign_instance_key is null then 'busy' else 'started' end
  from engine.mirror_start where engine = $1 and start_key = $2
  order by state desc limit 1`;

const RELEASED = 0;

export function mirrorStarts({ pool, engine, now }: MirrorContext): MirrorStarts {
  return {
    async take({ startKey, processId, bundleHash, caseId }, leaseMs) {
      const nowMs = now();
      const taken = await pool.query<TakenStart>(TAKE, [
        engine,
        startKey,
        processId,
        bundleHash,
        caseId,
        nowMs + leaseMs,
        nowMs,
      ]);
      if (taken.rows[0] !== undefined) return taken.rows[0];
      const { rows } = await pool.query<TakenStart>(LOOK, [engine, startKey]);
      return rows[0] as TakenStart;
    },
    async started(rootKey, foreignInstanceKey) {
      // Another instance may have been linked to it already: the first one stays.
      await pool.query(
        `update engine.mirror_start set foreign_instance_key = $3
         where engine = $1 and root_key = $2 and foreign_instance_key is null`,
        [engine, rootKey, foreignInstanceKey],
      );
    },
    async release(rootKey) {
      await pool.query(
        `update engine.mirror_start set leased_until_ms = $3
         where engine = $1 and root_key = $2 and foreign_instance_key is null`,
        [engine, rootKey, RELEASED],
      );
    },
  };
}
