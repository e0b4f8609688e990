import type pg from 'pg';

/**
 * Open tasks as an engine leaves them, without running one: every fifth of another group, every
 * third claimed, some due, some never. Task `n` belongs to instance and case `n`.
 */
export async function writeOpenTasks(
  database: Pick<pg.Pool, 'query'>,
  { count, startMs }: { readonly count: number; readonly startMs: number },
): Promise<void> {
  const from = `from generate_series(1, ${count}) as n`;
  await database.query(`
    insert into engine.deployment (hash, key, resources, created_at_ms)
    values ('bundle-1', 'p', '{}', 0) on conflict do nothing;
    insert into engine.instance (key, version, state_schema, state, next_key, process_id,
      definition_key, bundle_hash, case_id, started_at_ms)
    select n, 1, 1, 'active', 9, case when n % 7 = 0 then 'other' else 'p' end, 1, 'bundle-1',
      ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0')), ${startMs} + n ${from};
    insert into engine.element (root_key, key, element_id, type, scope_key, process_key, process_id,
      via, state, started_at_ms)
    select n, 1, 'p', 'process', 0, 1, 'p', '{}', 'active', ${startMs} + n ${from};
    insert into engine.element (root_key, key, element_id, type, scope_key, process_key, process_id,
      via, state, started_at_ms)
    select n, 2, 'check', 'userTask', 1, 1, 'p', '{}', 'active', ${startMs} + n ${from};
    insert into engine.variable (root_key, scope_key, name, value, changed_at_ms)
    select n, 1, 'reasons', '["two-keepers"]', 0 ${from};
    insert into engine.task (root_key, key, element_key, element_id, process_id, assignee,
      candidate_groups, candidate_users, due_at_ms, priority, state, created_at_ms)
    select n, 3, 2, case when n % 2 = 0 then 'check' else 'release' end, 'p',
      case when n % 3 = 0 then 'staff-' || n % 10 end,
      case when n % 5 = 0 then '{other}' else '{strassenverkehr,leitung}' end::text[], '{}',
      case when n % 4 = 0 then null else ${startMs} + (n * 7919 % ${count}) * 60000 end, 50, 'open',
      ${startMs} + n ${from};
    analyze engine.task; analyze engine.instance; analyze engine.element; analyze engine.variable`);
}
