import { AuthorizationResponseError, ResponseBodyError } from 'openid-client';
import { ConnectorError } from '../connector.ts';

/** What openid-client threw, as one of our kinds. Its messages may hold claims: they are not used. */
export function providerError(error: unknown): ConnectorError {
  const known = causes(error).find((one) => one instanceof ConnectorError);
  if (known instanceof ConnectorError) return known;
  if (error instanceof AuthorizationResponseError) return refusedByPerson(error.error);
  if (error instanceof ResponseBodyError) return refusedByProvider(error.error);
  if (isForeignNonce(error)) return invalid('the answer belongs to another sign-in');
  return new ConnectorError('garbage', 'protocol', `the answer of the provider: ${codeOf(error)}`, {
    cause: error,
  });
}

export function invalid(message: string): ConnectorError {
  return new ConnectorError('rejected', 'sign-in-invalid', message);
}

/** What the browser brought back (RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6). */
function refusedByPerson(code: string): ConnectorError {
  switch (code) {
    case 'access_denied':
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
    case 'account_selection_required':
      return new ConnectorError('rejected', 'sign-in-denied', 'the person did not sign in');
    case 'unmet_authentication_requirements':
      return new ConnectorError('rejected', 'level-too-low', 'the provider cannot prove so much');
    case 'server_error':
    case 'temporarily_unavailable':
      return new ConnectorError('transient', 'provider-unavailable', 'the provider is disturbed');
    default:
      return refusedRequest(code);
  }
}

/** What the token endpoint said (RFC 6749, section 5.2). */
function refusedByProvider(code: string): ConnectorError {
  switch (code) {
    case 'invalid_grant':
      return invalid('the code is used, expired or of another sign-in');
    case 'invalid_client':
    case 'unauthorized_client':
      return new ConnectorError('misconfigured', 'credentials', 'the provider refused the client');
    case 'server_error':
    case 'temporarily_unavailable':
      return new ConnectorError('transient', 'provider-unavailable', 'the provider is disturbed');
    default:
      return refusedRequest(code);
  }
}

function refusedRequest(code: string): ConnectorError {
  const name = /^[\w-]{1,60}$/.test(code) ? code : 'an unknown error';
  return new ConnectorError('misconfigured', 'request-refused', `the provider said ${name}`);
}

function isForeignNonce(error: unknown): boolean {
  return causes(error).some((one) => (one as { claim?: unknown } | undefined)?.claim === 'nonce');
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'unknown';
}

const MAX_DEPTH = 5;

function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  let at = error;
  while (at !== undefined && at !== null && found.length < MAX_DEPTH) {
    found.push(at);
    at = (at as { cause?: unknown }).cause;
  }
  return found;
}
