import { makeCitizen } from '../../support/citizen.ts';
import { silentLog, testKeys } from '../../support/store.ts';
import { systemClock } from '../../../core/clock.ts';
import { openStore } from '../../../store/open-store.ts';
import { effectViolations } from './effect-invariants.ts';
import { engineViolations } from './engine-invariants.ts';
import { historyViolations } from './history-invariants.ts';
import { moneyViolations } from './money-invariants.ts';
import type { SeenCase } from './patient-citizen.ts';
import type { FaultWorld } from './world.ts';

/**
 * Nothing lost, nothing doubled, nothing stuck (quality.md, "What must survive"). Throws one error
 * that names everything that is not as it should be.
 */
export async function checkInvariants(
  world: FaultWorld,
  acknowledged: readonly SeenCase[],
): Promise<void> {
  const violations = [
    ...(await submissionViolations(world, acknowledged)),
    ...(await reachViolations(world, acknowledged)),
    ...(await engineViolations(world.pool)),
    ...(await historyViolations(world)),
    ...(await effectViolations(world)),
    ...(await moneyViolations(world)),
    ...(await auditViolations(world)),
  ];
  if (violations.length === 0) return;
  throw new Error(`${violations.length} violations:\n${violations.slice(0, 40).join('\n')}`);
}

const AT_ONCE = 8;

/** Every acknowledged submission exists once, and no other; each has one process. */
async function submissionViolations(
  { pool }: FaultWorld,
  acknowledged: readonly SeenCase[],
): Promise<string[]> {
  const { rows } = await pool.query<{ number: string; instances: number; commands: number }>(
    `select f.number,
       (select count(*) from engine.instance i where i.case_id = f.id::text)::int as instances,
       (select count(*) from engine_command c where c.case_id = f.id and state <> 'taken')::int
         as commands
     from case_file f`,
  );
  const stored = new Map(rows.map((row) => [row.number, row]));
  const numbers = acknowledged.map(({ number }) => number);
  return [
    ...numbers
      .filter((number, index) => numbers.indexOf(number) !== index)
      .map((number) => `${number}: acknowledged twice`),
    ...numbers
      .filter((number) => !stored.has(number))
      .map((number) => `${number}: acknowledged, and lost`),
    ...rows
      .filter(({ number }) => !numbers.includes(number))
      .map(({ number }) => `${number}: nobody has a receipt for it`),
    ...rows
      .filter(({ instances }) => instances !== 1)
      .map(({ number, instances }) => `${number}: ${instances} processes`),
    ...rows
      .filter(({ commands }) => commands > 0)
      .map(
        ({ number, commands }) => `${number}: ${commands} commands that the engine did not take`,
      ),
  ];
}

/** Whoever has number and code sees where the case stands, and what was said is still true. */
async function reachViolations(
  { portalUrl }: FaultWorld,
  acknowledged: readonly SeenCase[],
): Promise<string[]> {
  const look = async (one: SeenCase): Promise<string> => {
    const stranger = makeCitizen(portalUrl);
    if (!(await stranger.open(one))) return `${one.number}: not reachable with its code`;
    const { headline } = await stranger.status(one.number);
    if (headline === one.headline) return '';
    return `${one.number} (${one.plan}): "${headline}" instead of "${one.headline}"`;
  };
  const found: string[] = [];
  for (let from = 0; from < acknowledged.length; from += AT_ONCE) {
    found.push(...(await Promise.all(acknowledged.slice(from, from + AT_ONCE).map(look))));
  }
  return found.filter((violation) => violation !== '');
}

async function auditViolations({ databaseUrl, pool }: FaultWorld): Promise<string[]> {
  const store = openStore({ databaseUrl, keys: testKeys(), clock: systemClock, log: silentLog });
  try {
    await store.audit.anchorHeads();
    const found = (await store.audit.verify()) ? [] : ['the audit chain of the house is broken'];
    const { rows } = await pool.query<{ id: string; number: string }>(
      'select id, number from case_file',
    );
    for (const { id, number } of rows) {
      if (!(await store.cases.verifyAuditChain(id))) found.push(`${number}: broken audit chain`);
    }
    return found;
  } finally {
    await store.close();
  }
}
