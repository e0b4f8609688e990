/**
 * An embedded engine on the same database claims what is due and not claimed. These timers are the
 * other engine's to fire, so they stand there as claimed until the end of all dates.
 */
const NEVER_OURS_MS = 8_640_000_000_000_000;

/** Of the embedded engine's state, which these instances do not have. */
const NO_STATE = 0;

/**
 * Writes what a batch has come to, every table in a round trip. From the third on, ten parameters are
 * a JSON array of rows. What has ended does not begin again when it is told a second time; of what is
 * open the last word holds.
 */
export const WRITE_STATEMENT = `
with instance_new as (
  insert into engine.instance (engine, key, version, state_schema, state, next_key, process_id,
    definition_key, bundle_hash, case_id, start_key, started_at_ms, ended_at_ms)
  select $1, key, 1, ${NO_STATE}, state, next, process, definition, bundle, "case",
    start, now, ended
  from json_to_recordset($3) as g(key bigint, state text, next integer, process text,
    definition bigint, bundle text, "case" text, start text, now bigint, ended bigint)
),
instance_changed as (
  update engine.instance i set next_key = g.next,
    state = case when i.state = 'active' then g.state else i.state end,
    ended_at_ms = coalesce(i.ended_at_ms, g.ended)
  from json_to_recordset($4) as g(key bigint, state text, next integer, ended bigint)
  where i.ctid = (select ctid from engine.instance where key = g.key)
),
key_new as (
  insert into engine.mirror_key (engine, foreign_key, root_key, key, process_key, kind,
    foreign_job_key)
  select $1, "foreign", root, key, process, kind, job
  from json_to_recordset($5) as g("foreign" text, root bigint, key integer, process integer,
    kind text, job text)
),
element_new as (
  insert into engine.element (root_key, key, element_id, type, scope_key, process_key, process_id,
    definition_key, via, state, started_at_ms, ended_at_ms)
  select root, key, id, type, scope, process, process_id, definition, via, state, started, ended
  from json_to_recordset($6) as g(root bigint, key integer, id text, type text, scope integer,
    process integer, process_id text, definition bigint, via text[], state text, started bigint,
    ended bigint)
),
element_ended as (
  update engine.element e set state = g.state, ended_at_ms = g.ended
  from json_to_recordset($7) as g(root bigint, key integer, state text, ended bigint)
  where e.ctid = (select ctid from engine.element
    where root_key = g.root and key = g.key and state = 'active')
),
variable_set as (
  insert into engine.variable (root_key, scope_key, name, value, changed_at_ms)
  select root, scope, name, value::json, now
  from json_to_recordset($8) as g(root bigint, scope integer, name text, value text, now bigint)
  on conflict (root_key, scope_key, name)
  do update set value = excluded.value, changed_at_ms = excluded.changed_at_ms
),
task_set as (
  insert into engine.task as t (root_key, key, element_key, element_id, process_id, form_reference,
    assignee, candidate_groups, candidate_users, due_at_ms, follow_up_at_ms, priority, state,
    created_at_ms, ended_at_ms)
  select root, key, element, id, process_id, form, assignee, groups, users, due, follow_up,
    priority, state, created, ended
  from json_to_recordset($9) as g(root bigint, key integer, element integer, id text,
    process_id text, form text, assignee text, groups text[], users text[], due bigint,
    follow_up bigint, priority integer, state text, created bigint, ended bigint)
  on conflict (root_key, key) do update set form_reference = excluded.form_reference,
    assignee = excluded.assignee, candidate_groups = excluded.candidate_groups,
    candidate_users = excluded.candidate_users, due_at_ms = excluded.due_at_ms,
    follow_up_at_ms = excluded.follow_up_at_ms, priority = excluded.priority,
    state = excluded.state, ended_at_ms = excluded.ended_at_ms
  where t.state = 'open'
),
timer as (
  select * from json_to_recordset($10) as g(root bigint, key integer, element integer,
    target text, due bigint, fresh boolean, gone boolean)
),
timer_new as (
  insert into engine.timer (root_key, key, element_key, target_id, due_at_ms, claimed_until_ms)
  select root, key, element, target, due, ${NEVER_OURS_MS} from timer where fresh and not gone
),
timer_changed as (
  update engine.timer t set due_at_ms = g.due from timer g
  where not g.fresh and not g.gone
    and t.ctid = (select ctid from engine.timer where root_key = g.root and key = g.key)
),
timer_gone as (
  delete from engine.timer t using timer g
  where not g.fresh and g.gone
    and t.ctid = (select ctid from engine.timer where root_key = g.root and key = g.key)
),
incident_set as (
  insert into engine.incident as n (root_key, key, element_key, element_id, process_id, code,
    message, retry, created_at_ms, resolved_at_ms)
  select root, key, element, id, process_id, code, message, 'elsewhere', created, resolved
  from json_to_recordset($11) as g(root bigint, key integer, element integer, id text,
    process_id text, code text, message text, created bigint, resolved bigint)
  on conflict (root_key, key) do update set code = excluded.code, message = excluded.message,
    resolved_at_ms = excluded.resolved_at_ms
  where n.resolved_at_ms is null
),
start_linked as (
  update engine.mirror_start s set foreign_instance_key = g."foreign"
  from json_to_recordset($12) as g(root bigint, "foreign" text)
  where s.root_key = g.root and s.root_key = any($14::bigint[]) and s.foreign_instance_key is null
),
strangers_counted as (
  update engine.mirror_source set ignored = ignored + $13
  where engine = $1 and source = $2 and $13 > 0
)
select pg_notify($15, '')`;
