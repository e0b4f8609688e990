import type { CustomFetch } from 'openid-client';
import { ConnectorError } from '../connector.ts';
import { httpCall } from '../http-call.ts';

/**
 * How openid-client reaches the provider: one call, bounded in time and size, no redirects, its
 * failures classified like everybody's. A lost answer is never in doubt: the person signs in again.
 */
export function providerCall(timeoutMs: number): CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await httpCall({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      ...(body === undefined || body === null ? {} : { body: String(body as URLSearchParams) }),
      timeoutMs,
      acts: false,
    });
    if (answer.status >= 400 && !namesError(answer.json)) {
      const message = `answered with ${answer.status} and no error of OAuth 2.0`;
      throw new ConnectorError('misconfigured', `http-${answer.status}`, message);
    }
    if (typeof answer.json !== 'object' || answer.json === null) {
      throw new ConnectorError('garbage', 'protocol', 'the identity provider sent no JSON');
    }
    return new Response(JSON.stringify(answer.json), {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  };
}

/** RFC 6749, section 5.2. */
function namesError(json: unknown): boolean {
  return typeof (json as { error?: unknown } | null | undefined)?.error === 'string';
}
