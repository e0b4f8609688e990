import type pg from 'pg';
import type { TimerId } from '../../engine/embedded/store.ts';

export async function claimDueTimers(
  pool: pg.Pool,
  nowMs: number,
  limit: number,
  claimedUntilMs: number,
): Promise<TimerId[]> {
  const { rows } = await pool.query<{ root: string; key: number; due: string }>({
    name: 'engine-claim-timers',
    text: `
      update engine.timer t set claimed_until_ms = $3
      from (
        select root_key, key from engine.timer
        where due_at_ms <= $1 and claimed_until_ms <= $1
        order by due_at_ms limit $2
        for update skip locked
      ) due
      where t.root_key = due.root_key and t.key = due.key
      returning t.root_key::text as root, t.key, t.due_at_ms as due`,
    values: [nowMs, limit, claimedUntilMs],
  });
  return rows
    .sort((one, other) => Number(one.due) - Number(other.due))
    .map(({ root, key }) => ({ rootKey: root, key }));
}

export async function nextTimerAtMs(pool: pg.Pool, nowMs: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ due: string | null }>(
    `select least(
       (select min(due_at_ms) from engine.timer where due_at_ms > $1),
       (select min(claimed_until_ms) from engine.timer where due_at_ms <= $1)) as due`,
    [nowMs],
  );
  const due = rows[0]?.due;
  return due == null ? undefined : Number(due);
}
