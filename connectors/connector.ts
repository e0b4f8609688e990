/** What every connector to an outside system says of itself. */
export interface ConnectorCheck {
  readonly configured: boolean;
  readonly reachable: boolean;
  /** Seen, not supposed: false as well while nobody could be asked. */
  readonly credentialsAccepted: boolean;
  /** What is wrong; absent where nothing is. */
  readonly problem?: ConnectorProblem;
  /** One line for operators, without secrets. */
  readonly detail: string;
}

/**
 * - `not-configured`: there are no settings
 * - `unreachable`: nobody there, or nobody who can prove who they are; `code` says how it failed
 * - `error`: answers with an error, `code` is its status
 * - `not-understood`: answers what is not of the protocol
 * - `credentials`: refuses our credentials or rights
 * - `settings`: answers, but what our settings name is not there; `code` says what
 * - `unexpected`: the check itself failed
 */
export interface ConnectorProblem {
  readonly type:
    | 'not-configured'
    | 'unreachable'
    | 'error'
    | 'not-understood'
    | 'credentials'
    | 'settings'
    | 'unexpected';
  readonly code?: string;
}

/**
 * How a call failed, which decides what a worker does:
 * - `transient`: nothing is known to have happened, or it does not matter; try again later
 * - `in-doubt`: the outside may have acted (answer lost, time-out after sending)
 * - `rejected`: the outside said no for a reason of the matter (`reason` is its stable code)
 * - `garbage`: the answer does not fit the protocol
 * - `misconfigured`: wrong address, credentials or rights; an operator must act
 */
export type ConnectorErrorKind =
  'transient' | 'in-doubt' | 'rejected' | 'garbage' | 'misconfigured';

export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: ConnectorErrorKind,
    reason: string,
    message: string,
    options?: { retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ConnectorError';
    this.kind = kind;
    this.reason = reason;
    this.retryAfterMs = options?.retryAfterMs;
  }
}
