import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../core/clock.ts';
import { deliveriesOf } from '../../../core/delivery/deliveries.ts';
import { openStore, type Store } from '../../../store/open-store.ts';
import type { Effects } from '../../support/demo-city.ts';
import { silentLog, testKeys } from '../../support/store.ts';
import type { FaultWorld } from './world.ts';

/** A case of the fixture at its end, and what the house knows of it. */
interface FiledCase {
  readonly id: string;
  readonly number: string;
  /** Key of the hand-over. */
  readonly transferId: string;
  readonly issued: number;
  /** Each thing that happens once in a case → how often it did. */
  readonly events: Readonly<Record<string, number>>;
}

/** What stands in the audit chain of a case once, whatever was killed meanwhile. */
const ONCE = [
  'document-issued',
  'letter-created',
  'document-provided',
  'document-notice-sent',
  'transfer-prepared',
  'transfer-delivered',
  'transfer-accepted',
  'dms-filed',
  'dms-closed',
];

/** One document in the register, one filing of each paper, one envelope, one delivery per case. */
export async function filingViolations(world: FaultWorld): Promise<string[]> {
  const cases = await readCases(world);
  const seen = await world.city.effects();
  return [
    ...cases.flatMap((one) => [
      ...(one.issued === 1 ? [] : [`${one.number}: ${one.issued} documents in the register`]),
      ...ONCE.filter((event) => one.events[event] !== 1).map(
        (event) => `${one.number}: ${event} ${one.events[event] ?? 0} times`,
      ),
    ]),
    ...dmsViolations(cases, seen),
    ...transferViolations(cases, seen, join(world.city.transferDir, 'fachverfahren')),
    ...(await mailboxViolations(world, cases)),
  ];
}

/** Complete, closed, and nothing beside what was meant. */
function dmsViolations(cases: readonly FiledCase[], { filed }: Effects): string[] {
  const wanted = new Map(
    cases.flatMap(({ number, transferId }) =>
      ['angaben-zum-antrag', 'karte', `transfer-envelope-${transferId}`, 'z.d.A'].map(
        (name): [string, string] => [pathEnd(number, name), number],
      ),
    ),
  );
  const there = Object.entries(filed).map(([path, versions]) => ({
    end: pathEnd(...(path.split('/').slice(-2) as [string, string])),
    versions,
  }));
  return [
    ...[...wanted.keys()]
      .filter((end) => there.filter((one) => one.end === end).length !== 1)
      .map((end) => `${end} is not once in the DMS`),
    ...there.filter(({ end }) => !wanted.has(end)).map(({ end }) => `${end} is nobody's`),
    ...there
      .filter(({ versions }) => versions !== 1)
      .map(({ end, versions }) => `${end} has ${versions} versions`),
  ];
}

function pathEnd(procedureName: string, name: string): string {
  return `${procedureName}/${name}`;
}

/** Drafts that a kill has torn are hidden files, and no envelopes. */
function transferViolations(
  cases: readonly FiledCase[],
  { transfers }: Effects,
  folder: string,
): string[] {
  const envelopes = readdirSync(folder).filter((name) => /^[^.].*\.xml$/.test(name));
  const wanted = cases.map(({ transferId }) => `${transferId}.xml`);
  return [
    ...cases
      .filter(({ transferId }) => stateOf(transfers, transferId) !== 'accepted')
      .map(({ number, transferId }) => `${number}: transfer ${stateOf(transfers, transferId)}`),
    ...envelopes.filter((name) => !wanted.includes(name)).map((name) => `${name} is nobody's`),
    ...wanted.filter((name) => !envelopes.includes(name)).map((name) => `${name} did not arrive`),
  ];
}

function stateOf(transfers: Effects['transfers'], transferId: string): string {
  return transfers
    .filter(({ deliveryId }) => deliveryId === transferId)
    .map(({ state }) => state)
    .join(', ');
}

/** The one version of the letter lies in the mailbox, the notice of it was noted. */
async function mailboxViolations(
  { databaseUrl }: FaultWorld,
  cases: readonly FiledCase[],
): Promise<string[]> {
  const store = openStore({ databaseUrl, keys: testKeys(), clock: systemClock, log: silentLog });
  try {
    return (await Promise.all(cases.map((one) => mailboxViolation(store, one)))).flat();
  } finally {
    await store.close();
  }
}

async function mailboxViolation(store: Store, { id, number }: FiledCase): Promise<string[]> {
  const file = await store.cases.find(id);
  const letters = (await store.cases.documentVersions(id)).filter(({ name }) => name === 'karte');
  const { karte } = file ? deliveriesOf(file) : {};
  return [
    ...(letters.length === 1 ? [] : [`${number}: ${letters.length} versions of the letter`]),
    ...(karte?.documentId === letters[0]?.id ? [] : [`${number}: another version was provided`]),
    ...(karte?.noticeSentAtMs === undefined ? [`${number}: no notice was noted`] : []),
  ];
}

async function readCases({ pool }: FaultWorld): Promise<FiledCase[]> {
  const { rows } = await pool.query<FiledCase>(
    `select f.id, f.number,
       (select string_agg(e.key, ' ') from effect e
         where e.case_id = f.id and e.topic = 'case-transfer') as "transferId",
       (select count(*) from issued_document d where d.case_id = f.id)::int as issued,
       (select jsonb_object_agg(event, times) from (
         select event, count(*) as times from audit_entry a where a.case_id = f.id group by event
       ) events) as events
     from case_file f`,
  );
  return rows;
}
