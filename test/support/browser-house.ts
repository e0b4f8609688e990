import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { Clock } from '../../core/clock.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { openHouse } from '../../house.ts';
import type { House } from '../../house.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { cityConnectors } from './city-connectors.ts';
import { createTestDatabase } from './database.ts';
import { startTestCity } from './demo-city.ts';
import type { TestCity } from './demo-city.ts';
import { silentLog, testKeys } from './store.ts';

/** The whole house over a demo city of its own, as `main.ts` wires it, with a clock to move. */
export interface BrowserHouse {
  readonly address: string;
  readonly city: TestCity;
  operatorLink(): string;
  /**
   * Closes the house, lets days pass and opens it again: what fell due while it was closed happens
   * now.
   */
  sleep(days: number): Promise<void>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const PROCESSES = join(import.meta.dirname, '..', '..', 'processes');

export async function startBrowserHouse(
  /** A procedure other than the one that lies in `processes/`. */
  alter: (bundle: Bundle) => Bundle = (bundle) => bundle,
): Promise<BrowserHouse> {
  const clock = shiftedClock();
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'amtsweg-browser-'));
  let handle: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const city = await startTestCity({ portalUrl: address, now: () => new Date(clock.now()) });
  const open = () =>
    openAgain(address, database.url, join(dataDir, 'treasury'), city, clock, alter);
  let house = await open();
  handle = house.app;
  return {
    address,
    city,
    operatorLink: () => house.operatorLink(),
    async sleep(days) {
      await house.stop();
      clock.advance(days * DAY_MS);
      house = await open();
      handle = house.app;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await house.stop();
      await city.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function openAgain(
  publicUrl: string,
  databaseUrl: string,
  treasury: string,
  city: TestCity,
  clock: Clock,
  alter: (bundle: Bundle) => Bundle,
): Promise<House> {
  const { bundles } = await readProcedureFolders(PROCESSES);
  return openHouse({
    databaseUrl,
    keys: testKeys(),
    clock,
    log: silentLog,
    seeds: bundles.map(alter),
    connectors: createConnectors(
      { ...cityConnectors(city), treasury: { directory: treasury }, timeoutMs: 2_000 },
      clock,
    ),
    portal: {
      publicUrl,
      sessionSecret: 'a secret for tests, long enough for everyone',
      cityName: 'Musterstadt',
      paymentOrigins: [new URL(city.paymentsUrl).origin],
      identityOrigins: {
        person: new URL(city.identityUrl).origin,
        staff: new URL(city.identityUrl).origin,
      },
      trustedProxies: 0,
      limits: { page: 100_000, write: 100_000, guess: 100_000 },
    },
  });
}

/** Runs like the real one, and can be moved on. */
function shiftedClock(): Clock & { advance(byMs: number): void } {
  let shiftMs = 0;
  return {
    now: () => Date.now() + shiftMs,
    advance: (byMs) => {
      shiftMs += byMs;
    },
  };
}
