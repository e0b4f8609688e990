import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { PaymentPort } from '../../../connectors/payment/port.ts';
import { makeXBezahldienste } from '../../../connectors/payment/xbezahldienste.ts';
import { systemClock } from '../../../core/clock.ts';
import { expectFailure, failureOf } from './failures.ts';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

const request = {
  requestId: 'request-1',
  requestedAtMs: Date.parse('2026-11-02T09:00:00Z'),
  purpose: 'BIB-2026-1',
  description: 'Gebühr',
  returnUrl: 'http://127.0.0.1:3000/',
  items: [{ id: '1', reference: 'P', description: 'P', amountCents: 350, bookingData: {} }],
};

function transaction(information: object = {}, echoed: object = {}): object {
  return {
    paymentInformation: {
      transactionId: 'transaction-1',
      transactionUrl: 'http://127.0.0.1/t/1',
      transactionRedirectUrl: 'http://127.0.0.1/pay/1',
      transactionReference: 'KZ1',
      transactionTimestamp: '2026-11-02T09:00:00Z',
      status: 'INITIAL',
      ...information,
    },
    paymentRequest: { requestId: 'request-1', currency: 'EUR', grosAmount: 3.5, ...echoed },
  };
}

/** A service that answers what the test wants, as no honest one would. */
describe('answers of a payment service that cannot be right', () => {
  let server: Server;
  let payment: PaymentPort;
  let answer: Answer;
  let seen: IncomingMessage[];

  before(async () => {
    server = createServer((incoming, response) => {
      seen.push(incoming);
      response.writeHead(answer.status ?? 200, answer.headers).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    payment = makeXBezahldienste(
      {
        url,
        originatorId: 'o',
        endpointId: 'e',
        authentication: { type: 'basic', user: 'u', password: 'p' },
        timeoutMs: 15_000,
      },
      systemClock,
    );
  });
  beforeEach(() => (seen = []));
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('would take an honest one', async () => {
    answer = { body: transaction() };
    expect(await payment.create(request)).to.deep.equal({
      requestId: 'request-1',
      transactionId: 'transaction-1',
      status: 'open',
      amountCents: 350,
      redirectUrl: 'http://127.0.0.1/pay/1',
      reference: 'KZ1',
    });
  });

  for (const [what, body] of [
    ['a status that the standard does not know', transaction({ status: 'BOOKED' })],
    ['no status', transaction({ status: undefined })],
    ['an answer to another request', transaction({}, { requestId: 'request-2' })],
    ['another amount', transaction({}, { grosAmount: 0.01 })],
    ['half a cent', transaction({}, { grosAmount: 3.505 })],
    ['a negative amount', transaction({}, { grosAmount: -3.5 })],
    ['another currency', transaction({}, { currency: 'USD' })],
    ['an open payment without a page', transaction({ transactionRedirectUrl: undefined })],
    ['a page that is a script', transaction({ transactionRedirectUrl: 'javascript:alert(1)' })],
    ['an id that is a path', transaction({ transactionId: '../../status' })],
    ['half of the transaction', { paymentInformation: {} }],
    ['a list', []],
    ['null', null],
  ] as [string, unknown][]) {
    it(`takes ${what} for garbage`, async () => {
      answer = { body };
      expectFailure(await failureOf(payment.create(request)), {
        kind: 'garbage',
        reason: 'protocol',
      });
    });
  }

  it('takes the state of another transaction for garbage', async () => {
    answer = { body: transaction({ transactionId: 'transaction-2', status: 'PAYED' }) };
    expect((await failureOf(payment.read('transaction-1'))).kind).to.equal('garbage');
  });

  it('does not hand out a payment page that is no longer open', async () => {
    answer = { body: transaction({ status: 'PAYED', paymentMethod: 'GIROPAY' }) };
    const read = await payment.read('transaction-1');
    expect(read).to.include({ status: 'paid', method: 'GIROPAY' });
    expect(read).to.not.have.property('redirectUrl');
  });

  it('does not follow a redirect with its credentials', async () => {
    answer = { status: 302, headers: { Location: '/elsewhere' } };
    expectFailure(await failureOf(payment.read('transaction-1')), {
      kind: 'misconfigured',
      reason: 'redirected',
    });
    expect(seen).to.have.length(1);
  });

  for (const [functionalCode, status, kind, reason] of [
    ['NO_VALID_ORIGINATOR_OR_DESTINATION', 404, 'misconfigured', 'unknown-account'],
    ['NO_VALID_ORIGINATOR_OR_ENDPOINT', 400, 'misconfigured', 'unknown-account'],
    ['FORBIDDEN', 403, 'misconfigured', 'forbidden'],
    ['CALCULATION_ERROR', 422, 'rejected', 'calculation-error'],
    ['PAYMENT_EXISTS', 400, 'rejected', 'payment-exists'],
    ['UNSPECIFIED', 400, 'rejected', 'unspecified'],
  ] as const) {
    it(`goes by the code ${functionalCode}, whatever the status (${status})`, async () => {
      answer = { status, body: { type: 'about:blank', status, title: 'x', functionalCode } };
      expectFailure(await failureOf(payment.create(request)), { kind, reason });
    });
  }

  it('tells an unknown transaction from an unknown account', async () => {
    answer = { status: 404, body: { functionalCode: 'NO_VALID_ORIGINATOR_OR_ENDPOINT' } };
    expect((await failureOf(payment.read('t'))).reason).to.equal('unknown-account');
    answer = { status: 404, body: { functionalCode: 'UNSPECIFIED' } };
    expect((await failureOf(payment.read('t'))).reason).to.equal('not-found');
  });

  it('leaves out booking data that is empty, and sends amounts as the standard has them', async () => {
    answer = { body: transaction() };
    await payment.create(request);
    expect(seen[0]?.headers.authorization).to.equal(`Basic ${btoa('u:p')}`);
    expect(seen[0]?.url).to.equal('/paymenttransaction/o/e');
  });
});
