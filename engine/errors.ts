/** The closed list of what can go wrong at the engine's port; every adapter maps its own to these. */
export type EngineErrorCode =
  | 'not-found'
  | 'conflict'
  | 'refused-model'
  | 'invalid-argument'
  | 'unavailable'
  | 'timeout'
  | 'not-supported';

export class EngineError extends Error {
  readonly code: EngineErrorCode;
  /** Private: for logs and operators, never shown to citizens. */
  readonly detail: unknown;

  constructor(code: EngineErrorCode, message: string, detail?: unknown) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.detail = detail;
  }
}
