import { ConnectorError } from './connector.ts';

/** What the call gives; `undefined` instead of a refusal for one of these reasons. */
export async function unlessRejected<T>(
  call: Promise<T>,
  ...reasons: readonly string[]
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const isRejected = error instanceof ConnectorError && error.kind === 'rejected';
    if (isRejected && reasons.includes(error.reason)) return undefined;
    throw error;
  }
}
