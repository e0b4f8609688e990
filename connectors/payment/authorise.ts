import type { Clock } from '../../core/clock.ts';
import { ConnectorError } from '../connector.ts';
import { httpCall, type HttpAnswer, type HttpCall } from '../http-call.ts';
import { makeTokenSource, type ClientCredentials } from './access-token.ts';

/** OAuth 2.0 as at pmPayment and GiroCheckout, or HTTP Basic as at ePay21. */
export type PaymentAuthentication =
  | ({ readonly type: 'oauth2' } & ClientCredentials)
  | { readonly type: 'basic'; readonly user: string; readonly password: string };

/** Makes calls with credentials; 401 is thrown as `misconfigured`. */
export function makeAuthorisedCall(
  authentication: PaymentAuthentication,
  clock: Clock,
  timeoutMs: number,
): (call: HttpCall) => Promise<HttpAnswer> {
  if (authentication.type === 'basic') {
    const { user, password } = authentication;
    const value = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    return async (call) => letIn(await httpCall(withHeader(call, value)));
  }
  const source = makeTokenSource(authentication, clock, timeoutMs);
  return async (call) => {
    const token = await source.token();
    const answer = await httpCall(withHeader(call, `Bearer ${token}`));
    if (answer.status !== 401) return answer;
    // A service that restarted knows no token any more. It refused before acting, so that this
    // one repetition with a new token is safe.
    source.forget(token);
    return letIn(await httpCall(withHeader(call, `Bearer ${await source.token()}`)));
  };
}

function withHeader(call: HttpCall, value: string): HttpCall {
  return { ...call, headers: { ...call.headers, Authorization: value } };
}

function letIn(answer: HttpAnswer): HttpAnswer {
  if (answer.status !== 401) return answer;
  throw new ConnectorError('misconfigured', 'credentials', 'the service refused the credentials');
}
