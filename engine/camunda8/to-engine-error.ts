import { EngineError } from '../errors.ts';
import type { EngineErrorCode } from '../errors.ts';

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html, as Zeebe's gateway uses them. */
const OF_GRPC: Readonly<Record<number, EngineErrorCode>> = {
  1: 'unavailable',
  3: 'invalid-argument',
  4: 'timeout',
  5: 'not-found',
  6: 'conflict',
  7: 'unavailable',
  8: 'unavailable',
  9: 'conflict',
  11: 'invalid-argument',
  12: 'not-supported',
  13: 'unavailable',
  14: 'unavailable',
  16: 'unavailable',
};

const OF_HTTP: Readonly<Record<number, EngineErrorCode>> = {
  400: 'invalid-argument',
  401: 'unavailable',
  403: 'unavailable',
  404: 'not-found',
  409: 'conflict',
  429: 'unavailable',
  501: 'not-supported',
  504: 'timeout',
};

/** Back-pressure, or a command that was refused before it was written: to be asked again at once. */
export function isPushedBack(error: unknown): boolean {
  const { code, statusCode } = asFailure(error);
  return code === RESOURCE_EXHAUSTED || statusCode === 429 || statusCode === 503;
}

const RESOURCE_EXHAUSTED = 8;

export function toEngineError(error: unknown, doing: string): EngineError {
  if (error instanceof EngineError) return error;
  const { code, statusCode, details, message } = asFailure(error);
  const known =
    (code === undefined ? undefined : OF_GRPC[code]) ??
    (statusCode === undefined ? undefined : OF_HTTP[statusCode]);
  return new EngineError(known ?? 'unavailable', `${doing}: ${details ?? message}`, error);
}

interface Failure {
  readonly code?: number;
  readonly statusCode?: number;
  readonly details?: string;
  readonly message: string;
}

/** The clients throw errors of gRPC (`code`, `details`) and of HTTP (`statusCode`, or in `response`). */
function asFailure(error: unknown): Failure {
  const failure = (typeof error === 'object' && error !== null ? error : {}) as Partial<Failure> & {
    readonly response?: { readonly statusCode?: number };
  };
  const statusCode = failure.statusCode ?? failure.response?.statusCode;
  return {
    ...(typeof failure.code === 'number' ? { code: failure.code } : {}),
    ...(typeof statusCode === 'number' ? { statusCode } : {}),
    ...(failure.details === undefined ? {} : { details: failure.details }),
    message: error instanceof Error ? error.message : String(error),
  };
}
