import express, { type Express, type Request, type Response } from 'express';
import { faultSchema, systems, type FaultPlan, type System } from '../faults/fault-plan.ts';
import type { Ledger } from '../library/ledger.ts';
import type { MailStore } from '../mail/mail-store.ts';
import { filed, type Dms } from '../dms/open-dms.ts';
import { answerErrors } from '../pages/answer-errors.ts';
import { serveStyle } from '../pages/serve-style.ts';
import type { Transactions } from '../payment/transactions.ts';
import type { TransferFolder } from '../transfer/transfer-folder.ts';
import { makeControlPage } from './control-page.ts';
import { tally, type CallCounter } from './effects.ts';

export interface ControlOptions {
  plan: FaultPlan;
  counter: CallCounter;
  transactions: Transactions;
  ledger: Ledger;
  store: MailStore;
  transferFolder: TransferFolder;
  dms: Dms;
  /** Where people find the start page of the demo city. */
  cityUrl: string;
}

const decisions = { pay: 'PAYED', refuse: 'FAILED', abandon: 'CANCELED' } as const;

/** Switches for faults and for what people do outside; on a loopback port of its own. */
export function makeControlApp(options: ControlOptions): Express {
  const app = express().disable('x-powered-by');
  app.use(refuseForeignOrigins);
  // Whatever curl calls it: what comes to /control is JSON.
  app.use('/control', express.json({ type: () => true, strict: false }));
  app.use(serveStyle());
  app.get('/control', (_request, response) => void response.json(options.plan.state()));
  app.get('/control/effects', (_request, response) => void response.json(effects(options)));
  app.post('/control/reset', (_request, response) => {
    options.plan.reset();
    options.transactions.reportNextAs(undefined);
    response.json(options.plan.state());
  });
  app.post('/control/payment/:transactionId/:action', (request, response) =>
    decide(request, response, options.transactions),
  );
  app.post('/control/payment/next-amount', (request, response) => {
    const amountCents = amountOf(request);
    if (amountCents === undefined) return refuseAmount(response);
    options.transactions.reportNextAs(amountCents);
    response.json({ nextAmountCents: amountCents });
  });
  app.post('/control/library/reset', (_request, response) => {
    options.ledger.reset();
    response.json({ reset: true });
  });
  app.post('/control/library/items/:itemNumber', (request, response) =>
    changeAmount(request, response, options.ledger),
  );
  app.post('/control/dms/check-out/:documentId', (request, response) => {
    options.dms.documents.checkOut(request.params.documentId, 'sachbearbeitung');
    response.json({ checkedOut: true });
  });
  app.post('/control/:system', (request, response) => setFault(request, response, options.plan));
  app.use('/', makeControlPage(options));
  app.use(answerErrors);
  return app;
}

/** Pages of other sites must not throw switches through a visitor's browser. */
const refuseForeignOrigins: express.RequestHandler = (request, response, next) => {
  const origin = request.get('Origin');
  const host = request.get('Host') ?? '';
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  if (isLocal && (!origin || origin === `http://${host}`)) next();
  else response.status(403).json({ error: 'foreign-origin' });
};

function effects(options: ControlOptions): object {
  const payments = options.transactions.all();
  const bookings = options.ledger.bookings();
  return {
    calls: options.counter.calls(),
    payments: tally(payments.map((payment) => payment.paymentRequest.requestId)),
    paymentsByPurpose: tally(payments.map((payment) => payment.paymentRequest.purpose)),
    transactions: payments.map((payment) => ({
      transactionId: payment.paymentInformation.transactionId,
      requestId: payment.paymentRequest.requestId,
      purpose: payment.paymentRequest.purpose,
      status: payment.paymentInformation.status,
    })),
    bookings: tally(bookings.map((booking) => booking.bookingId)),
    bookingsByItem: tally(bookings.flatMap((booking) => booking.itemNumbers)),
    mails: tally(options.store.find({}).map((mail) => mail.messageId)),
    filed: filed(options.dms),
    transfers: options.transferFolder.arrivals(),
  };
}

function decide(request: Request, response: Response, transactions: Transactions): void {
  const action = String(request.params['action']);
  const status = action in decisions ? decisions[action as keyof typeof decisions] : undefined;
  const transactionId = String(request.params['transactionId']);
  const decided = status && transactions.decide(transactionId, { status, method: 'OTHER' });
  if (decided) response.json(decided.paymentInformation);
  else response.status(404).json({ error: 'unknown-transaction-or-action' });
}

function changeAmount(request: Request, response: Response, ledger: Ledger): void {
  const amountCents = amountOf(request);
  if (amountCents === undefined) return refuseAmount(response);
  const isKnown = ledger.changeAmount(String(request.params['itemNumber']), amountCents);
  response.status(isKnown ? 200 : 404).json({ changed: isKnown });
}

function amountOf(request: Request): number | undefined {
  const amountCents = (request.body as { amountCents?: unknown } | undefined)?.amountCents;
  return Number.isInteger(amountCents) && Number(amountCents) >= 1
    ? Number(amountCents)
    : undefined;
}

function refuseAmount(response: Response): void {
  response.status(400).json({ error: 'amountCents must be a positive integer' });
}

function setFault(request: Request, response: Response, plan: FaultPlan): void {
  const system = systems.find((known) => known === request.params['system']);
  const fault = faultSchema.safeParse(request.body);
  if (!system) response.status(404).json({ error: `unknown system; known: ${systems.join()}` });
  else if (!fault.success) response.status(400).json({ error: fault.error.issues });
  else response.json(apply(plan, system, fault.data));
}

function apply(
  plan: FaultPlan,
  system: System,
  fault: Parameters<FaultPlan['set']>[1],
): ReturnType<FaultPlan['state']> {
  plan.set(system, fault);
  return plan.state();
}
