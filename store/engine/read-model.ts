import pg from 'pg';
import type {
  PageCursor,
  ElementState,
  IncidentState,
  ProcessState,
  ReadModel,
  TaskState,
  TimerState,
} from '../../core/cases/process-state.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { pgSettings } from '../connection.ts';
import { LastingClient } from '../lasting-client.ts';
import { inboxStatement } from './inbox.ts';
import { PLAIN_JSON } from './json-columns.ts';
import { withoutNulls } from './without-nulls.ts';

const MAX_CONNECTIONS = 8;

/** The read model on the embedded engine's own tables: its history, always up to date. */
export function openReadModel(databaseUrl: string): ReadModel & { close(): Promise<void> } {
  const pool = new pg.Pool({
    Client: LastingClient,
    ...pgSettings(databaseUrl, 'read model'),
    max: MAX_CONNECTIONS,
    types: PLAIN_JSON,
  });
  // A broken idle connection is replaced by the pool; the next query says what is wrong.
  pool.on('error', () => undefined);
  return {
    close: () => pool.end(),
    async processState(caseId) {
      const { rows } = await pool.query<StateRow>({
        name: 'read-process-state',
        text: STATE_STATEMENT,
        values: [caseId],
      });
      return rows[0] === undefined ? undefined : processState(caseId, rows[0]);
    },
    async task(taskKey) {
      const [rootKey = '', key = ''] = taskKey.split('.');
      if (!/^\d{1,18}$/.test(rootKey) || !/^\d{1,9}$/.test(key)) return undefined;
      const { rows } = await pool.query<{ task: TaskState }>(
        `${TASKS} where t.root_key = $1 and t.key = $2`,
        [rootKey, key],
      );
      return rows[0] === undefined ? undefined : withoutNulls(rows[0].task);
    },
    async taskOfElement(elementInstanceKey) {
      const [rootKey = '', key = ''] = elementInstanceKey.split('.');
      const { rows } = await pool.query<{ task: TaskState }>(
        `${TASKS} where t.root_key = $1 and t.element_key = $2`,
        [rootKey, key],
      );
      return rows[0] === undefined ? undefined : withoutNulls(rows[0].task);
    },
    async openTasks({ exceptGroup, after, limit }) {
      const { rows } = await pool.query<{ task: TaskState }>(
        `${TASKS} where t.state = 'open' and not $1 = any(t.candidate_groups)
           and (t.created_at_ms, t.root_key, t.key) > ($2::bigint, $3::bigint, $4::integer)
         order by t.created_at_ms, t.root_key, t.key limit $5`,
        [exceptGroup, ...behind(after), limit],
      );
      return rows.map(({ task }) => withoutNulls(task));
    },
    async inbox(query) {
      const { rows } = await pool.query<{ task: TaskState }>(inboxStatement(TASKS, query));
      return rows.map(({ task }) => withoutNulls(task));
    },
    async taskVariables(taskKeys, names) {
      if (taskKeys.length === 0 || names.length === 0) return new Map();
      const { rows } = await pool.query<{ task: string; variables: JsonObject }>(TASK_VARIABLES, [
        taskKeys.map((key) => key.split('.')[0]),
        taskKeys.map((key) => key.split('.')[1]),
        names,
      ]);
      return new Map(rows.map(({ task, variables }) => [task, variables]));
    },
    async openIncidents({ after, limit }) {
      const { rows } = await pool.query<{ incident: IncidentState }>(
        `${INCIDENTS} where n.resolved_at_ms is null
           and (n.created_at_ms, n.root_key, n.key) > ($1::bigint, $2::bigint, $3::integer)
         order by n.created_at_ms, n.root_key, n.key limit $4`,
        [...behind(after), limit],
      );
      return rows.map(({ incident }) => withoutNulls(incident));
    },
    async variables(caseId) {
      const { rows } = await pool.query<{ name: string; value: JsonValue }>(
        `select v.name, v.value from engine.variable v
         join engine.instance i on i.key = v.root_key and v.scope_key = 1
         where i.case_id = $1`,
        [caseId],
      );
      return Object.fromEntries(rows.map(({ name, value }) => [name, value])) as JsonObject;
    },
  };
}

/** Moment, root and key of the row that a page comes behind; of the first page: before all rows. */
function behind(after: PageCursor | undefined): (number | string)[] {
  if (!after) return [-1, 0, 0];
  const [rootKey = '', key = ''] = after.key.split('.');
  return [after.createdAtMs, rootKey, key];
}

