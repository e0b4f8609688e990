import express, { type Request, type Router } from 'express';
import { hasToken } from '../bearer.ts';
import type { Answer, FaultContext } from '../faults/http-operation.ts';
import { makeHttpOperation } from '../faults/http-operation.ts';
import { book, type BookingRequest } from './book.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import type { Ledger, LedgerAccount, OpenItem } from './ledger.ts';
import { libraryProblem } from './library-problem.ts';
import { parseJson } from '../published-schemas.ts';
import { librarySchemas } from './schemas.ts';

export interface LibraryApiOptions {
  ledger: Ledger;
  token: string;
  now: () => Date;
  faults: FaultContext;
}

/** The library's REST API, version 1; the schemas of its bodies are under /schemas. */
export function makeLibraryApi(options: LibraryApiOptions): Router {
  const { ledger } = options;
  const router = express.Router();
  const makeOperation = makeHttpOperation('library', options.faults);
  const operation = (name: string, handle: (request: Request) => Answer) =>
    makeOperation(name, (request) => refuse(request, options.token) ?? handle(request));
  router.use(express.text({ type: () => true, limit: '100kb' }));
  router.use(librarySchemas.serve());
  router.get(
    '/accounts/:cardNumber',
    operation('account', (request) => readAccount(String(request.params['cardNumber']), ledger)),
  );
  router.get(
    '/invoices/:invoiceNumber',
    operation('invoice', (request) => readInvoice(String(request.params['invoiceNumber']), ledger)),
  );
  router.post('/bookings', operation('book', makeBook(options)));
  router.get(
    '/bookings/:bookingId',
    operation('find', (request) => {
      const found = ledger.booking(String(request.params['bookingId']));
      return found ? { status: 200, body: found } : libraryProblem('unknown-booking');
    }),
  );
  router.get(
    '/status',
    operation('status', () => ({ status: 200, body: { status: 'ok', version: 1 } })),
  );
  return router;
}

function refuse(request: Request, token: string): Answer | undefined {
  return hasToken(request, token) ? undefined : libraryProblem('unauthorized');
}

function readAccount(cardNumber: string, ledger: Ledger): Answer {
  if (!hasValidCheckDigit(cardNumber)) return libraryProblem('invalid-card-number');
  const account = ledger.account(cardNumber);
  if (!account) return libraryProblem('unknown-account');
  ledger.noteReading(account);
  const { cardState, blockedForDunning } = account.seed;
  const items = account.items.filter(isOpen).map(shown);
  return { status: 200, body: { cardNumber, cardState, blockedForDunning, items } };
}

function readInvoice(invoiceNumber: string, ledger: Ledger): Answer {
  const account = ledger.invoice(invoiceNumber);
  if (!account) return libraryProblem('unknown-invoice');
  ledger.noteReading(account);
  const items = ofInvoice(account, invoiceNumber).filter(isOpen).map(shown);
  const { blockedForDunning } = account.seed;
  return { status: 200, body: { invoiceNumber, blockedForDunning, items } };
}

function ofInvoice(account: LedgerAccount, invoiceNumber: string): OpenItem[] {
  return account.items.filter((item) => item.invoiceNumber === invoiceNumber);
}

function isOpen(item: OpenItem): boolean {
  return !item.settled;
}

function shown({ settled: _settled, ...item }: OpenItem): Omit<OpenItem, 'settled'> {
  return item;
}

function makeBook(options: LibraryApiOptions): (request: Request) => Answer {
  const check = librarySchemas.makeCheck<BookingRequest>('booking-request');
  return (request) => {
    const checked = check(parseJson(request.body));
    return checked.ok
      ? book(checked.value, options.ledger, options.now())
      : libraryProblem('invalid-request', { detail: checked.problem });
  };
}
