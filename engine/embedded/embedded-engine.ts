import { EngineError } from '../errors.ts';
import { plainJson } from '../feel/index.ts';
import type { Variables } from '../interpreter/index.ts';
import type { EnginePort, StartRequest } from '../port.ts';
import { makeDefinitions } from './definitions.ts';
import { makeJobSubscriptions } from './job-subscriptions.ts';
import { rootOf, splitKey } from './keys.ts';
import { makeMessageExchange } from './message-exchange.ts';
import { makeRootKeys } from './root-keys.ts';
import { makeRunner } from './runner.ts';
import type { Runner } from './runner.ts';
import { DEFAULT_POLL_MS } from './settings.ts';
import type { EmbeddedEngineSettings } from './settings.ts';
import type { EngineStore, HeardSignal } from './store.ts';
import { taskCommands } from './task-commands.ts';
import { makeTimerLoop } from './timer-loop.ts';
import { toEngineError } from './to-engine-error.ts';

export interface EmbeddedEngine extends EnginePort {
  readonly name: 'embedded';
  /** Looks for everything that is due: timers, jobs, unmatched messages. Called by its own poll. */
  tick(): Promise<void>;
  /** Resolves when no step is on its way. For tests and for stopping. */
  drain(): Promise<void>;
}

/** Our own engine: the interpreter made durable on PostgreSQL. Any number may share a database. */
export async function startEmbeddedEngine(
  store: EngineStore,
  settings: EmbeddedEngineSettings,
): Promise<EmbeddedEngine> {
  const { now, log } = settings;
  const definitions = makeDefinitions(store, now);
  const rootKeys = makeRootKeys(store);
  const jobs = makeJobSubscriptions(store, settings, (): Runner => runner);
  const runner = makeRunner(store, definitions, settings, {
    keepJobs: (_meta, result, state) => jobs.keep(result, { state }),
    giveUpJobs: (write) => jobs.giveUp(write),
    committed: (write) => {
      jobs.committed(write);
      timers.committed(write);
      messages.committed(write);
    },
  });
  const timers = makeTimerLoop(store, settings, runner);
  const messages = makeMessageExchange(store, definitions, settings, runner, rootKeys);

  await definitions.refresh();
  const stopListening = store.listen((signal) => void hear(signal));
  let stopped = false;
  let ticking: Promise<void> | undefined;
  let deploymentMissed = false;

  const hear = async (signal: HeardSignal): Promise<void> => {
    if (signal.type !== 'deployment') jobs.fetch(signal.type === 'jobs' ? signal.topic : undefined);
    if (signal.type !== 'jobs') await refreshDefinitions().catch(warn('deployments'));
  };

  /** When it fails, the next tick tries it again. */
  const refreshDefinitions = async (): Promise<void> => {
    deploymentMissed = false;
    await definitions.refresh().catch((error: unknown) => {
      deploymentMissed = true;
      throw error;
    });
  };

  const warn = (what: string) => (error: unknown) => log.warn({ err: error }, `${what} wait`);

  const tick = async (): Promise<void> => {
    if (deploymentMissed) await refreshDefinitions();
    await timers.fireDue();
    jobs.fetch();
    await messages.sweep();
    await store.dropExpiredMessages(now());
  };

  const poll = (): void => {
    if (stopped) return;
    // Whatever a tick waits for, jobs do not wait with it.
    jobs.fetch();
    if (ticking !== undefined) return;
    ticking = tick()
      .catch(warn('timers and messages'))
      .finally(() => {
        ticking = undefined;
      });
  };
  const interval = setInterval(poll, settings.pollMs ?? DEFAULT_POLL_MS);
  poll();

  const start = async (request: StartRequest): Promise<{ instanceKey: string }> => {
    const { processId, bundleHash, startKey, caseId, variables } = request;
    const known = await guarded(store.rootOfStart(startKey));
    if (known !== undefined) return { instanceKey: known };
    const definition = await guarded(definitions.find(bundleHash, processId));
    const rootKey = await guarded(rootKeys.next());
    const meta = {
      rootKey,
      definitionKey: definition.key,
      processId,
      bundleHash,
      startKey,
      ...(caseId === undefined ? {} : { caseId }),
    };
    const command = { type: 'start', definitionKey: definition.key, variables } as const;
    if (await runner.start(meta, command)) return { instanceKey: rootKey };
    const first = await guarded(store.rootOfStart(startKey));
    if (first !== undefined) return { instanceKey: first };
    throw new EngineError('conflict', `start ${startKey} was refused`);
  };

  return {
    name: 'embedded',
    deploy: async (bundle) => {
      const deployment = await guarded(definitions.deploy(bundle));
      await store.signal({ type: 'deployment' }).catch(warn('other processes'));
      return deployment;
    },
    check: (bundle) => guarded(definitions.check(bundle)),
    definitions: () => guarded(store.definitions()),
    definitionXml: (key) => guarded(xmlOf(store, key)),
    start,
    cancel: async (instanceKey) => {
      await runner.run(rootOf(instanceKey), { type: 'cancel' });
    },
    setVariables: async ({ instanceKey, scope, variables }) => {
      await runner.run(rootOf(instanceKey), {
        type: 'setVariables',
        variables,
        ...(scope === undefined ? {} : { scopeKey: splitKey(scope).key }),
      });
    },
    publishMessage: (message) => guarded(messages.publish(message)),
    evaluateDecision: async ({ decisionId, bundleHash = '', variables }) => {
      const env = { nowMs: now(), zone: settings.zone };
      const decided = definitions.decide(bundleHash, decisionId, variables as Variables, env);
      return plainJson(await guarded(decided));
    },
    subscribe: (topic, handler, options) => jobs.subscribe(topic, handler, options),
    tasks: taskCommands(runner),
    incidents: {
      resolve: async (incidentKey, { retries, variables } = {}) => {
        const { rootKey, key } = splitKey(incidentKey);
        await runner.run(rootKey, {
          type: 'resolveIncident',
          incidentKey: key,
          ...(retries === undefined ? {} : { retries }),
          ...(variables === undefined ? {} : { variables }),
        });
      },
    },
    health: async () => {
      try {
        const counts = await store.counts();
        return { ok: true, detail: 'PostgreSQL answers', ...counts };
      } catch (error) {
        return { ok: false, detail: toEngineError(error).message };
      }
    },
    tick,
    drain: async () => {
      await runner.drain();
      await messages.drain();
    },
    stop: async () => {
      stopped = true;
      clearInterval(interval);
      timers.stop();
      await stopListening();
      await ticking;
      await jobs.stop();
      await messages.drain();
      await runner.drain();
      await store.close();
    },
  };
}

async function xmlOf(store: EngineStore, definitionKey: string): Promise<string> {
  const definition = (await store.definitions()).find(({ key }) => key === definitionKey);
  const resources = await store.deploymentResources(definition?.bundleHash ?? '');
  const xml = resources?.get(definition?.resource ?? '');
  if (xml !== undefined) return xml;
  throw new EngineError('not-found', `no definition ${definitionKey}`);
}

async function guarded<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw toEngineError(error);
  }
}
