import pg from 'pg';
import type { InboxQuery } from '../../../core/cases/process-state.ts';
import { cursorAfter } from '../../../core/cases/process-state.ts';
import { openReadModel } from '../../../store/engine/read-model.ts';
import { openStore } from '../../../store/open-store.ts';
import { writeOpenTasks } from '../../support/many-tasks.ts';
import { silentLog, testKeys } from '../../support/store.ts';
import type { BenchCase } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';
import { arriveAtRate } from '../open-loop.ts';

const TASKS = 20_000;
const RATE = 50;
const SECONDS = 10;
const PAGE = 51;

/** A page of the inbox as the portal reads it: tasks, reasons, heads of cases, names. */
export const inbox: BenchCase = {
  name: 'inbox',
  what: `Pages of the inbox over ${TASKS} open tasks, ${RATE}/s for ${SECONDS} s, each with other filters, order or place`,
  async run({ databaseUrl, runs }) {
    const name = `bench_inbox_${process.pid}`;
    const admin = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    await admin.query(`create database ${name}`);
    const url = Object.assign(new URL(databaseUrl), { pathname: `/${name}` }).href;
    const clock = { now: Date.now };
    const store = openStore({ databaseUrl: url, keys: testKeys(), clock, log: silentLog });
    await store.migrate();
    const database = new pg.Pool({ connectionString: url, max: 1 });
    database.on('error', () => undefined);
    await writeOpenTasks(database, { count: TASKS, startMs: Date.now() });
    await writeCases(database);
    const readModel = openReadModel(url);
    const read = async (query: InboxQuery): Promise<void> => {
      const tasks = await readModel.inbox(query);
      const caseIds = tasks.flatMap(({ caseId }) => caseId ?? []);
      const [heads] = await Promise.all([
        store.cases.heads(caseIds),
        readModel.taskVariables(
          tasks.map(({ key }) => key),
          ['reasons'],
        ),
        store.staffDirectory.names(tasks.flatMap(({ assignee }) => assignee ?? [])),
      ]);
      if (tasks.length === 0 || heads.length !== tasks.length) throw new Error('the page is empty');
    };
    const queries = await everyQuery(readModel);
    for (const query of queries) await read(query);
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const latencies = await arriveAtRate(RATE * SECONDS, SECONDS, (index) =>
        read(queries[index % queries.length] ?? base),
      );
      p50.push(percentile(latencies, 0.5));
      p99.push(percentile(latencies, 0.99));
    }
    await Promise.all([readModel.close(), store.close(), database.end()]);
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
    return [
      { name: 'page of the inbox p50', unit: 'ms', values: p50, digits: 1 },
      { name: 'page of the inbox p99', unit: 'ms', values: p99, digits: 1 },
    ];
  },
};

const base: InboxQuery = { groups: ['strassenverkehr'], sort: 'due', limit: PAGE };

/** The ways in which clerks look at it, from the first page to one far down. */
async function everyQuery(readModel: ReturnType<typeof openReadModel>): Promise<InboxQuery[]> {
  const sorts = ['due', 'oldest', 'newest'] as const;
  const places = await Promise.all(
    sorts.map(async (sort): Promise<InboxQuery> => {
      const last = (await readModel.inbox({ ...base, sort, limit: TASKS / 2 })).at(-1);
      return { ...base, sort, ...(last ? { after: cursorAfter(last, sort) } : {}) };
    }),
  );
  return [
    ...sorts.map((sort) => ({ ...base, sort })),
    ...places,
    { ...base, processId: 'other' },
    { ...base, element: { processId: 'p', elementId: 'release' } },
    { ...base, claimedBy: 'nobody' },
    { ...base, claimedBy: { subject: 'staff-6' }, sort: 'newest' },
    { ...base, dueBeforeMs: Date.now() + 86_400_000 },
    { ...base, groups: ['other'] },
    { ...base, caseIds: ['00000000-0000-4000-8000-000000019999'] },
  ];
}

/** Enough of each case for its head. */
async function writeCases(database: pg.Pool): Promise<void> {
  await database.query(`
    insert into case_file (id, number, code_mac, draft_id, procedure_key, bundle_hash, locale,
      key_id, wrapped_key, answers, facts, contact, received_at_ms, version, audit_sequence,
      audit_head, anchored_sequence)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'BP-2026-' || n, '',
      gen_random_uuid(), 'p', 'bundle-1', 'de', 'k1', '', repeat('x', 2000)::bytea, '', '', n, 1, 0,
      '', 0
    from generate_series(1, ${TASKS}) as n;
    analyze case_file`);
}
