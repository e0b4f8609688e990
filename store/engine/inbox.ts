import { NEVER_DUE } from '../../core/cases/process-state.ts';
import type { InboxCursor, InboxQuery } from '../../core/cases/process-state.ts';

const ORDERS = {
  due: { value: `coalesce(t.due_at_ms, ${NEVER_DUE})`, way: 'asc', beyond: '>' },
  oldest: { value: 't.created_at_ms', way: 'asc', beyond: '>' },
  newest: { value: 't.created_at_ms', way: 'desc', beyond: '<' },
} as const;

type Value = string | number | readonly string[];

/**
 * A page of open tasks. The keys are picked first, in the order of an index, so that only the rows
 * of the page are read whole.
 *
 * @param tasks the select of whole tasks, `t` being the task and `i` the instance
 */
export function inboxStatement(
  tasks: string,
  query: InboxQuery,
): { readonly text: string; readonly values: Value[] } {
  const values: Value[] = [];
  const bind = (value: Value): string => `$${values.push(value)}`;
  const { value, way } = ORDERS[query.sort];
  const order = `${value} ${way}, t.root_key ${way}, t.key ${way}`;
  const where = conditions(query, bind).join(' and ');
  const text = `
    with picked as materialized (
      select t.root_key, t.key from engine.task t
      join engine.instance i on i.key = t.root_key
      where t.state = 'open' and ${where}
      order by ${order} limit ${bind(query.limit)}
    )
    ${tasks} join picked p on p.root_key = t.root_key and p.key = t.key
    order by ${order}`;
  return { text, values };
}

function conditions(query: InboxQuery, bind: (value: Value) => string): string[] {
  const { groups, processId, element, dueBeforeMs, claimedBy, caseIds, after } = query;
  const wanted = [`t.candidate_groups && ${bind(groups)}::text[]`];
  if (processId !== undefined) wanted.push(`i.process_id = ${bind(processId)}`);
  if (element) {
    wanted.push(`t.process_id = ${bind(element.processId)}`);
    wanted.push(`t.element_id = ${bind(element.elementId)}`);
  }
  if (dueBeforeMs !== undefined) wanted.push(`t.due_at_ms < ${bind(dueBeforeMs)}`);
  if (claimedBy === 'nobody') wanted.push('t.assignee is null');
  else if (claimedBy !== undefined) wanted.push(`t.assignee = ${bind(claimedBy.subject)}`);
  if (caseIds) wanted.push(`i.case_id = any(${bind(caseIds)}::text[])`);
  if (after) wanted.push(beyond(query.sort, after, bind));
  return wanted;
}

function beyond(
  sort: InboxQuery['sort'],
  { value, rootKey, key }: InboxCursor,
  bind: (value: Value) => string,
): string {
  const order = ORDERS[sort];
  const here = `(${bind(value)}::bigint, ${bind(rootKey)}::bigint, ${bind(key)}::integer)`;
  return `(${order.value}, t.root_key, t.key) ${order.beyond} ${here}`;
}
