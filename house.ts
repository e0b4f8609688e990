import type { RequestListener } from 'node:http';
import { createApp } from './api/create-app.ts';
import type { PortalOptions } from './api/portal-options.ts';
import { CONNECTOR_KINDS, makeServices, type NamedConnector } from './api/services.ts';
import type { Connectors } from './connectors/create-connectors.ts';
import { makeOperatorAccess, operatorLink } from './core/access/operator-access.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { makeProcedureCatalogue } from './core/procedures/catalogue.ts';
import type { Bundle } from './core/procedures/procedure.ts';
import { describeTopics } from './core/procedures/topic.ts';
import { createEngine, type RunningEngine } from './engine/create-engine.ts';
import type { EngineStore } from './engine/embedded/store.ts';
import type { Keys } from './store/crypto/keys.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/open-store.ts';
import { makePageRenderer, makeRenderPort, parseTemplate } from './templates/render.ts';
import { makeCommandDispatcher } from './workers/dispatch-commands.ts';
import { workers } from './workers/index.ts';
import { makePaymentPoller } from './workers/payment-poller.ts';
import { runWorkers } from './workers/run-workers.ts';
import { deploymentOf, offerProcedures } from './workers/offer-procedures.ts';
import { makeHousekeeping } from './workers/housekeeping.ts';

export interface HouseSettings {
  readonly databaseUrl: string;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  readonly connectors: Connectors;
  readonly portal: PortalOptions;
  /** The procedures that are offered, as they lie in `processes/`. */
  readonly seeds: readonly Bundle[];
  /** For a second wiring: what stands between the rooms and their database. */
  readonly decorateStore?: (store: Store) => Store;
  readonly decorateEngineStore?: (store: EngineStore) => EngineStore;
}

export interface House {
  readonly app: RequestListener;
  /** A new one-time link to the operator's page. */
  operatorLink(): string;
  /** What was begun is finished, nothing new is taken. */
  stop(): Promise<void>;
}

/** Puts the rooms together: store, engine, procedures, workers, portal. Nothing listens yet. */
export async function openHouse(settings: HouseSettings): Promise<House> {
  const { databaseUrl, keys, clock, log, decorateEngineStore: decorateStore } = settings;
  const opened = openStore({ databaseUrl, keys, clock, log });
  const store = settings.decorateStore?.(opened) ?? opened;
  await store.migrate();
  const running = await createEngine({
    engine: 'embedded',
    databaseUrl,
    clock,
    log,
    ...(decorateStore === undefined ? {} : { decorateStore }),
  });
  try {
    return await furnish(settings, store, running);
  } catch (error) {
    // A procedure is refused, say: the engine must not go on while the database is taken away.
    await running.stop();
    await store.close();
    throw error;
  }
}

async function furnish(
  settings: HouseSettings,
  store: Store,
  running: RunningEngine,
): Promise<House> {
  const { clock, log, connectors, portal } = settings;
  const { engine, readModel } = running;
  const catalogue = makeProcedureCatalogue({
    bundles: store.bundles,
    topics: describeTopics(workers),
    checks: {
      template: parseTemplate,
      models: (bundle) => engine.check(deploymentOf(bundle)),
    },
  });
  await offerProcedures({ catalogue, engine, log }, settings.seeds);

  const ports = {
    ...connectors,
    clock,
    cases: store.cases,
    effects: store.effects,
    payments: store.payments,
    issued: store.issued,
    evaluateDecision: (request: Parameters<typeof engine.evaluateDecision>[0]) =>
      engine.evaluateDecision(request),
    render: makeRenderPort(),
    publicUrl: portal.publicUrl,
  };
  const working = runWorkers({ engine, workers, ports, catalogue, log });
  const dispatcher = makeCommandDispatcher({
    commands: store.commands,
    cases: store.cases,
    procedures: catalogue,
    engine,
    readModel,
    clock,
    log,
  });
  const poller = makePaymentPoller({ ...ports, readModel, procedures: catalogue }, log);
  const housekeeping = makeHousekeeping({ ...store, clock, log });
  dispatcher.start();
  poller.start();
  housekeeping.start();

  const operatorAccess = makeOperatorAccess(clock);
  const services = makeServices({
    clock,
    log,
    catalogue,
    drafts: store.drafts,
    cases: store.cases,
    payments: store.payments,
    issued: store.issued,
    plateLookups: store.plateLookups,
    commands: store.commands,
    sessions: store.sessions,
    staffDirectory: store.staffDirectory,
    readModel,
    engine,
    payment: connectors.payment,
    render: ports.render,
    virusScan: connectors.virusScan,
    identity: connectors.identity,
    staffIdentity: connectors.staffIdentity,
    connectors: namedConnectors(connectors),
    waitingWork: () => working.waitingWork(),
    operatorAccess,
  });

  return {
    app: createApp(services, portal, makePageRenderer()),
    operatorLink: () => operatorLink(portal.publicUrl, operatorAccess),
    async stop() {
      await Promise.all([housekeeping.stop(), poller.stop(), dispatcher.stop()]);
      await working.stop();
      await running.stop();
      await store.close();
    },
  };
}

function namedConnectors(connectors: Connectors): NamedConnector[] {
  return CONNECTOR_KINDS.map((kind) => ({ kind, check: () => connectors[kind].check() }));
}
