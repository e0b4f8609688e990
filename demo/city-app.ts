import express, { type Express, type Router } from 'express';
import { demoCredentials } from './credentials.ts';
import { makeDmsApi } from './dms/dms-api.ts';
import { makeDmsPages } from './dms/dms-pages.ts';
import type { Dms } from './dms/open-dms.ts';
import { demoIdentities } from './identity/accounts.ts';
import { makeIdentityApp } from './identity/identity-app.ts';
import type { IdentityClients } from './identity/provider.ts';
import type { FaultContext } from './faults/http-operation.ts';
import type { SeedAccount } from './library/accounts.ts';
import type { Ledger } from './library/ledger.ts';
import { makeLibraryApi } from './library/library-api.ts';
import { makeLibraryPages } from './library/library-pages.ts';
import type { MailStore } from './mail/mail-store.ts';
import { makeMailbox } from './mail/mailbox.ts';
import { answerErrors } from './pages/answer-errors.ts';
import { serveStyle } from './pages/serve-style.ts';
import { makeStartPage } from './pages/start-page.ts';
import { paths } from './paths.ts';
import { makeAccess } from './payment/access.ts';
import { makePaymentApi } from './payment/payment-api.ts';
import { makePaymentPages } from './payment/payment-pages.ts';
import type { Transactions } from './payment/transactions.ts';
import { demoPeople } from './registers/demo-people.ts';
import { makePopulationApi, makeVehicleApi } from './registers/register-api.ts';
import { makeRegisterPages } from './registers/register-pages.ts';
import { makeRegisters } from './registers/registers.ts';
import type { PaymentSettings } from './start-demo-city.ts';
import type { TransferFolder } from './transfer/transfer-folder.ts';
import { makeTransferPages } from './transfer/transfer-pages.ts';

export interface CityAppOptions {
  seeds: readonly SeedAccount[];
  ledger: Ledger;
  store: MailStore;
  transactions: Transactions;
  transferFolder: TransferFolder;
  dms: Dms;
  payment?: Partial<PaymentSettings>;
  libraryToken?: string;
  /** Opens both registers. */
  registerToken?: string;
  identity?: Partial<IdentityClients>;
  portalUrl?: string;
  cityUrl: string;
  controlUrl: string;
  now: () => Date;
  faults: FaultContext;
}

/** One web address for all outside systems: their APIs and what people see of them. */
export async function makeCityApp(options: CityAppOptions): Promise<Express> {
  const { ledger, now, faults, transactions, seeds } = options;
  const payment = { ...demoCredentials.payment, ...options.payment };
  const token = options.libraryToken ?? demoCredentials.libraryToken;
  const registerToken = options.registerToken ?? demoCredentials.registerToken;
  const registers = makeRegisters(now);
  const access = makeAccess(payment, now);
  const app = express().disable('x-powered-by').disable('etag');
  app.use(serveStyle());
  app.use(paths.payment, makePaymentApi({ ...payment, access, transactions, faults }));
  app.use(paths.payments, makePaymentPages(transactions, paths.payments));
  app.use(paths.library, makeLibraryApi({ ledger, token, now, faults }));
  app.use(paths.accounts, makeLibraryPages(seeds, ledger));
  app.use(paths.population, makePopulationApi({ registers, token: registerToken, faults }));
  app.use(paths.vehicles, makeVehicleApi({ registers, token: registerToken, faults }));
  app.use(paths.people, makeRegisterPages(registers));
  app.use(paths.identity, await makeIdentity(options));
  const serviceUrl = options.cityUrl + paths.dms;
  app.use(paths.dms, makeDmsApi({ ...options.dms, serviceUrl, faults }));
  app.use(paths.files, makeDmsPages(options.dms.store, paths.files));
  app.use(paths.transfers, makeTransferPages(options.transferFolder, paths.transfers));
  app.use(paths.mailbox, makeMailbox(options.store, paths.mailbox));
  app.use(
    makeStartPage(seeds, {
      payments: paths.payments,
      mailbox: paths.mailbox,
      library: paths.accounts,
      people: paths.people,
      files: paths.files,
      transfers: paths.transfers,
      identity: paths.identity,
      controlUrl: options.controlUrl,
      ...(options.portalUrl ? { portalUrl: options.portalUrl } : {}),
    }),
  );
  app.use(answerErrors);
  return app;
}

function makeIdentity(options: CityAppOptions): Promise<Router> {
  return makeIdentityApp({
    issuer: options.cityUrl + paths.identity,
    path: paths.identity,
    portalUrl: options.portalUrl ?? 'http://127.0.0.1:3000',
    clients: { ...demoCredentials.identity, ...options.identity },
    accounts: demoIdentities(demoPeople(options.now())),
    faults: options.faults,
  });
}