const TASKS = `
  select json_build_object('key', t.root_key || '.' || t.key, 'elementId', t.element_id,
    'elementInstanceKey', t.root_key || '.' || t.element_key, 'processId', t.process_id,
    'instanceKey', t.root_key || '.' || e.process_key, 'rootInstanceKey', t.root_key::text,
    'caseId', i.case_id, 'bundleHash', i.bundle_hash, 'state', t.state,
    'formReference', t.form_reference, 'assignee', t.assignee,
    'candidateGroups', t.candidate_groups, 'dueAtMs', t.due_at_ms, 'priority', t.priority,
    'createdAtMs', t.created_at_ms) as task
  from engine.task t
  join engine.instance i on i.key = t.root_key
  join engine.element e on e.root_key = t.root_key and e.key = t.element_key`;

const INCIDENTS = `
  select json_build_object('key', n.root_key || '.' || n.key, 'elementId', n.element_id,
    'elementInstanceKey', n.root_key || '.' || n.element_key, 'processId', n.process_id,
    'rootInstanceKey', n.root_key::text, 'caseId', i.case_id, 'code', n.code,
    'message', n.message, 'createdAtMs', n.created_at_ms) as incident
  from engine.incident n
  join engine.instance i on i.key = n.root_key`;

/** From the task outwards, through the calls of blocks. */
const TASK_VARIABLES = `
  with recursive scope as (
    select t.root_key, t.key as task_key, t.element_key as scope_key, 0 as depth
    from unnest($1::bigint[], $2::integer[]) as wanted (root_key, key)
    join engine.task t on t.root_key = wanted.root_key and t.key = wanted.key
    union all
    select s.root_key, s.task_key, e.scope_key, s.depth + 1
    from scope s join engine.element e on e.root_key = s.root_key and e.key = s.scope_key
    where e.scope_key > 0
  ), found as (
    select distinct on (s.root_key, s.task_key, v.name) s.root_key, s.task_key, v.name, v.value
    from scope s join engine.variable v on v.root_key = s.root_key and v.scope_key = s.scope_key
    where v.name = any($3::text[])
    order by s.root_key, s.task_key, v.name, s.depth
  )
  select root_key || '.' || task_key as task, json_object_agg(name, value) as variables
  from found group by root_key, task_key`;

/** `c` is the instance of the case: `i` stands for an instance inside `TASKS` and `INCIDENTS`. */
const STATE_STATEMENT = `
  select c.key::text as root, c.process_id, c.bundle_hash, c.state, c.started_at_ms, c.ended_at_ms,
    (select coalesce(json_agg(json_build_object('key', e.root_key || '.' || e.key,
        'elementId', e.element_id, 'elementType', e.type, 'processId', e.process_id,
        'state', e.state, 'startedAtMs', e.started_at_ms, 'endedAtMs', e.ended_at_ms,
        'scopeKey', case when e.scope_key > 0 then e.root_key || '.' || e.scope_key end,
        'instanceKey', e.root_key || '.' || e.process_key) order by e.key), '[]')
      from engine.element e where e.root_key = c.key) as elements,
    (select coalesce(json_agg(task), '[]')
      from (${TASKS} where t.root_key = c.key and t.state = 'open' order by t.key) as open)
      as tasks,
    (select coalesce(json_agg(json_build_object('elementId', t.target_id,
        'elementInstanceKey', t.root_key || '.' || t.element_key, 'dueAtMs', t.due_at_ms)
        order by t.due_at_ms), '[]')
      from engine.timer t where t.root_key = c.key) as timers,
    (select coalesce(json_agg(incident), '[]')
      from (${INCIDENTS} where n.root_key = c.key and n.resolved_at_ms is null order by n.key)
        as open) as incidents
  from engine.instance c
  where c.case_id = $1
  order by c.key desc
  limit 1`;

interface StateRow {
  readonly root: string;
  readonly process_id: string;
  readonly bundle_hash: string;
  readonly state: ProcessState['state'];
  readonly started_at_ms: string;
  readonly ended_at_ms: string | null;
  readonly elements: ElementState[];
  readonly tasks: TaskState[];
  readonly timers: TimerState[];
  readonly incidents: IncidentState[];
}

function processState(caseId: string, row: StateRow): ProcessState {
  return {
    caseId,
    rootInstanceKey: row.root,
    processId: row.process_id,
    bundleHash: row.bundle_hash,
    state: row.state,
    startedAtMs: Number(row.started_at_ms),
    ...(row.ended_at_ms === null ? {} : { endedAtMs: Number(row.ended_at_ms) }),
    elements: row.elements.map((element) => withoutNulls(element)),
    openTasks: row.tasks.map((task) => withoutNulls(task)),
    openTimers: row.timers,
    openIncidents: row.incidents.map((incident) => withoutNulls(incident)),
  };
}
