import type { Clock } from '../../core/clock.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import type { HttpAnswer } from '../http-call.ts';
import { makeAuthorisedCall, type PaymentAuthentication } from './authorise.ts';
import { checkRequest } from './check-request.ts';
import type { PaymentPort, PaymentRequest, PaymentTransaction } from './port.ts';
import { garbage, problemSchema, toRequestBody, toTransaction } from './xbezahldienste-messages.ts';

export interface XBezahldiensteSettings {
  /** Base address; `/paymenttransaction` and `/status` are below it. */
  readonly url: string;
  readonly originatorId: string;
  readonly endpointId: string;
  readonly authentication: PaymentAuthentication;
  readonly timeoutMs: number;
}

/**
 * Payments by XBezahldienste 1.0.0. The standard knows neither a callback nor a look-up by
 * `requestId`: state is asked for (`read`), and an attempt whose answer was lost stays `in-doubt`,
 * after which the caller makes another with a new `requestId`. Nothing is repeated here.
 */
export function makeXBezahldienste(settings: XBezahldiensteSettings, clock: Clock): PaymentPort {
  const { timeoutMs } = settings;
  const account = `${settings.originatorId}/${settings.endpointId}`;
  const authorisedCall = makeAuthorisedCall(settings.authentication, clock, timeoutMs);
  const get = (path: string): Promise<HttpAnswer> =>
    authorisedCall({
      method: 'GET',
      url: `${settings.url}${path}`,
      headers: { Accept: 'application/json' },
      timeoutMs,
      acts: false,
    });
  const post = (path: string, body: object): Promise<HttpAnswer> =>
    authorisedCall({
      method: 'POST',
      url: `${settings.url}${path}`,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs,
      acts: true,
    });
  return {
    check: () =>
      checkByCall('payment service', async () => accepted(await get(`/status/${account}`))),
    async create(request) {
      checkRequest(request);
      const answer = await post(`/paymenttransaction/${account}`, toRequestBody(request));
      return matching(toTransaction(accepted(answer)), request);
    },
    async read(transactionId) {
      const id = encodeURIComponent(transactionId);
      const answer = await get(`/paymenttransaction/${account}/${id}`);
      if (answer.status === 404 && isUnknown(answer)) {
        throw new ConnectorError('rejected', 'not-found', 'the service knows no such transaction');
      }
      const transaction = toTransaction(accepted(answer));
      if (transaction.transactionId !== transactionId) throw garbage('another transaction');
      return transaction;
    },
  };
}

/** An answer for another request, or over another amount, is none. */
function matching(made: PaymentTransaction, request: PaymentRequest): PaymentTransaction {
  const wantedCents = request.items.reduce((sum, item) => sum + item.amountCents, 0);
  if (made.requestId !== request.requestId) throw garbage('answer to another request');
  if (made.amountCents !== wantedCents) throw garbage('another amount than requested');
  return made;
}

function isUnknown({ json }: HttpAnswer): boolean {
  const problem = problemSchema.safeParse(json);
  return !problem.success || !isAboutAccount(problem.data.functionalCode);
}

/** The older code is still in use at some services. */
function isAboutAccount(functionalCode: string): boolean {
  return /^NO_VALID_ORIGINATOR_OR_(ENDPOINT|DESTINATION)$/.test(functionalCode);
}

/** The body of a good answer. Services differ in the status of a problem; its code decides. */
function accepted(answer: HttpAnswer): unknown {
  if (answer.status < 400) return answer.json;
  const problem = problemSchema.safeParse(answer.json);
  if (!problem.success) throw withoutProblem(answer.status);
  const { functionalCode, detail, title } = problem.data;
  const message = `${functionalCode}: ${detail ?? title ?? 'no detail'}`;
  if (isAboutAccount(functionalCode)) {
    throw new ConnectorError('misconfigured', 'unknown-account', message);
  }
  if (functionalCode === 'FORBIDDEN') {
    throw new ConnectorError('misconfigured', 'forbidden', message);
  }
  const reason = functionalCode.toLowerCase().replaceAll('_', '-');
  throw new ConnectorError('rejected', reason, message);
}

function withoutProblem(status: number): ConnectorError {
  const message = `answered with ${status} and no problem of the standard`;
  // 404 and its like without a word of the standard: that is not the service, the address is wrong.
  const reason = status === 403 ? 'forbidden' : `http-${status}`;
  return new ConnectorError('misconfigured', reason, message);
}
