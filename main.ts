import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { createConnectors } from './connectors/create-connectors.ts';
import { systemClock } from './core/clock.ts';
import { readConfig, type Config } from './core/config.ts';
import { makeLog, type HouseLog } from './core/log.ts';
import type { Bundle } from './core/procedures/procedure.ts';
import { isRefused } from './engine/model/problem.ts';
import { openHouse } from './house.ts';
import { deriveKeys } from './store/crypto/derived-keys.ts';
import { followDatabaseClock } from './store/database-clock.ts';
import { openKeyStore } from './store/crypto/key-store.ts';
import { secretFromFile } from './store/crypto/secret-file.ts';
import { readProcedureFolders } from './store/procedures/read-procedure-folder.ts';
import { ProcedureRefused } from './workers/offer-procedures.ts';
import { startDemoCityProcess, type DemoCityAccess } from './tools/launch/demo-city.ts';
import { holdDataFolder } from './tools/launch/hold-data-folder.ts';
import { listen } from './tools/launch/listen.ts';
import { openDatabase } from './tools/launch/open-database.ts';
import { runUntilSignal, type Life } from './tools/launch/run-until-signal.ts';
import { welcome } from './tools/launch/welcome.ts';

const CITY_NAME = 'Musterstadt';

/** The only wiring of the house: what is started here, in this order, is stopped in the opposite one. */
async function start(life: Life): Promise<void> {
  const config = readConfig();
  const log = await makeLog({
    level: config.logLevel,
    format: config.environment === 'production' ? 'json' : 'pretty',
  });
  report = (line, error) => log.error({ err: error }, line);
  const lock = holdDataFolder(config.dataDir);
  life.onStop('Data folder', () => lock.release());

  // The port first: when it is taken, nothing else need start.
  let serve: RequestListener = notReady;
  const server = await listen((request, response) => serve(request, response), config.http);
  life.onStop('Port', () => server.close());
  const portalUrl = config.http.publicUrl ?? server.address;

  const [databaseUrl, demo] = await bothOrNone(
    openDatabase(config, databaseLog(log), life),
    config.demo ? openDemoCity(config, portalUrl, life, log) : Promise.resolve(undefined),
  );
  const clock = await followDatabaseClock({ databaseUrl, clock: systemClock, log });
  life.onStop('Clock', () => clock.stop());
  const connectors = createConnectors(connectorSettings(config, demo), clock);
  const house = await openHouse({
    databaseUrl,
    keys: await openKeys(config),
    clock,
    log,
    connectors,
    seeds: await readSeeds(),
    portal: {
      publicUrl: portalUrl,
      sessionSecret:
        config.sessionSecret ?? (await secretFromFile(join(config.dataDir, 'session-secret'))),
      cityName: CITY_NAME,
      paymentOrigins: paymentOrigins(config, demo),
      identityOrigins: {
        person: originOf(config.identity ?? demo?.identity),
        staff: originOf(config.staffIdentity ?? demo?.staffIdentity),
      },
      trustedProxies: config.http.trustedProxies,
    },
  });
  life.onStop('House', () => house.stop());
  serve = house.app;
  life.onStop('Portal', () => server.close());
  const operatorLink = config.operatorLink ? house.operatorLink() : undefined;
  console.log(welcome({ portalUrl, operatorLink, demo }));
}

/** When one fails, the other first comes to its end: it may have something to stop by then. */
async function bothOrNone<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

const notReady: RequestListener = (_request, response) => {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' });
  response.end('Amtsweg startet.\n');
};

async function openDemoCity(
  config: Config,
  portalUrl: string,
  life: Life,
  log: HouseLog,
): Promise<DemoCityAccess> {
  const demo = await startDemoCityProcess(config.dataDir, portalUrl, (line) =>
    log.warn({ part: 'demo city' }, line),
  );
  life.onStop(
    'Demo city',
    () => demo.stop(),
    () => demo.kill(),
  );
  return demo;
}

async function readSeeds(): Promise<readonly Bundle[]> {
  const { bundles, problems } = await readProcedureFolders(join(import.meta.dirname, 'processes'));
  if (isRefused(problems)) throw new ProcedureRefused('The folder processes/', problems);
  return bundles;
}

/** What is configured goes before the demo city's. */
function connectorSettings(config: Config, demo: DemoCityAccess | undefined) {
  return {
    payment: config.payment ?? demo?.payment,
    mail: config.mail ?? (demo && { smtpUrl: demo.smtpUrl, from: config.mailFrom }),
    library: config.library ?? demo?.library,
    populationRegister: config.populationRegister ?? demo?.populationRegister,
    vehicleRegister: config.vehicleRegister ?? demo?.vehicleRegister,
    identity: config.identity ?? demo?.identity,
    staffIdentity: config.staffIdentity ?? demo?.staffIdentity,
    treasury: {
      directory: join(config.dataDir, 'treasury'),
      debtor: config.treasuryAccount ?? demo?.treasuryAccount,
    },
    dms: config.dms ?? demo?.dms,
    caseTransfer: config.transferDir ? { directory: config.transferDir } : demo?.caseTransfer,
    virusScan: config.clamd,
  };
}

function paymentOrigins(config: Config, demo: DemoCityAccess | undefined): string[] {
  const url = config.payment?.url ?? demo?.payment.url;
  return url === undefined ? [] : [new URL(url).origin];
}

function originOf(identity: { issuer: string } | undefined): string | undefined {
  return identity && new URL(identity.issuer).origin;
}

function openKeys({ masterKeyBase64, dataDir }: Config) {
  return masterKeyBase64 === undefined
    ? openKeyStore(join(dataDir, 'keys.json'))
    : deriveKeys(masterKeyBase64);
}

function databaseLog(log: HouseLog): { info(text: string): void; warn(text: string): void } {
  const part = { part: 'database' };
  return { info: (text) => log.info(part, text), warn: (text) => log.warn(part, text) };
}

/** Until there is a log, the terminal alone is told. */
let report: (line: string, error: unknown) => void = () => undefined;

await runUntilSignal({
  start,
  say: (line, error) => {
    console.error(line);
    if (error !== undefined) report(line, error);
  },
});
