import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import { startCamunda8Engine } from '../../engine/camunda8/camunda8-engine.ts';
import { openEngineMirror } from '../../store/engine/mirror/open-engine-mirror.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { openStore } from '../../store/open-store.ts';
import { createTestDatabase } from './database.ts';
import type { EngineHarness } from './engine-harness.ts';
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
  const clock = zeebeClock(zeebe.clockUrl);
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
        await clock.reset();
      },
    };
  };
  return open(true);
}

interface ZeebeClock extends Clock {
  advance(byMs: number): void;
  settled(): Promise<void>;
  reset(): Promise<void>;
}

function zeebeClock(url: string): ZeebeClock {
  let offsetMs = 0;
  let moving: Promise<unknown> = Promise.resolve();
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    now: () => Date.now() + offsetMs,
    advance(byMs) {
      offsetMs += byMs;
      moving = moving.then(() => post('/add', { offsetMilli: byMs }));
    },
    settled: async () => void (await moving),
    reset: async () => {
      await moving;
      await fetch(url, { method: 'DELETE' });
      offsetMs = 0;
    },
  };
}
