import type pg from 'pg';
import type { EngineStore, LockedJob } from '../../engine/embedded/store.ts';

type LockRequest = Parameters<EngineStore['lockJobs']>[0];

export async function lockJobs(
  pool: pg.Pool,
  { topic, holder, limit, nowMs, lockedUntilMs }: LockRequest,
): Promise<LockedJob[]> {
  const { rows } = await pool.query<{ root: string; key: number; version: number }>({
    name: 'engine-lock-jobs',
    text: `
      update engine.job j set lock_owner = $2, locked_until_ms = $5
      from (
        select root_key, key from engine.job
        where topic = $1 and not stopped and due_at_ms <= $4 and locked_until_ms <= $4
        order by due_at_ms limit $3
        for update skip locked
      ) open
      where j.root_key = open.root_key and j.key = open.key
      returning j.root_key::text as root, j.key,
        (select version from engine.instance i where i.key = j.root_key) as version`,
    values: [topic, holder, limit, nowMs, lockedUntilMs],
  });
  return rows.map(({ root, key, version }) => ({
    rootKey: root,
    key,
    holder,
    lockedUntilMs,
    instanceVersion: version,
  }));
}

export async function extendJobLock(
  pool: pg.Pool,
  job: LockedJob,
  lockedUntilMs: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update engine.job set locked_until_ms = $4
     where root_key = $1 and key = $2 and lock_owner = $3`,
    [job.rootKey, job.key, job.holder, lockedUntilMs],
  );
  return rowCount === 1;
}

export async function releaseJob(pool: pg.Pool, job: LockedJob, dueAtMs: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `update engine.job set lock_owner = null, locked_until_ms = 0, due_at_ms = $4
     where root_key = $1 and key = $2 and lock_owner = $3`,
    [job.rootKey, job.key, job.holder, dueAtMs],
  );
  return rowCount === 1;
}
