import { ConnectorError } from './connector.ts';

/** Codes of failures before anything was sent: the other side cannot have acted. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What `fetch` threw: time-out, connection lost, no connection, no trust. */
export function networkError(error: unknown, acts: boolean): ConnectorError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return lost('timeout', 'no answer in time', acts, error);
  }
  const code = causeCode(error);
  if (code && isDistrust(code)) {
    const message = `the certificate is not trusted (${code})`;
    return new ConnectorError('misconfigured', 'certificate', message, { cause: error });
  }
  if (code && notSent.has(code)) {
    return new ConnectorError('transient', 'unreachable', `not reachable (${code})`, {
      cause: error,
    });
  }
  return lost('connection-lost', `connection lost (${code ?? 'unknown'})`, acts, error);
}

/** The error that a status means by itself; undefined when the protocol has to say more. */
export function statusError(
  status: number,
  headers: Headers,
  acts: boolean,
): ConnectorError | undefined {
  if (status >= 300 && status < 400) {
    return new ConnectorError('misconfigured', 'redirected', `answered with redirect ${status}`);
  }
  // Both say that the request was not taken on (RFC 6585, section 4; RFC 9110, section 15.6.4).
  if (status === 429 || status === 503) {
    return new ConnectorError('transient', `http-${status}`, `answered with ${status}`, {
      ...retryAfter(headers),
    });
  }
  if (status === 408 || status >= 500) {
    return lost(`http-${status}`, `answered with ${status}`, acts);
  }
  return undefined;
}

function lost(reason: string, message: string, acts: boolean, cause?: unknown): ConnectorError {
  return new ConnectorError(acts ? 'in-doubt' : 'transient', reason, message, { cause });
}

/** Retry-After in seconds; a date is not used, since clocks differ. At most a day. */
function retryAfter(headers: Headers): { retryAfterMs?: number } {
  const value = headers.get('Retry-After') ?? '';
  if (!/^[0-9]{1,9}$/.test(value)) return {};
  return { retryAfterMs: Math.min(Number(value), 86_400) * 1000 };
}

function isDistrust(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code);
}

function causeCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined;
  const errors = cause instanceof AggregateError ? [...(cause.errors as unknown[])] : [cause];
  const code = (errors[0] as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
