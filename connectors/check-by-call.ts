import { ConnectorError, type ConnectorCheck, type ConnectorProblem } from './connector.ts';

/** Makes a check out of a harmless call; it never throws. */
export async function checkByCall(
  name: string,
  call: () => Promise<unknown>,
): Promise<ConnectorCheck> {
  try {
    await call();
    return { configured: true, reachable: true, credentialsAccepted: true, detail: `${name}: ok` };
  } catch (error) {
    return toCheck(name, error);
  }
}

function toCheck(name: string, error: unknown): ConnectorCheck {
  const failure = error instanceof ConnectorError ? error : undefined;
  const problem: ConnectorProblem = failure ? problemOf(failure) : { type: 'unexpected' };
  const detail = failure ? `${failure.reason}, ${failure.message}` : 'unexpected error';
  return {
    configured: true,
    reachable: problem.type !== 'unreachable' && problem.type !== 'unexpected',
    credentialsAccepted: false,
    problem,
    detail: `${name}: ${detail}`,
  };
}

/** Settings can be wrong, and still somebody was there: but not behind these. */
const nobodyThere = new Set(['certificate', 'disk', 'smtp-tls', 'address']);
const refusesUs = new Set(['credentials', 'forbidden', 'permission']);

/** Failures that pass, of somebody who is there. */
const answered: Readonly<Record<string, ConnectorProblem['type']>> = {
  'token-garbage': 'not-understood',
  'provider-unavailable': 'error',
};

function problemOf({ kind, reason }: ConnectorError): ConnectorProblem {
  const status = /^(?:http|smtp)-([0-9]{3})$/.exec(reason)?.[1];
  if (status !== undefined) return { type: 'error', code: status };
  if (kind === 'garbage') return { type: 'not-understood' };
  const known = answered[reason];
  if (known !== undefined) return { type: known, code: reason };
  if (kind === 'rejected') return { type: 'error', code: reason };
  if (kind !== 'misconfigured' || nobodyThere.has(reason)) {
    return { type: 'unreachable', code: reason };
  }
  return refusesUs.has(reason) ? { type: 'credentials' } : { type: 'settings', code: reason };
}
