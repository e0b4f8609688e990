import pg from 'pg';
import { startEmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { EngineStore } from '../../engine/embedded/store.ts';
import { engineMigrations } from '../../store/engine/migrations.ts';
import { openEngineStore } from '../../store/engine/engine-store.ts';
import { bpmn, element, flows, zeebe } from '../support/bpmn.ts';

/** An embedded engine on a fresh database, with a worker that does nothing, as fast as it can. */
export interface BenchEngine {
  readonly engine: EmbeddedEngine;
  readonly database: pg.Pool;
  /** Starts one instance; its steps run by themselves. */
  start(startKey: string): Promise<void>;
  /** Resolves when the database says that so many instances have come to their end. */
  untilEnded(count: number): Promise<void>;
  stop(): Promise<void>;
}

export interface BenchOptions {
  readonly tasks: number;
  readonly variables: Record<string, string | number>;
  /** Instead of a chain of service tasks. */
  readonly model?: string;
  /** Who wants to see the engine's writes. */
  readonly decorateStore?: (store: EngineStore) => EngineStore;
}

export const BUNDLE = 'bench';
const PROCESS = 'p';

export async function openBenchEngine(
  adminUrl: string,
  options: BenchOptions,
): Promise<BenchEngine> {
  const { model = taskChain(options.tasks), decorateStore = (store) => store } = options;
  const name = `bench_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  const admin = new pg.Pool({ connectionString: adminUrl, max: 1 });
  await admin.query(`create database ${name}`);
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  const database = new pg.Pool({ connectionString: url, max: 4 });
  // A connection that is just being closed when its database goes.
  database.on('error', () => undefined);
  for (const { up } of engineMigrations) {
    await up({ query: async (sql) => void (await database.query(sql)) });
  }
  const engine = await startEmbeddedEngine(decorateStore(openEngineStore(url)), {
    now: Date.now,
    zone: 'Europe/Berlin',
    log: { info: () => undefined, warn: console.warn, error: console.error },
    owner: 'bench',
  });
  const resources = new Map([['process.bpmn', model]]);
  await engine.deploy({ hash: BUNDLE, key: BUNDLE, resources });
  engine.subscribe('work', async () => ({ type: 'done' }), { lockMs: 60_000, maxParallel: 500 });
  return {
    engine,
    database,
    async start(startKey) {
      const { variables } = options;
      await engine.start({ processId: PROCESS, bundleHash: BUNDLE, startKey, variables });
    },
    untilEnded: (count) => untilEnded(database, count),
    async stop() {
      await engine.stop();
      await database.end();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

async function untilEnded(database: pg.Pool, count: number): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ ended: number }>(
      `select count(*)::int as ended from engine.instance where state = 'completed'`,
    );
    if ((rows[0]?.ended ?? 0) >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Start, so many service tasks, end. */
function taskChain(tasks: number): string {
  const ids = Array.from({ length: tasks }, (_, index) => `t${index + 1}`);
  const nodes = ids.map((id) => element('serviceTask', id, zeebe('taskDefinition type="work"')));
  return bpmn(
    [
      element('startEvent', 's'),
      ...nodes,
      element('endEvent', 'e'),
      flows(['s', ...ids, 'e'].join(' -> ')),
    ].join('\n'),
  );
}
