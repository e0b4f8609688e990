import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { FaultOrder } from '../../support/demo-city.ts';

/** The failure of a call; a call that succeeds fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<ConnectorError> {
  try {
    await call;
  } catch (error) {
    expect(error).to.be.instanceOf(ConnectorError);
    return error as ConnectorError;
  }
  throw new Error('the call succeeded although it should have failed');
}

/** Short only where the time shall run out, so that a busy machine changes no result. */
export function timeoutMsUnder(mode: string): number {
  return ['slow', 'silent', 'drip'].includes(mode) ? 700 : 15_000;
}

export interface FaultCase {
  fault: FaultOrder;
  /** What a call that changes nothing must say. */
  reading: { kind: string; reason: string; retryAfterMs?: number };
  /** What a call that acts must say. */
  acting: { kind: string; reason: string; retryAfterMs?: number };
}

const same = (kind: string, reason: string, retryAfterMs?: number) => {
  const failure = { kind, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return { reading: failure, acting: failure };
};

const lost = (reason: string) => ({
  reading: { kind: 'transient', reason },
  acting: { kind: 'in-doubt', reason },
});

/** Every way in which an HTTP system can fail, and what each means. */
export const httpFaults: FaultCase[] = [
  { fault: { mode: 'slow', delayMs: 60_000 }, ...lost('timeout') },
  { fault: { mode: 'silent' }, ...lost('timeout') },
  { fault: { mode: 'drip' }, ...lost('timeout') },
  { fault: { mode: 'reset' }, ...lost('connection-lost') },
  { fault: { mode: '500' }, ...lost('http-500') },
  { fault: { mode: '502' }, ...lost('http-502') },
  { fault: { mode: '429', retryAfterSeconds: 7 }, ...same('transient', 'http-429', 7000) },
  { fault: { mode: '503', retryAfterSeconds: 3 }, ...same('transient', 'http-503', 3000) },
  { fault: { mode: 'garbage' }, ...same('garbage', 'protocol') },
  { fault: { mode: 'wrong-shape' }, ...same('garbage', 'protocol') },
  { fault: { mode: 'huge' }, ...same('garbage', 'answer-too-large') },
  { fault: { mode: '418' }, ...same('misconfigured', 'http-418') },
];

export function expectFailure(
  failure: ConnectorError,
  wanted: { kind: string; reason: string; retryAfterMs?: number },
): void {
  expect({ kind: failure.kind, reason: failure.reason }).to.deep.equal({
    kind: wanted.kind,
    reason: wanted.reason,
  });
  expect(failure.retryAfterMs).to.equal(wanted.retryAfterMs);
}
