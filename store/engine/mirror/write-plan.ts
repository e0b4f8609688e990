import type pg from 'pg';
import { APPLIED_CHANNEL } from './applied-signal.ts';
import type { Plan } from './plan.ts';
import type { InstanceRow } from './rows.ts';
import { WRITE_STATEMENT } from './write-statement.ts';

export async function writePlan(
  client: pg.PoolClient,
  engine: string,
  source: string,
  plan: Plan,
): Promise<void> {
  const instances = [...plan.instances.values()];
  const tables = [
    instances.flatMap(({ begun, ...row }) => (begun ? [{ ...row, ...begun }] : [])),
    instances.filter((row) => row.begun === undefined && isChanged(plan, row)),
    plan.keys,
    [...plan.elements.values()],
    [...plan.ends.values()],
    [...plan.variables.values()],
    [...plan.tasks.values()],
    [...plan.timers.values()],
    [...plan.incidents.values()],
    plan.links,
  ];
  await client.query({
    name: 'mirror-write',
    text: WRITE_STATEMENT,
    values: [
      engine,
      source,
      ...tables.map(rowsAsJson),
      plan.ignored,
      plan.links.map(({ root }) => root),
      APPLIED_CHANNEL,
    ],
  });
}

function isChanged({ around }: Plan, { key, next, ended }: InstanceRow): boolean {
  return ended !== null || next !== around.nextKeys.get(key);
}

const MAY_BE_REFUSED = /\\u0000|\\ud[89a-f]/i;
const REFUSED = /\p{Cs}/gu;

/**
 * A text of the database holds neither NUL nor half a character. An engine may have them, and one
 * that is refused would hold up its source for ever.
 */
function rowsAsJson(rows: readonly object[]): string {
  const json = JSON.stringify(rows);
  if (!MAY_BE_REFUSED.test(json)) return json;
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').replace(REFUSED, '\uFFFD') : value,
  );
}
