import { createServer } from 'node:http';
import { createConnectors, type ConnectorSettings } from '../../connectors/create-connectors.ts';
import { systemClock } from '../../core/clock.ts';
import { makeLog } from '../../core/log.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import type { EngineStore } from '../../engine/embedded/store.ts';
import { openHouse } from '../../house.ts';
import { killTree } from './kill-tree.ts';
import {
  makeKillSwitch,
  withKillPointsInEngineStore,
  withKillPointsInStore,
  type KillPoint,
} from './kill-points.ts';
import { passAtEachPost, withKillPointsOutside } from './kill-points-outside.ts';
import { followDatabaseClock } from '../../store/database-clock.ts';
import { testKeys } from './store.ts';

/**
 * The house as a process of its own that can be told to kill itself: the second wiring of
 * architecture.md. It loads everything, then waits for its settings, so that a test can keep one
 * ready while another one lives.
 */
export interface FaultHouseSettings {
  readonly databaseUrl: string;
  readonly port: number;
  readonly connectors: ConnectorSettings;
  readonly paymentOrigin: string;
  /** Read once by the test: every life offers the same. */
  readonly seeds: readonly Bundle[];
  /** How far the clock of its machine is ahead of the others'. */
  readonly clockAheadMs?: number;
}

/** Who dies at a kill point; a database by the process number of its server. */
export interface Victims {
  readonly house: boolean;
  readonly database?: number;
}

/** What the test tells the process. */
export type ToFaultHouse =
  | { readonly type: 'open'; readonly settings: FaultHouseSettings }
  | {
      readonly type: 'arm';
      readonly point: KillPoint;
      readonly passage: number;
      readonly victims: Victims;
    }
  | { readonly type: 'engine-away'; readonly away: boolean }
  | { readonly type: 'stop' };

export type FromFaultHouse = { readonly type: 'loaded' | 'ready' | 'done' };

const killSwitch = makeKillSwitch();
let engineAway = false;
let stop = async (): Promise<void> => undefined;

async function open(settings: FaultHouseSettings): Promise<void> {
  const publicUrl = `http://127.0.0.1:${settings.port}`;
  if (settings.connectors.dms) passAtEachPost(settings.connectors.dms.url, killSwitch);
  const { databaseUrl, clockAheadMs = 0 } = settings;
  const log = await makeLog({ level: 'warn', format: 'json' });
  const ownClock = { now: () => systemClock.now() + clockAheadMs };
  const clock = await followDatabaseClock({ databaseUrl, clock: ownClock, log });
  const house = await openHouse({
    databaseUrl,
    keys: testKeys(),
    clock,
    log,
    connectors: withKillPointsOutside(createConnectors(settings.connectors, clock), killSwitch),
    seeds: settings.seeds,
    portal: {
      publicUrl,
      sessionSecret: 'only for tests, but as long as a real one',
      cityName: 'Musterstadt',
      paymentOrigins: [settings.paymentOrigin],
      trustedProxies: 0,
      // Many citizens, one address.
      limits: { page: 1_000_000, write: 1_000_000, guess: 1_000_000 },
    },
    decorateStore: (store) => withKillPointsInStore(store, killSwitch),
    decorateEngineStore: (store) =>
      sometimesAway(withKillPointsInEngineStore(store, killSwitch), () => engineAway),
  });
  const server = createServer(house.app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', resolve);
  });
  stop = async () => {
    server.close();
    server.closeAllConnections();
    await house.stop();
    clock.stop();
  };
}

/** As if the engine's database did not answer, while that of the case file does. */
function sometimesAway(store: EngineStore, isAway: () => boolean): EngineStore {
  const refuse = (): void => {
    if (!isAway()) return;
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const guard = <Given extends unknown[], Result>(act: (...given: Given) => Promise<Result>) => {
    return async (...given: Given): Promise<Result> => {
      refuse();
      return act(...given);
    };
  };
  return {
    ...store,
    commit: guard(store.commit),
    load: guard(store.load),
    rootOfStart: guard(store.rootOfStart),
    insertMessages: guard(store.insertMessages),
    matchingSubscriptions: guard(store.matchingSubscriptions),
    lockJobs: guard(store.lockJobs),
    claimDueTimers: guard(store.claimDueTimers),
  };
}

async function obey(message: ToFaultHouse): Promise<void> {
  switch (message.type) {
    case 'open':
      await open(message.settings);
      return tell('ready');
    case 'arm':
      killSwitch.arm(message.point, message.passage, () => strike(message.victims));
      return tell('done');
    case 'engine-away':
      engineAway = message.away;
      return tell('done');
    case 'stop':
      await stop();
      process.exit(0);
  }
}

/** Within one turn: nothing here can happen between the deaths of the two. */
function strike({ house, database }: Victims): void {
  if (database !== undefined) killTree(database);
  if (house) process.kill(process.pid, 'SIGKILL');
}

function tell(type: FromFaultHouse['type']): void {
  process.send?.({ type } satisfies FromFaultHouse);
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

process.on('message', (message: ToFaultHouse) => void obey(message).catch(fail));
process.once('disconnect', () => process.exit(0));
tell('loaded');
