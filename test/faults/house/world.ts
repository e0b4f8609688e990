import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findFreePort } from '../../../store/postgres/free-port.ts';
import { startPostgres, type EmbeddedPostgres } from '../../../store/postgres/start-postgres.ts';
import { readProcedureFolders } from '../../../store/procedures/read-procedure-folder.ts';
import { bundlePrograms } from '../../../tools/launch/bundle-programs.cjs';
import { cityConnectors } from '../../support/city-connectors.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import type { FaultHouseSettings } from '../../support/fault-house.ts';
import { startFaultHouse, type FaultHouse } from '../../support/run-fault-house.ts';
import { inventAccounts } from './accounts.ts';

/** A database server, a demo city and houses of the test's own. */
export interface FaultWorld {
  readonly city: TestCity;
  readonly server: EmbeddedPostgres;
  readonly databaseUrl: string;
  readonly treasuryDir: string;
  /** For looking into the database; outlives its deaths. */
  readonly pool: pg.Pool;
  readonly portalUrl: string;
  /** The house that lives; ends when it is killed. */
  readonly house: FaultHouse;
  /** Opens the house that stands ready, again until it succeeds: what a service manager does. */
  start(): Promise<FaultHouse>;
  /** Another house on the same database, on a port of its own. */
  startAnother(
    more?: Pick<FaultHouseSettings, 'clockAheadMs'>,
  ): Promise<{ house: FaultHouse; portalUrl: string }>;
  /** What the houses are opened with, the port aside. */
  readonly settings: Omit<FaultHouseSettings, 'port'>;
  /** Numbers the citizens: no two share a card. */
  nextIndex(): number;
  isOver(): boolean;
  readonly whereabouts: Map<number, string>;
  end(): Promise<void>;
}

export interface FaultWorldOptions {
  /** Houses that stand ready to take over; default 1. */
  readonly spares?: number;
  /** For one call to the outside. */
  readonly timeoutMs?: number;
  /** Where the procedures lie that are offered; default `processes/`. */
  readonly procedures?: string;
}

const root = join(import.meta.dirname, '../../..');
const HOUSE = 'test/support/fault-house';
/** A process that is killed again and again starts in half the time from a bundle. */
let program: Promise<string> | undefined;

export async function makeFaultWorld(options: FaultWorldOptions = {}): Promise<FaultWorld> {
  program ??= bundlePrograms(root, [`${HOUSE}.ts`]).then((folder) => join(folder, `${HOUSE}.js`));
  const bundle = await program;
  const folder = mkdtempSync(join(tmpdir(), 'amtsweg-faults-'));
  const server = await startPostgres({
    dataDir: folder,
    settings: { max_connections: '200' },
    log: { info: () => undefined, warn: () => undefined },
  });
  const city = await startTestCity({ accounts: inventAccounts() });
  const treasuryDir = join(folder, 'treasury');
  const port = await findFreePort();
  const pool = new pg.Pool({ connectionString: server.url, max: 4 });
  pool.on('error', () => undefined);

  const all: FaultHouse[] = [];
  const make = (): FaultHouse => {
    const house = startFaultHouse(bundle);
    all.push(house);
    return house;
  };
  const ready = Array.from({ length: options.spares ?? 1 }, make);
  let house = ready[0] as FaultHouse;
  let citizens = 0;
  let over = false;

  const { bundles } = await readProcedureFolders(join(root, options.procedures ?? 'processes'));
  const settings: FaultWorld['settings'] = {
    databaseUrl: server.url,
    seeds: bundles,
    paymentOrigin: new URL(city.paymentsUrl).origin,
    connectors: {
      ...cityConnectors(city),
      treasury: { directory: treasuryDir },
      timeoutMs: options.timeoutMs ?? 3_000,
    },
  };
  /** A database that is just coming up is no reason to give up. */
  const open = async (
    ownPort: number,
    more: Partial<FaultHouseSettings> = {},
  ): Promise<FaultHouse> => {
    for (let tries = 1; ; tries += 1) {
      const next = ready.shift() ?? make();
      ready.push(make());
      try {
        await next.open({ ...settings, ...more, port: ownPort });
        return next;
      } catch (error) {
        await next.kill();
        if (tries === 10) throw error;
      }
    }
  };
  return {
    city,
    server,
    databaseUrl: server.url,
    treasuryDir,
    pool,
    portalUrl: `http://127.0.0.1:${port}`,
    get house() {
      return house;
    },
    async start() {
      house = await open(port);
      return house;
    },
    async startAnother(more = {}) {
      const ownPort = await findFreePort();
      return { house: await open(ownPort, more), portalUrl: `http://127.0.0.1:${ownPort}` };
    },
    settings,
    nextIndex: () => (citizens += 1),
    isOver: () => over,
    whereabouts: new Map(),
    async end() {
      over = true;
      await Promise.all(all.map((one) => one.kill()));
      await pool.end();
      await city.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
