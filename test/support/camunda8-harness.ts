import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import { startCamunda8Engine } from '../../engine/camunda8/camunda8-engine.ts';
import { loadModels } from '../../engine/interpreter/index.ts';
import { openEngineMirror } from '../../store/engine/mirror/open-engine-mirror.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { openStore } from '../../store/open-store.ts';
import { createTestDatabase } from './database.ts';
import { bpmn, flows } from './bpmn.ts';
import type { EngineHarness } from './engine-harness.ts';
import { deploy, startCase } from './engine-harness.ts';
import { end, start } from './engine-model.ts';
import { silentLog, testKeys } from './store.ts';

/** A Zeebe that runs, with its clock in our hands and its records sent to `receiverPort`. */
export interface RunningZeebe {
  readonly grpcUrl: string;
  readonly restUrl: string;
  readonly clockUrl: string;
  readonly receiver: { readonly port: number; readonly user: string; readonly secret: string };
}

/** Long enough for a record to come back, over and over, while nothing else happens. */
const QUIET_MS = 250;

/** The port on a real Zeebe, with a database of its own. */
export async function openCamunda8(zeebe: RunningZeebe): Promise<EngineHarness> {
  const database = await createTestDatabase();
  const clock = await zeebeClock(zeebe.clockUrl);
  const store = openStore({
    databaseUrl: database.url,
    keys: testKeys(),
    clock,
    log: silentLog,
  });
  await store.migrate();
  await store.close();
  const readModel = openReadModel(database.url);
  const running = new Set<() => Promise<void>>();
  let started = 0;

  const open = async (receives: boolean): Promise<EngineHarness> => {
    const mirror = openEngineMirror(database.url, {
      engine: 'camunda8',
      log: silentLog,
      now: () => clock.now(),
    });
    const engine = await startCamunda8Engine(mirror, {
      grpcUrl: zeebe.grpcUrl,
      restUrl: zeebe.restUrl,
      loadModels,
      now: () => clock.now(),
      log: silentLog,
      owner: `process-${++started}`,
      ...(receives ? { receiver: { host: '127.0.0.1', ...zeebe.receiver } } : {}),
    });
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= engine.stop());
    running.add(stop);
    return {
      engine: { ...engine, stop },
      readModel,
      clock,
      tick: async () => {
        await clock.settled();
        await delay(QUIET_MS);
      },
      another: () => open(false),
      restart: async () => {
        await stop();
        return open(receives);
      },
      close: async () => {
        await Promise.all([...running].map((each) => each()));
        await readModel.close();
        await database.drop();
        await clock.settled();
      },
    };
  };
  const harness = await open(true);
  await recordsFlow(harness);
  return harness;
}

const FLOW_MS = 60_000;

/** After a time without receiver the exporter pauses for up to ten seconds. */
async function recordsFlow(harness: EngineHarness): Promise<void> {
  await deploy(
    harness,
    'flow',
    bpmn(`${start()}${end()}${flows('s -> e')}`, { processId: 'flow' }),
  );
  const { caseId } = await startCase(harness, 'flow', {}, 'flow');
  const until = Date.now() + FLOW_MS;
  while ((await harness.readModel.processState(caseId)) === undefined) {
    if (Date.now() > until) throw new Error('no records come from Zeebe');
    await delay(100);
  }
}

interface ZeebeClock extends Clock {
  advance(byMs: number): void;
  settled(): Promise<void>;
}

/** Only ever put forward: what Zeebe has planned for later would wait for years if it went back. */
async function zeebeClock(url: string): Promise<ZeebeClock> {
  const there = (await (await fetch(url)).json()) as { readonly epochMilli: number };
  let offsetMs = there.epochMilli - Date.now();
  let moving: Promise<unknown> = Promise.resolve();
  const putForward = (byMs: number) =>
    fetch(`${url}/add`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMilli: byMs }),
    });
  return {
    now: () => Date.now() + offsetMs,
    advance(byMs) {
      offsetMs += byMs;
      moving = moving.then(() => putForward(byMs));
    },
    settled: async () => void (await moving),
  };
}
