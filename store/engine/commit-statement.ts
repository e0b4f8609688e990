/**
 * The one statement that stores a batch of steps: every table in a round trip and a commit. Each
 * parameter is a JSON array of rows. Only rows of `applied` roots are written: a new instance whose
 * start key is free, or one whose version (and job lock) is still what the step was made from, each
 * with the message that it uses up. An instance is locked before its message is, so that a message is
 * used up by a step that is written; of a new one, whose place may be taken, the caller has to look.
 */
export const COMMIT_STATEMENT = `
with fresh as (
  select g.key, g.message, g.taker
  from json_to_recordset($2) as g(key bigint, version integer, message bigint, taker text)
  join engine.instance i on i.key = g.key and i.version = g.version
  where g.message is not null
  for update of i
),
wanted as (
  select key, message, taker from fresh
  union all
  select key, message, taker
  from json_to_recordset($1) as g(key bigint, message bigint, taker text)
  where message is not null
),
used as (
  update engine.message m set taken = m.taken || wanted.taker
  from wanted
  where m.key = wanted.message and not wanted.taker = any(m.taken)
  returning m.key
),
created as (
  insert into engine.instance (key, version, state_schema, state, next_key, process_id,
    definition_key, bundle_hash, case_id, start_key, started_by_name, started_by_key,
    started_at_ms, ended_at_ms)
  select key, 1, schema, state, next, process, definition, bundle, "case", start, by_name, by_key,
    now, ended
  from json_to_recordset($1) as g(key bigint, schema smallint, state text, next integer,
    process text, definition bigint, bundle text, "case" text, start text, by_name text,
    by_key text, now bigint, ended bigint, message bigint)
  where g.message is null or g.message in (select key from used)
  on conflict do nothing
  returning key
),
advanced as (
  update engine.instance i
  set version = i.version + 1, state = g.state, next_key = g.next, ended_at_ms = g.ended
  from json_to_recordset($2) as g(key bigint, version integer, state text, next integer,
    ended bigint, job integer, owner text, message bigint)
  where i.key = g.key and i.version = g.version
    and (g.message is null or g.message in (select key from used))
    and (g.job is null or exists (
      select from engine.job j
      where j.root_key = g.key and j.key = g.job and j.lock_owner = g.owner))
  returning i.key
),
applied as (select key from created union all select key from advanced),
element_new as (
  insert into engine.element (root_key, key, element_id, type, scope_key, process_key, process_id,
    definition_key, via, state, started_at_ms, ended_at_ms)
  select g.root, g.key, id, type, scope, process, process_id, definition, via, state, started, ended
  from json_to_recordset($3) as g(root bigint, key integer, id text, type text, scope integer,
    process integer, process_id text, definition bigint, via text[], state text, started bigint,
    ended bigint)
  join applied on applied.key = g.root
),
element_ended as (
  update engine.element e set state = g.state, ended_at_ms = g.ended
  from json_to_recordset($4) as g(root bigint, key integer, state text, ended bigint)
  join applied on applied.key = g.root
  where e.root_key = g.root and e.key = g.key
),
variable_set as (
  insert into engine.variable (root_key, scope_key, name, value, changed_at_ms)
  select g.root, g.scope, g.name, coalesce(g.value, 'null'), g.now
  from json_to_recordset($5) as g(root bigint, scope integer, name text, value json, now bigint)
  join applied on applied.key = g.root
  on conflict (root_key, scope_key, name)
  do update set value = excluded.value, changed_at_ms = excluded.changed_at_ms
),
job_set as (
  insert into engine.job (root_key, key, element_key, element_id, topic, retries, headers,
    due_at_ms, lock_owner, locked_until_ms, stopped)
  select g.root, g.key, element, id, topic, retries, headers, due, owner, until, stopped
  from json_to_recordset($6) as g(root bigint, key integer, element integer, id text, topic text,
    retries integer, headers jsonb, due bigint, owner text, until bigint, stopped boolean)
  join applied on applied.key = g.root
  on conflict (root_key, key) do update set retries = excluded.retries,
    due_at_ms = excluded.due_at_ms, lock_owner = excluded.lock_owner,
    locked_until_ms = excluded.locked_until_ms, stopped = excluded.stopped
),
timer_set as (
  insert into engine.timer (root_key, key, element_key, target_id, due_at_ms, cycle_text,
    cycle_fired)
  select g.root, g.key, element, target, due, cycle, fired
  from json_to_recordset($7) as g(root bigint, key integer, element integer, target text,
    due bigint, cycle text, fired integer)
  join applied on applied.key = g.root
  on conflict (root_key, key) do update set due_at_ms = excluded.due_at_ms,
    cycle_fired = excluded.cycle_fired, claimed_until_ms = 0
),
task_set as (
  insert into engine.task (root_key, key, element_key, element_id, process_id, form_reference,
    assignee, candidate_groups, candidate_users, due_at_ms, follow_up_at_ms, priority, state,
    created_at_ms)
  select g.root, g.key, element, id, process_id, form, assignee, groups, users, due, follow_up,
    priority, 'open', now
  from json_to_recordset($8) as g(root bigint, key integer, element integer, id text,
    process_id text, form text, assignee text, groups text[], users text[], due bigint,
    follow_up bigint, priority integer, now bigint)
  join applied on applied.key = g.root
  on conflict (root_key, key) do update set assignee = excluded.assignee,
    due_at_ms = excluded.due_at_ms, priority = excluded.priority
),
subscription_new as (
  insert into engine.subscription (root_key, key, element_key, target_id, process_id, name,
    correlation_key)
  select g.root, g.key, element, target, process_id, name, correlation
  from json_to_recordset($9) as g(root bigint, key integer, element integer, target text,
    process_id text, name text, correlation text)
  join applied on applied.key = g.root
),
incident_new as (
  insert into engine.incident (root_key, key, element_key, element_id, process_id, code, message,
    retry, job_key, created_at_ms)
  select g.root, g.key, element, id, process_id, code, message, retry, job, created
  from json_to_recordset($10) as g(root bigint, key integer, element integer, id text,
    process_id text, code text, message text, retry text, job integer, created bigint)
  join applied on applied.key = g.root
),
token_new as (
  insert into engine.token (root_key, key, scope_key, gateway_id, flow_id)
  select g.root, g.key, scope, gateway, flow
  from json_to_recordset($11) as g(root bigint, key integer, scope integer, gateway text, flow text)
  join applied on applied.key = g.root
),
gone as (
  select g.root, g.key, g.kind, g.outcome, g.now
  from json_to_recordset($12) as g(root bigint, key integer, kind text, outcome text, now bigint)
  join applied on applied.key = g.root
),
job_gone as (
  delete from engine.job d using gone
  where gone.kind = 'job' and d.root_key = gone.root and d.key = gone.key
),
timer_gone as (
  delete from engine.timer d using gone
  where gone.kind = 'timer' and d.root_key = gone.root and d.key = gone.key
),
subscription_gone as (
  delete from engine.subscription d using gone
  where gone.kind = 'message' and d.root_key = gone.root and d.key = gone.key
),
token_gone as (
  delete from engine.token d using gone
  where gone.kind = 'token' and d.root_key = gone.root and d.key = gone.key
),
task_gone as (
  update engine.task t set state = gone.outcome, ended_at_ms = gone.now
  from gone
  where gone.kind = 'task' and t.root_key = gone.root and t.key = gone.key
),
incident_gone as (
  update engine.incident t set resolved_at_ms = gone.now
  from gone
  where gone.kind = 'incident' and t.root_key = gone.root and t.key = gone.key
),
message_new as (
  insert into engine.message (name, correlation_key, message_id, variables, created_at_ms,
    expires_at_ms)
  select name, correlation, id, variables, created, expires
  from json_to_recordset($13) as g(root bigint, name text, correlation text, id text,
    variables json, created bigint, expires bigint)
  join applied on applied.key = g.root
  on conflict do nothing
)
select key::text, 'applied' as outcome from applied
union all
select key::text, 'taken' from wanted where message not in (select key from used)`;
