import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { makeOidc } from '../../../connectors/identity/oidc.ts';
import type { PendingSignIn } from '../../../connectors/identity/port.ts';
import { systemClock } from '../../../core/clock.ts';
import { failureOf } from './failures.ts';

const CLIENT = 'portal';
const RETURN = 'http://127.0.0.1:3999/anmelden/zurueck';

/** What the demo city's provider never does: tokens that are forged, late or meant for others. */
describe('id tokens that a provider should not have sent', () => {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  let server: Server;
  let issuer = '';
  let idToken = '';

  before(async () => {
    server = createServer((request, response) => {
      const answers: Record<string, object> = {
        '/.well-known/openid-configuration': {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          id_token_signing_alg_values_supported: ['ES256'],
        },
        '/jwks': { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig' }] },
        '/token': { access_token: 'x', token_type: 'bearer', id_token: idToken },
      };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function claims({ nonce }: PendingSignIn, more: object = {}): object {
    const now = Math.floor(Date.now() / 1000);
    return {
      iss: issuer,
      aud: CLIENT,
      sub: 'a',
      nonce,
      iat: now,
      exp: now + 60,
      acr: '3',
      ...more,
    };
  }

  async function finish(make: (pending: PendingSignIn) => string) {
    const settings = { issuer, clientId: CLIENT, clientSecret: 's', timeoutMs: 15_000 };
    const port = makeOidc({ ...settings, audience: 'person' }, systemClock);
    const { pending } = await port.begin({ returnUrl: RETURN, minimumLevel: 1, locale: 'de' });
    idToken = make(pending);
    return port.finish(`${RETURN}?code=c&state=${pending.state}`, pending);
  }

  it('one that is as it should be is taken, without a userinfo endpoint too', async () => {
    const signedIn = await finish((pending) => jwt(claims(pending), own.privateKey));
    expect(signedIn).to.deep.include({
      kind: 'person',
      person: { subject: 'a', level: 3, attributeLevels: {} },
    });
  });

  const wrong: [string, (pending: PendingSignIn) => string][] = [
    ['signed by somebody else', (pending) => jwt(claims(pending), other.privateKey)],
    ['changed after it was signed', (pending) => changed(jwt(claims(pending), own.privateKey))],
    ['not signed at all', (pending) => unsigned(claims(pending))],
    ['for another client', (pending) => jwt(claims(pending, { aud: 'x' }), own.privateKey)],
    ['of another issuer', (pending) => jwt(claims(pending, { iss: 'http://x' }), own.privateKey)],
    ['expired', (pending) => jwt(claims(pending, { exp: 1 }), own.privateKey)],
    ['no token', () => 'nonsense'],
  ];
  for (const [name, make] of wrong) {
    it(`is refused: ${name}`, async () => {
      const failure = await failureOf(finish(make));
      expect([failure.kind, failure.reason]).to.deep.equal(['garbage', 'protocol']);
      expect(failure.message).not.to.include('eyJ');
    });
  }

  it('is refused as of another sign-in: its nonce is not ours', async () => {
    const failure = await failureOf(
      finish((pending) => jwt(claims(pending, { nonce: 'theirs' }), own.privateKey)),
    );
    expect([failure.kind, failure.reason]).to.deep.equal(['rejected', 'sign-in-invalid']);
  });
});

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function jwt(claims: object, key: KeyObject): string {
  const text = `${part({ alg: 'ES256', kid: '1' })}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function unsigned(claims: object): string {
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

/** The person has become somebody else. */
function changed(token: string): string {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  return `${head}.${part({ ...claims, sub: 'b' })}.${signature}`;
}
