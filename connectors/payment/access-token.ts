import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import { ConnectorError } from '../connector.ts';
import { httpCall } from '../http-call.ts';

export interface ClientCredentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

export interface TokenSource {
  /** A token that still holds; callers at the same time share one request. */
  token(): Promise<string>;
  /** The service refused this token: the next call asks for another. */
  forget(token: string): void;
}

const refusalSchema = z.object({ error: z.enum(['invalid_client', 'unauthorized_client']) });
const answerSchema = z.object({
  access_token: z.string().min(1).max(8192),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive().optional(),
});

/** Renewed this long before the end, so that a token does not expire on its way. */
const marginMs = 30_000;
/** RFC 6749, section 5.1, leaves the lifetime open; then we assume this one. */
const assumedLifetimeSeconds = 60;

/** OAuth 2.0 client credentials (RFC 6749, section 4.4) with a cache. */
export function makeTokenSource(
  credentials: ClientCredentials,
  clock: Clock,
  timeoutMs: number,
): TokenSource {
  let kept: { token: string; untilMs: number } | undefined;
  let running: Promise<string> | undefined;
  const fetchToken = async (): Promise<string> => {
    const answer = await requestToken(credentials, timeoutMs);
    const lifetimeMs = (answer.expires_in ?? assumedLifetimeSeconds) * 1000;
    kept = {
      token: answer.access_token,
      untilMs: clock.now() + Math.max(lifetimeMs - marginMs, lifetimeMs / 2),
    };
    return kept.token;
  };
  return {
    token() {
      if (kept && clock.now() < kept.untilMs) return Promise.resolve(kept.token);
      running ??= fetchToken().finally(() => (running = undefined));
      return running;
    },
    forget(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}

async function requestToken(
  credentials: ClientCredentials,
  timeoutMs: number,
): Promise<z.infer<typeof answerSchema>> {
  const { status, json } = await httpCall({
    method: 'POST',
    url: credentials.tokenUrl,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      ...(credentials.scope ? { scope: credentials.scope } : {}),
    }).toString(),
    timeoutMs,
    acts: false,
  });
  if (status >= 400) {
    const reason = refusesClient(status, json) ? 'credentials' : `http-${status}`;
    throw new ConnectorError('misconfigured', reason, `token refused with ${status}`);
  }
  const parsed = answerSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  // Nothing has happened yet: an unreadable token answer must not look like an unreadable effect.
  throw new ConnectorError('transient', 'token-garbage', 'the token answer does not fit OAuth 2.0');
}

/** RFC 6749, section 5.2: with 401, or with 400 and a word of its own. Else it is no token service. */
function refusesClient(status: number, json: unknown): boolean {
  return status === 401 || status === 403 || refusalSchema.safeParse(json).success;
}
