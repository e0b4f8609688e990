/** What is alive of some instances, one row each, its rows as JSON arrays in the order of keys. */
export const LOAD_STATEMENT = `
select i.key::text as root, i.version, i.state, i.next_key, i.process_id, i.bundle_hash, i.case_id,
  i.definition_key::text as definition, i.start_key, i.started_by_name, i.started_by_key,
  (select coalesce(json_agg(json_build_object('key', e.key, 'elementId', e.element_id,
      'type', e.type, 'scopeKey', e.scope_key, 'processKey', e.process_key,
      'definitionKey', e.definition_key::text, 'startedAtMs', e.started_at_ms, 'via', e.via)
      order by e.key), '[]')
    from engine.element e where e.root_key = i.key and e.state = 'active') as elements,
  (select coalesce(json_agg(json_build_object('key', t.key, 'scopeKey', t.scope_key,
      'gatewayId', t.gateway_id, 'flowId', t.flow_id) order by t.key), '[]')
    from engine.token t where t.root_key = i.key) as tokens,
  (select coalesce(json_agg(json_build_object('kind', 'job', 'key', j.key,
      'elementKey', j.element_key, 'targetId', j.element_id, 'jobType', j.topic,
      'retries', j.retries, 'headers', j.headers) order by j.key), '[]')
    from engine.job j where j.root_key = i.key) as jobs,
  (select coalesce(json_agg(json_build_object('kind', 'timer', 'key', t.key,
      'elementKey', t.element_key, 'targetId', t.target_id, 'dueAtMs', t.due_at_ms,
      'cycleText', t.cycle_text, 'cycleFired', t.cycle_fired) order by t.key), '[]')
    from engine.timer t where t.root_key = i.key) as timers,
  (select coalesce(json_agg(json_build_object('kind', 'message', 'key', s.key,
      'elementKey', s.element_key, 'targetId', s.target_id, 'name', s.name,
      'correlationKey', s.correlation_key) order by s.key), '[]')
    from engine.subscription s where s.root_key = i.key) as subscriptions,
  (select coalesce(json_agg(json_build_object('kind', 'task', 'key', t.key,
      'elementKey', t.element_key, 'targetId', t.element_id, 'formReference', t.form_reference,
      'assignee', t.assignee, 'candidateGroups', t.candidate_groups,
      'candidateUsers', t.candidate_users, 'dueAtMs', t.due_at_ms,
      'followUpAtMs', t.follow_up_at_ms, 'priority', t.priority) order by t.key), '[]')
    from engine.task t where t.root_key = i.key and t.state = 'open') as tasks,
  (select coalesce(json_agg(json_build_object('key', n.key, 'elementKey', n.element_key,
      'elementId', n.element_id, 'code', n.code, 'message', n.message, 'retry', n.retry,
      'jobKey', n.job_key, 'createdAtMs', n.created_at_ms) order by n.key), '[]')
    from engine.incident n where n.root_key = i.key and n.resolved_at_ms is null) as incidents,
  (select coalesce(json_agg(json_build_object('scopeKey', v.scope_key, 'name', v.name,
      'value', v.value)), '[]')
    from engine.variable v
    join engine.element e on e.root_key = v.root_key and e.key = abs(v.scope_key)
    where v.root_key = i.key and e.state = 'active') as variables
from engine.instance i
where i.key = any($1::bigint[]) and i.engine = 'embedded'`;
