import { setTimeout as delay } from 'node:timers/promises';
import type { SeenCase } from './patient-citizen.ts';
import type { FaultWorld } from './world.ts';

const LOOK_EVERY_MS = 200;
/** quality.md: recovered without a hand. */
export const RECOVERY_LIMIT_MS = 30_000;

/** What is still on its way: everything here has to come to 0 by itself. */
const ON_THE_WAY = `
  select
    (select count(*) from engine_command where state = 'waiting')::int as commands,
    (select count(*) from engine.job where not stopped)::int as jobs,
    (select count(*) from engine.timer where due_at_ms <= $1)::int as timers,
    (select count(*) from engine.message m join engine.subscription s
       on s.name = m.name and s.correlation_key = m.correlation_key
     where m.expires_at_ms > $1 and not s.process_id = any(m.taken))::int as messages,
    (select count(*) from payment where refund = 'due')::int as refunds`;

/** Paid there, not yet seen here. */
async function unseenPayments(world: FaultWorld): Promise<number> {
  const { transactions } = await world.city.effects();
  const paid = transactions.filter(({ status }) => status === 'PAYED');
  const { rows } = await world.pool.query<{ id: string }>(
    `select id from payment where status = 'paid' or flag is not null`,
  );
  const seen = new Set(rows.map(({ id }) => id));
  // Those that the house never learnt of are told by the invariants, not waited for.
  const { rows: known } = await world.pool.query<{ id: string }>(
    'select id from payment where transaction_id is not null',
  );
  const ours = new Set(known.map(({ id }) => id));
  return paid.filter(({ requestId }) => ours.has(requestId) && !seen.has(requestId)).length;
}

/** Until then citizens whose case was held up by kills come to their end, on a busy machine too. */
const END_LIMIT_MS = 90_000;

/** What the citizens have in hands at the end; told by name when one of them does not come to it. */
export async function endOf<Seen extends SeenCase>(
  world: FaultWorld,
  living: readonly Promise<Seen>[],
): Promise<Seen[]> {
  const limit = new AbortController();
  const late = delay(END_LIMIT_MS, undefined, { signal: limit.signal }).then(async () => {
    const whereabouts = [...world.whereabouts.values()].join('\n');
    throw new Error(
      `Cases do not end:\n${whereabouts}\n${await leftovers(world)}\n${outputOf(world)}`,
    );
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([Promise.all(living), late]);
  } finally {
    limit.abort();
  }
}

/**
 * Waits until nothing is on its way any more, at most as long as a recovery may take.
 * @returns how long it took, in milliseconds
 */
export async function settle(world: FaultWorld): Promise<number> {
  const startMs = Date.now();
  let last: Record<string, number> = {};
  while (Date.now() - startMs < RECOVERY_LIMIT_MS) {
    try {
      const { rows } = await world.pool.query<Record<string, number>>(ON_THE_WAY, [Date.now()]);
      last = { ...rows[0], payments: await unseenPayments(world) };
      if (Object.values(last).every((count) => count === 0)) return Date.now() - startMs;
    } catch (error) {
      // The database may be coming up.
      last = { [String(error)]: 1 };
    }
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(
    `Not settled after ${RECOVERY_LIMIT_MS} ms: ${JSON.stringify(last)}\n${await leftovers(world)}\n${outputOf(world)}`,
  );
}

function outputOf(world: FaultWorld): string {
  return world.house.output().slice(-3_000);
}

async function leftovers(world: FaultWorld): Promise<string> {
  const nowMs = Date.now();
  const { rows } = await world.pool.query(
    `select 'job' as what, root_key || '.' || element_id as which, topic as detail,
       due_at_ms - $1::bigint as due_in_ms, locked_until_ms - $1::bigint as locked_for_ms, lock_owner
     from engine.job where not stopped
     union all
     select 'command', key, state || ' ' || tries || ' ' || coalesce(failure, ''),
       due_at_ms - $1::bigint, locked_until_ms - $1::bigint, null
     from engine_command where state <> 'taken'
     union all
     select 'element', root_key || '.' || element_id, state, started_at_ms - $1::bigint, null, null
     from engine.element where ended_at_ms is null and scope_key <> 0
     union all
     select 'payment', id, status || ' ' || coalesce(flag, '') || ' ' || coalesce(transaction_id, ''),
       null, null, null
     from payment where status not in ('paid', 'failed')
     limit 60`,
    [nowMs],
  );
  return rows.map((row) => JSON.stringify(row)).join('\n');
}
