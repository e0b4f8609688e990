/**
 * How a call to an outside system failed, as connectors tell it (`ConnectorError`). Recognised by
 * its shape: the core knows no connector.
 */
export interface OutsideFailure extends Error {
  readonly kind: 'transient' | 'in-doubt' | 'rejected' | 'garbage' | 'misconfigured';
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

export function isOutsideFailure(error: unknown): error is OutsideFailure {
  return error instanceof Error && error.name === 'ConnectorError' && 'kind' in error;
}

/**
 * May the outside have acted although the call failed? An answer that cannot be read and an error
 * that nobody classified say as little as a lost one.
 */
export function mayHaveActed(error: unknown): boolean {
  if (!isOutsideFailure(error)) return true;
  return error.kind === 'in-doubt' || error.kind === 'garbage';
}
