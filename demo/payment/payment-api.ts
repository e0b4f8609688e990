import express, { type Request, type Router } from 'express';
import type { Answer, FaultContext } from '../faults/http-operation.ts';
import { makeHttpOperation } from '../faults/http-operation.ts';
import type { Access } from './access.ts';
import { isConsistent } from './calculation.ts';
import { problem } from './problem.ts';
import { paymentRequestSchema, type PaymentRequest } from './schemas.ts';
import type { Transactions } from './transactions.ts';

export interface PaymentApiOptions {
  access: Access;
  transactions: Transactions;
  originatorId: string;
  endPointId: string;
  /** Some providers refuse items without booking data (BOOKING_DATA_MISSING). */
  requireBookingData: boolean;
  faults: FaultContext;
}

/** The three calls of XBezahldienste 1.0.0 and the token endpoint, relative to the base URL. */
export function makePaymentApi(options: PaymentApiOptions): Router {
  const router = express.Router();
  const operation = makeHttpOperation('payment', options.faults);
  const guarded = (handle: (request: Request) => Answer) => (request: Request) =>
    options.access.refuse(request) ?? refuseAccount(request, options) ?? handle(request);
  router.use(express.text({ type: () => true, limit: '1mb' }), parseBody);
  router.post('/auth/token', operation('token', options.access.issueToken));
  router.post(
    '/paymenttransaction/:originatorId/:endPointId',
    operation(
      'create',
      guarded((request) => create(request, options)),
    ),
  );
  router.get(
    '/paymenttransaction/:originatorId/:endPointId/:transactionId',
    operation(
      'read',
      guarded((request) => read(request, options)),
    ),
  );
  router.get(
    '/status/:originatorId/:endPointId',
    operation(
      'status',
      guarded(() => ({ status: 200, body: { status: 'OK' } })),
    ),
  );
  return router;
}

/** Bodies are parsed here, so that broken JSON becomes a problem with a functional code. */
const parseBody: express.RequestHandler = (request, _response, next) => {
  const text = typeof request.body === 'string' ? request.body : '';
  const isForm = request.is('application/x-www-form-urlencoded');
  request.body = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJson(text);
  next();
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseAccount(request: Request, options: PaymentApiOptions): Answer | undefined {
  const { originatorId, endPointId } = request.params;
  if (originatorId === options.originatorId && endPointId === options.endPointId) return undefined;
  const detail = `Unbekannt: ${originatorId}/${endPointId}.`;
  return problem(403, 'NO_VALID_ORIGINATOR_OR_ENDPOINT', detail);
}

function create(request: Request, options: PaymentApiOptions): Answer {
  const parsed = paymentRequestSchema.safeParse(request.body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const detail = `${issue?.path.join('.') || 'Rumpf'}: ${issue?.message}`;
    return problem(400, 'VALIDATION_ERROR', detail);
  }
  return refuseRequest(parsed.data, options) ?? accept(parsed.data, options);
}

function refuseRequest(request: PaymentRequest, options: PaymentApiOptions): Answer | undefined {
  if (options.transactions.hasRequest(request.requestId)) {
    return problem(409, 'PAYMENT_EXISTS', `requestId ${request.requestId} ist schon verwendet.`);
  }
  if (!isConsistent(request)) {
    return problem(400, 'CALCULATION_ERROR', 'grosAmount und Positionen ergeben nicht dasselbe.');
  }
  const lacksData = request.items.some((item) => Object.keys(item.bookingData ?? {}).length === 0);
  if (options.requireBookingData && lacksData) {
    return problem(400, 'BOOKING_DATA_MISSING', 'Jede Position braucht bookingData.');
  }
  return undefined;
}

function accept(request: PaymentRequest, options: PaymentApiOptions): Answer {
  const account = `${options.originatorId}/${options.endPointId}`;
  return { status: 200, body: options.transactions.create(request, account) };
}

function read(request: Request, options: PaymentApiOptions): Answer {
  const found = options.transactions.find(String(request.params['transactionId']));
  return found
    ? { status: 200, body: found }
    : problem(404, 'UNSPECIFIED', 'Diese Transaktion gibt es nicht.');
}
