import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import type { ReadModel } from '../core/cases/process-state.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { openEngineStore } from '../store/engine/engine-store.ts';
import { openReadModel } from '../store/engine/read-model.ts';
import { startEmbeddedEngine } from './embedded/embedded-engine.ts';
import type { EngineStore } from './embedded/store.ts';
import type { EnginePort } from './port.ts';

export interface EngineSettings {
  readonly engine: 'embedded';
  readonly databaseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Wraps the engine's database; for a second wiring that wants to see or stop its calls. */
  readonly decorateStore?: (store: EngineStore) => EngineStore;
}

export interface RunningEngine {
  readonly engine: EnginePort;
  readonly readModel: ReadModel;
  stop(): Promise<void>;
}

/** The zone of German administrations: local times in models are meant so. */
const ZONE = 'Europe/Berlin';

/** Chooses the engine: the one place that knows the adapters. */
export async function createEngine(settings: EngineSettings): Promise<RunningEngine> {
  const { databaseUrl, clock, log } = settings;
  const opened = openEngineStore(databaseUrl);
  const engine = await startEmbeddedEngine(settings.decorateStore?.(opened) ?? opened, {
    now: () => clock.now(),
    zone: ZONE,
    log,
    owner: `${hostname()}:${process.pid}:${randomUUID()}`,
  });
  const readModel = openReadModel(databaseUrl);
  return {
    engine,
    readModel,
    stop: async () => {
      await engine.stop();
      await readModel.close();
    },
  };
}
