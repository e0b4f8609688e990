import type pg from 'pg';

/** How long, from now on, a process that has died keeps others from its work. */
export async function longestLockMs(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ ms: number }>(
    `select coalesce(max(until) - $1::bigint, 0)::float8 as ms from (
       select locked_until_ms as until from engine.job
       union all select locked_until_ms from engine_command where state = 'waiting'
       union all select claimed_until_ms from engine.timer
     ) locks`,
    [Date.now()],
  );
  return Math.max(0, rows[0]?.ms ?? 0);
}
