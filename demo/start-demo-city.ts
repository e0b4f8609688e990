import { join } from 'node:path';
import { makeCityApp } from './city-app.ts';
import { makeControlApp } from './control/control-app.ts';
import { makeCallCounter } from './control/effects.ts';
import { makeFaultPlan } from './faults/fault-plan.ts';
import { openDms } from './dms/open-dms.ts';
import type { DmsSettings } from './dms/dms-settings.ts';
import type { StoredObject } from './dms/objects.ts';
import { PLAN_FOLDER } from './dms/filing-plan.ts';
import { listen } from './http-server.ts';
import { makeJournal } from './journal.ts';
import { demoAccounts, type SeedAccount } from './library/accounts.ts';
import { makeLedger, type Booking } from './library/ledger.ts';
import { makeMailStore, type StoredMail } from './mail/mail-store.ts';
import type { IdentityClients } from './identity/provider.ts';
import { startSmtpSink } from './mail/smtp-sink.ts';
import { paths } from './paths.ts';
import type { PaymentTransaction } from './payment/schemas.ts';
import { makeTransactions } from './payment/transactions.ts';
import { placeForTransfers } from './transfer/place-for-transfers.ts';
import { receive } from './transfer/receive.ts';
import { openTransferFolder } from './transfer/transfer-folder.ts';

export interface DemoCityOptions {
  /** Where it listens; ports of 0 are chosen by the system. */
  host?: string;
  cityPort?: number;
  smtpPort?: number;
  controlPort?: number;
  /** How browsers reach the demo city, when not directly. */
  publicUrl?: string;
  portalUrl?: string;
  /** A folder for journals; without it a restart forgets everything. */
  stateDir?: string;
  payment?: Partial<PaymentSettings>;
  /** Without them everybody may deliver. */
  smtpCredentials?: { user: string; password: string };
  libraryToken?: string;
  registerToken?: string;
  dms?: Partial<DmsSettings>;
  /** What portal and staff pages show to the identity provider. */
  identity?: Partial<IdentityClients>;
  accounts?: readonly SeedAccount[];
  now?: () => Date;
}

export interface PaymentSettings {
  clientId: string;
  clientSecret: string;
  originatorId: string;
  endPointId: string;
  requireBookingData: boolean;
}

/** Addresses without a trailing slash. */
export interface DemoCityAddresses {
  /** Start page for people. */
  cityUrl: string;
  /** Base URL of XBezahldienste; the token endpoint is `/auth/token` below it. */
  paymentUrl: string;
  /** All payments, for people. */
  paymentsUrl: string;
  smtpUrl: string;
  /** Base URL of the library's API; below it `/schemas/account.json` and so on. */
  libraryUrl: string;
  /** Base URLs of the registers' APIs. */
  populationRegisterUrl: string;
  vehicleRegisterUrl: string;
  /** Issuer for persons and staff. */
  identityUrl: string;
  /** Service document of the DMS (CMIS 1.1, browser binding), its repository, and the plan in it. */
  dmsUrl: string;
  dmsRepositoryId: string;
  dmsRoot: string;
  /** The folder that cases are handed over in; in it the one of the receiver `fachverfahren`. */
  transferDir: string;
  mailboxUrl: string;
  controlUrl: string;
}

export interface DemoCity extends DemoCityAddresses {
  stop(): Promise<void>;
}

/** Starts all outside systems in this process. Rejects when a port is taken. */
export async function startDemoCity(options: DemoCityOptions = {}): Promise<DemoCity> {
  const stopping = new AbortController();
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(closers.map((close) => close()));
  };
  try {
    const addresses = await start(options, stopping.signal, closers);
    return { ...addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: DemoCityOptions,
  stopped: AbortSignal,
  closers: (() => Promise<void>)[],
): Promise<DemoCityAddresses> {
  const host = options.host ?? '127.0.0.1';
  const city = await listen(host, options.cityPort ?? 0);
  closers.push(city.close);
  const control = await listen('127.0.0.1', options.controlPort ?? 0);
  closers.push(control.close);

  const cityUrl = options.publicUrl ?? city.url;
  const settings = { ...options, seeds: options.accounts ?? demoAccounts };
  const faults = { plan: makeFaultPlan(), counter: makeCallCounter(), stopped };
  const transfers = placeForTransfers(options.stateDir);
  const transferFolder = openTransferFolder(join(transfers.path, 'fachverfahren'));
  const parts = { ...makeParts(options, cityUrl, settings.seeds), transferFolder };
  const receiving = receive({ folder: transferFolder, faults, now: parts.now });
  closers.push(async () => {
    await receiving;
    transfers.close();
  });
  const smtp = await startSmtpSink({ ...options, ...parts, faults }, host, options.smtpPort ?? 0);
  closers.push(smtp.close);

  city.serve(
    await makeCityApp({ ...settings, ...parts, faults, cityUrl, controlUrl: control.url }),
  );
  control.serve(makeControlApp({ ...faults, ...parts, cityUrl }));
  return {
    ...addressesOf(cityUrl),
    dmsRepositoryId: parts.dms.settings.repositoryId,
    dmsRoot: `/${PLAN_FOLDER}`,
    smtpUrl: `smtp://${host}:${smtp.port}`,
    controlUrl: control.url,
    transferDir: transfers.path,
  };
}

function makeParts(options: DemoCityOptions, cityUrl: string, seeds: readonly SeedAccount[]) {
  const now = options.now ?? (() => new Date());
  const open = <T>(name: string) =>
    makeJournal<T>(options.stateDir && join(options.stateDir, `${name}.jsonl`));
  const urls = { baseUrl: cityUrl + paths.payment, pageUrl: cityUrl + paths.payments };
  return {
    now,
    ledger: makeLedger(seeds, open<Booking>('bookings')),
    dms: openDms(
      options.dms,
      { objects: open<StoredObject>('dms-objects'), contents: open<string>('dms-contents') },
      now,
    ),
    store: makeMailStore(open<StoredMail>('mails')),
    transactions: makeTransactions(open<PaymentTransaction>('payments'), urls, now),
  };
}

function addressesOf(
  cityUrl: string,
): Omit<
  DemoCityAddresses,
  'smtpUrl' | 'controlUrl' | 'transferDir' | 'dmsRepositoryId' | 'dmsRoot'
> {
  return {
    cityUrl,
    paymentUrl: cityUrl + paths.payment,
    paymentsUrl: cityUrl + paths.payments,
    libraryUrl: cityUrl + paths.library,
    populationRegisterUrl: cityUrl + paths.population,
    vehicleRegisterUrl: cityUrl + paths.vehicles,
    dmsUrl: cityUrl + paths.dms,
    identityUrl: cityUrl + paths.identity,
    mailboxUrl: cityUrl + paths.mailbox,
  };
}
