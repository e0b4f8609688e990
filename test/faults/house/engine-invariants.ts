import type pg from 'pg';

/** Active, with nothing active inside, and nothing that will ever wake it. */
const ORPHANS = `
  select e.root_key || '.' || e.key || ' ' || e.element_id || ' (' || e.type || ') waits for nothing'
    as violation
  from engine.element e
  where e.state = 'active'
    and not exists (select from engine.element c
      where c.root_key = e.root_key and c.scope_key = e.key and c.state = 'active')
    and not exists (select from engine.incident n
      where n.root_key = e.root_key and n.element_key = e.key and n.resolved_at_ms is null)
    and not case
      when e.type in ('serviceTask', 'sendTask', 'businessRuleTask', 'scriptTask') then exists (
        select from engine.job w where w.root_key = e.root_key and w.element_key = e.key)
      when e.type = 'userTask' then exists (select from engine.task w
        where w.root_key = e.root_key and w.element_key = e.key and w.state = 'open')
      else exists (select from engine.subscription w
          where w.root_key = e.root_key and w.element_key = e.key)
        or exists (select from engine.timer w
          where w.root_key = e.root_key and w.element_key = e.key)
    end`;

/** Something waits on behalf of an element that is over. */
const STALE_WAITS = `
  select w.root_key || '.' || w.key || ' ' || w.what || ' of an element that is over' as violation
  from (
    select root_key, key, element_key, 'job' as what from engine.job
    union all select root_key, key, element_key, 'timer' from engine.timer
    union all select root_key, key, element_key, 'subscription' from engine.subscription
    union all select root_key, key, element_key, 'task' from engine.task where state = 'open'
    union all select root_key, key, element_key, 'incident' from engine.incident
      where resolved_at_ms is null
  ) w
  left join engine.element e on e.root_key = w.root_key and e.key = w.element_key
  where e.state is distinct from 'active'`;

const REMAINS = `
  select i.key || ' (' || i.state || ') still has ' || r.what as violation
  from engine.instance i
  join (
    select root_key, 'element ' || element_id as what from engine.element where state = 'active'
    union all select root_key, 'token at ' || gateway_id from engine.token
  ) r on r.root_key = i.key
  where i.state <> 'active'
  union all
  select i.key || ' is active, its process is not' from engine.instance i
  join engine.element e on e.root_key = i.key and e.key = 1
  where (i.state = 'active') <> (e.state = 'active')`;

/** Nothing in these tests is meant to end as an incident. */
const INCIDENTS = `
  select root_key || ' ' || element_id || ': incident ' || code || ' ' || message as violation
  from engine.incident where resolved_at_ms is null`;

/** No process is stuck, none has left anything behind. */
export async function engineViolations(pool: pg.Pool): Promise<string[]> {
  const found: string[] = [];
  for (const query of [ORPHANS, STALE_WAITS, REMAINS, INCIDENTS]) {
    const { rows } = await pool.query<{ violation: string }>(query);
    found.push(...rows.map(({ violation }) => violation));
  }
  return found;
}
