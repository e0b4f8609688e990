import * as openid from 'openid-client';
import type { Clock } from '../../core/clock.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import { toPerson, toStaff } from './claims.ts';
import { acrValues } from './levels.ts';
import type { IdentityPort, PendingSignIn, SignedIn, SignInRequest } from './port.ts';
import { keepProvider } from './provider.ts';
import type { OidcSettings } from './provider.ts';
import { invalid, providerError } from './provider-errors.ts';

const SCOPE = 'openid profile email address';

/**
 * Sign-in by OpenID Connect at a broker (authorization code with PKCE, state and nonce). Nothing
 * acts outside: whatever failed, the person begins a new sign-in.
 */
export function makeOidc(settings: OidcSettings, clock: Clock): IdentityPort {
  const provider = keepProvider(settings, clock);
  return {
    check: () => checkByCall('identity provider', () => probe(provider.now)),
    begin: (request) => classified(async () => begin(await provider.kept(), request)),
    finish: (callbackUrl, pending) =>
      classified(async () => {
        const config = await provider.kept();
        const { claims, idToken } = await redeem(config, callbackUrl, pending);
        return identify(settings.audience, claims, idToken, pending);
      }),
    endSessionUrl: (idToken, returnUrl) =>
      classified(async () => endSessionUrl(await provider.kept(), idToken, returnUrl)),
  };
}

async function classified<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw providerError(error);
  }
}

async function begin(config: openid.Configuration, request: SignInRequest) {
  const { returnUrl, minimumLevel, locale } = request;
  const pending: PendingSignIn = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    codeVerifier: openid.randomPKCECodeVerifier(),
    returnUrl,
    minimumLevel,
  };
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: returnUrl,
    scope: SCOPE,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    acr_values: acrValues(minimumLevel),
    ui_locales: locale,
  });
  return { redirectUrl: url.href, pending };
}

async function redeem(config: openid.Configuration, callbackUrl: string, pending: PendingSignIn) {
  const url = checkedCallback(config, callbackUrl, pending);
  const tokens = await openid.authorizationCodeGrant(config, url, {
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    pkceCodeVerifier: pending.codeVerifier,
    idTokenExpected: true,
  });
  const idClaims = tokens.claims();
  if (idClaims === undefined || tokens.id_token === undefined) {
    throw new ConnectorError('garbage', 'protocol', 'the provider sent no id token');
  }
  const userInfo = config.serverMetadata().userinfo_endpoint
    ? await openid.fetchUserInfo(config, tokens.access_token, idClaims.sub)
    : {};
  // What is signed goes before what is only sent.
  return { claims: { ...userInfo, ...idClaims }, idToken: tokens.id_token };
}

/** Everything in the address comes from the browser: whoever wrote it, what does not fit is refused. */
function checkedCallback(
  config: openid.Configuration,
  callbackUrl: string,
  pending: PendingSignIn,
): URL {
  const url = new URL(pending.returnUrl);
  url.search = URL.canParse(callbackUrl) ? new URL(callbackUrl).search : '';
  const names = [...url.searchParams.keys()];
  if (new Set(names).size !== names.length) throw invalid('a parameter stands there twice');
  const { state, iss, code, error } = Object.fromEntries(url.searchParams);
  if (state !== pending.state) throw invalid('the answer belongs to another sign-in');
  // RFC 9207: an answer of another provider.
  if (iss !== undefined && iss !== config.serverMetadata().issuer) throw invalid('another issuer');
  if (!code && !error) throw invalid('neither code nor error');
  return url;
}

function identify(
  audience: OidcSettings['audience'],
  claims: object,
  idToken: string,
  { minimumLevel }: PendingSignIn,
): SignedIn {
  if (audience === 'staff') return { kind: 'staff', staff: toStaff(claims), idToken };
  const person = toPerson(claims);
  if (person.level < minimumLevel) {
    const message = `level ${person.level} instead of ${minimumLevel}`;
    throw new ConnectorError('rejected', 'level-too-low', message);
  }
  return { kind: 'person', person, idToken };
}

async function endSessionUrl(
  config: openid.Configuration,
  idToken: string,
  returnUrl: string,
): Promise<string | undefined> {
  if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: returnUrl };
  return openid.buildEndSessionUrl(config, parameters).href;
}

/** A code that nobody was given: the answer `invalid_grant` means that the client is known. */
async function probe(discover: () => Promise<openid.Configuration>): Promise<void> {
  await classified(async () => {
    const config = await discover();
    const parameters = {
      code: 'probe',
      redirect_uri: 'https://probe.invalid/',
      code_verifier: openid.randomPKCECodeVerifier(),
    };
    try {
      await openid.genericGrantRequest(config, 'authorization_code', parameters);
    } catch (error) {
      if (error instanceof openid.ResponseBodyError && error.error === 'invalid_grant') return;
      throw error;
    }
  });
}
