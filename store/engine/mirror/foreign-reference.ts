import type { ForeignReference } from '../../../engine/mirror.ts';
import { withoutNulls } from '../without-nulls.ts';
import type { MirrorContext } from './mirror-context.ts';

const ROOT_PROCESS = '1';

/** `<root>.<number>`, or `<root>` for the root's own process instance. */
export async function foreignReference(
  { pool, engine }: MirrorContext,
  mirrorKey: string,
): Promise<ForeignReference | undefined> {
  const found = /^(\d{1,18})(?:\.(\d{1,9}))?$/.exec(mirrorKey);
  if (found === null) return undefined;
  const [, rootKey, key = ROOT_PROCESS] = found;
  const seen = await pool.query<ForeignReference>(SEEN, [engine, rootKey, key]);
  if (seen.rows[0] !== undefined) return withoutNulls(seen.rows[0]);
  if (key !== ROOT_PROCESS) return undefined;
  const started = await pool.query<ForeignReference>(STARTED, [engine, rootKey]);
  return started.rows[0];
}

/** A timer's row goes with the timer. */
const SEEN = `
  select k.foreign_key as "foreignKey", k.kind, k.foreign_job_key as "foreignJobKey",
    p.foreign_key as "foreignInstanceKey", t.assignee,
    case when case k.kind when 'task' then t.state = 'open'
      when 'incident' then n.resolved_at_ms is null
      when 'timer' then d.key is not null
      else e.state = 'active' end then 'open' else 'ended' end as state
  from engine.mirror_key k
  join engine.mirror_key p on p.root_key = k.root_key and p.key = k.process_key
  left join engine.element e on e.root_key = k.root_key and e.key = k.key
  left join engine.task t on t.root_key = k.root_key and t.key = k.key
  left join engine.incident n on n.root_key = k.root_key and n.key = k.key
  left join engine.timer d on d.root_key = k.root_key and d.key = k.key
  where k.engine = $1 and k.root_key = $2 and k.key = $3`;

/** The engine has answered the start; what it tells of the instance is still on its way. */
const STARTED = `
  select foreign_instance_key as "foreignKey", 'instance' as kind,
    foreign_instance_key as "foreignInstanceKey", 'open' as state
  from engine.mirror_start
  where engine = $1 and root_key = $2 and foreign_instance_key is not null`;
