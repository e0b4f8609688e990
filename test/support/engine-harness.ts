import { setTimeout as delay } from 'node:timers/promises';
import { manualClock } from '../../core/clock.ts';
import type { Clock } from '../../core/clock.ts';
import type { ReadModel } from '../../core/cases/process-state.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Log } from '../../core/log.ts';
import type { EngineStore } from '../../engine/embedded/store.ts';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import { startEmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { EnginePort } from '../../engine/port.ts';
import { openEngineStore } from '../../store/engine/engine-store.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { createTestDatabase } from './database.ts';
import { openStore } from '../../store/open-store.ts';
import { silentLog, START_MS, testKeys } from './store.ts';

/** An engine as its contract sees it: the port, the read model, and time in our hands. */
export interface EngineHarness {
  readonly engine: EnginePort;
  readonly readModel: ReadModel;
  readonly clock: Clock & { advance(byMs: number): void };
  /** Lets the engine see what time it is, and comes back when it has done what is due. */
  tick(): Promise<void>;
  /** A further engine process on the same state. */
  another(): Promise<EngineHarness>;
  /** Stops the engine process and starts a new one on what it left. */
  restart(): Promise<EngineHarness>;
  close(): Promise<void>;
}

export interface EmbeddedHarness extends EngineHarness {
  readonly engine: EmbeddedEngine;
  readonly databaseUrl: string;
  another(options?: EmbeddedOptions): Promise<EmbeddedHarness>;
  restart(options?: EmbeddedOptions): Promise<EmbeddedHarness>;
  /** Closes its connections under it, as a kill would; `close` no longer waits for it. */
  abandon(): void;
}

export interface EmbeddedOptions {
  readonly decorateStore?: (store: EngineStore) => EngineStore;
  readonly maxWarmInstances?: number;
  readonly log?: Log;
  /** Further parameters of the connection, such as `statement_timeout=300`. */
  readonly connection?: string;
}

/** An abandoned engine may wait for ever for what it was doing. */
const ABANDON_MS = 500;

/** Its own poll would hide what the notifications and `tick` do not find. */
const NO_POLL_MS = 3_600_000;

export async function openEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedHarness> {
  const database = await createTestDatabase();
  const clock = manualClock(START_MS);
  const store = openStore({
    databaseUrl: database.url,
    keys: testKeys(),
    clock,
    log: silentLog,
  });
  await store.migrate();
  await store.close();
  const running = new Set<() => Promise<void>>();
  const abandoned = new Set<() => Promise<void>>();
  const readModel = openReadModel(database.url);
  let started = 0;

  const open = async (given: EmbeddedOptions): Promise<EmbeddedHarness> => {
    const { decorateStore = (same) => same, maxWarmInstances, connection, log = silentLog } = given;
    const opened = openEngineStore(`${database.url}${connection ? `?${connection}` : ''}`);
    const engine = await startEmbeddedEngine(decorateStore(opened), {
      now: () => clock.now(),
      zone: 'Europe/Berlin',
      log,
      owner: `process-${++started}`,
      pollMs: NO_POLL_MS,
      ...(maxWarmInstances === undefined ? {} : { maxWarmInstances }),
    });
    // Stopped once, by whoever is first.
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= engine.stop());
    running.add(stop);
    return {
      engine: { ...engine, stop },
      readModel,
      clock,
      databaseUrl: database.url,
      tick: async () => {
        await engine.tick();
        await engine.drain();
      },
      abandon: () => {
        running.delete(stop);
        // Its timers and its listener would outlive the tests.
        abandoned.add(() => Promise.race([stop().catch(() => undefined), delay(ABANDON_MS)]));
        void opened.close();
      },
      another: (more = {}) => open(more),
      restart: async (more = {}) => {
        await stop();
        return open(more);
      },
      close: async () => {
        await Promise.all([...running, ...abandoned].map((each) => each()));
        await readModel.close();
        await database.drop();
      },
    };
  };
  return open(options);
}

/** Within `describe`: opens engines that end with their test. */
export function embeddedOfEachTest(): (options?: EmbeddedOptions) => Promise<EmbeddedHarness> {
  const open: EmbeddedHarness[] = [];
  afterEach(async () => {
    for (const harness of open.splice(0)) await harness.close();
  });
  return async (options) => {
    const harness = await openEmbedded(options);
    open.push(harness);
    return harness;
  };
}

/** Deploys files as one bundle; the name is its hash. */
export async function deploy(
  { engine }: Pick<EngineHarness, 'engine'>,
  hash: string,
  ...texts: string[]
) {
  const resources = new Map(
    texts.map((text, index) => [`${index}.${text.includes('<bpmn:') ? 'bpmn' : 'dmn'}`, text]),
  );
  return engine.deploy({ hash, key: 'test', resources });
}

let cases = 0;

/** Starts process `p` of a bundle for a case of its own. */
export async function startCase(
  { engine }: Pick<EngineHarness, 'engine'>,
  bundleHash: string,
  variables: JsonObject = {},
  processId = 'p',
): Promise<{ caseId: string; instanceKey: string }> {
  const caseId = `case-${++cases}`;
  const startKey = `start-${caseId}`;
  const { instanceKey } = await engine.start({
    processId,
    bundleHash,
    startKey,
    caseId,
    variables,
  });
  return { caseId, instanceKey };
}

const PATIENCE_MS = 20_000;

/** Asks until the answer is there; fails with what was seen last. */
export async function eventually<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  what = 'the condition',
): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new Error(`${what} did not come about`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** As soon as the read model knows of it: elsewhere than on the embedded engine that takes a moment. */
export function stateOf({ readModel }: EngineHarness, caseId: string) {
  return eventually(() => readModel.processState(caseId), `the process of ${caseId}`);
}

/** Its open tasks, once there is one. */
export function tasksOf({ readModel }: EngineHarness, caseId: string) {
  return eventually(async () => {
    const { openTasks = [] } = (await readModel.processState(caseId)) ?? {};
    return openTasks.length > 0 && openTasks;
  }, `a task of ${caseId}`);
}

/** Ids of the elements of a case that are in this state, in the order of their start. */
export async function elementsIn(
  harness: EngineHarness,
  caseId: string,
  state: 'active' | 'completed' | 'terminated',
): Promise<string[]> {
  const { elements } = await stateOf(harness, caseId);
  return elements.filter((one) => one.state === state).map(({ elementId }) => elementId);
}

export async function whenEnded(harness: EngineHarness, caseId: string) {
  return eventually(async () => {
    const state = await harness.readModel.processState(caseId);
    return state !== undefined && state.state !== 'active' && state;
  }, `the end of ${caseId}`);
}

/** The code of the error that a promise is rejected with; `none` when it is not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
