import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { Answer } from '../faults/http-operation.ts';
import { problem } from './problem.ts';

export interface PaymentCredentials {
  clientId: string;
  clientSecret: string;
}

export interface Access {
  /** OAuth 2.0 (RFC 6749), section 4.4: client credentials; by HTTP Basic or in the body. */
  issueToken(request: Request): Answer;
  /** Undefined when the caller may come in: by bearer token, or by HTTP Basic as at ePay21. */
  refuse(request: Request): Answer | undefined;
}

const lifetimeSeconds = 300;

export function makeAccess(credentials: PaymentCredentials, now: () => Date): Access {
  const expiryByToken = new Map<string, number>();
  const isKnown = (given?: PaymentCredentials): boolean =>
    given !== undefined &&
    same(given.clientId, credentials.clientId) &&
    same(given.clientSecret, credentials.clientSecret);
  const isValid = (token?: string): boolean =>
    token !== undefined && (expiryByToken.get(token) ?? 0) > now().getTime();
  return {
    issueToken(request) {
      const body = (request.body ?? {}) as Record<string, string>;
      if (body['grant_type'] !== 'client_credentials') return oauthError('unsupported_grant_type');
      if (!isKnown(basic(request) ?? fromBody(body))) return oauthError('invalid_client');
      const token = randomBytes(24).toString('base64url');
      expiryByToken.set(token, now().getTime() + lifetimeSeconds * 1000);
      return tokenAnswer(token);
    },
    refuse(request) {
      const allowed = isValid(bearer(request)) || isKnown(basic(request));
      return allowed
        ? undefined
        : problem(401, 'FORBIDDEN', 'Anmeldung fehlt oder ist abgelaufen.');
    },
  };
}

function tokenAnswer(token: string): Answer {
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds, scope: 'post' },
  };
}

function oauthError(error: 'invalid_client' | 'unsupported_grant_type'): Answer {
  return { status: error === 'invalid_client' ? 401 : 400, body: { error } };
}

function fromBody(body: Record<string, string>): PaymentCredentials {
  return { clientId: `${body['client_id']}`, clientSecret: `${body['client_secret']}` };
}

function bearer(request: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
}

function basic(request: Request): PaymentCredentials | undefined {
  const encoded = /^Basic (\S+)$/i.exec(request.get('Authorization') ?? '')?.[1];
  if (!encoded) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
