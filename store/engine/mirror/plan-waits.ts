import type { IncidentChange, TaskChange, TimerChange } from '../../../engine/mirror.ts';
import { addKey } from './plan.ts';
import type { Plan } from './plan.ts';
import type { KnownKey } from './surroundings.ts';

export function planTask(plan: Plan, change: TaskChange): void {
  const place = placeOf(plan, change, 'task');
  const before = plan.tasks.get(change.key);
  if (place === undefined || (before !== undefined && before.state !== 'open')) return;
  plan.tasks.set(change.key, {
    ...place,
    id: change.elementId,
    process_id: change.processId,
    form: change.formReference ?? null,
    assignee: change.assignee ?? null,
    groups: change.candidateGroups,
    users: change.candidateUsers,
    due: change.dueAtMs ?? null,
    follow_up: change.followUpAtMs ?? null,
    priority: change.priority,
    state: change.state,
    created: before?.created ?? change.atMs,
    ended: change.state === 'open' ? null : change.atMs,
  });
}

export function planTimer(plan: Plan, change: TimerChange): void {
  const fresh = !plan.around.keys.has(change.key);
  const gone = change.state === 'gone';
  if (fresh && gone) return;
  const place = placeOf(plan, change, 'timer');
  const before = plan.timers.get(change.key);
  if (place === undefined || before?.gone) return;
  const { targetId: target, dueAtMs: due } = change;
  plan.timers.set(change.key, { ...place, target, due, fresh: before?.fresh ?? fresh, gone });
}

export function planIncident(plan: Plan, change: IncidentChange): void {
  const place = placeOf(plan, change, 'incident');
  const before = plan.incidents.get(change.key);
  if (place === undefined || (before !== undefined && before.resolved !== null)) return;
  plan.incidents.set(change.key, {
    ...place,
    id: change.elementId,
    process_id: change.processId,
    code: change.code,
    message: change.message,
    created: before?.created ?? change.atMs,
    resolved: change.state === 'open' ? null : change.atMs,
  });
}

interface Place {
  readonly root: string;
  readonly key: number;
  readonly element: number;
}

/** Where a row stands; undefined when its element was never seen. */
function placeOf(
  plan: Plan,
  change: TaskChange | TimerChange | IncidentChange,
  kind: KnownKey['kind'],
): Place | undefined {
  const { keys } = plan.around;
  const element = keys.get(change.elementKey);
  if (element === undefined) return undefined;
  const { rootKey, processKey } = element;
  const jobKey = change.kind === 'incident' ? change.jobKey : undefined;
  const { key } =
    keys.get(change.key) ?? addKey(plan, change.key, { rootKey, processKey, kind, jobKey });
  return { root: rootKey, key, element: element.key };
}
