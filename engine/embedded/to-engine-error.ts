import { isDatabaseAway } from '../../core/database-away.ts';
import { EngineError } from '../errors.ts';
import { CommandRejected } from '../interpreter/index.ts';

/** Anything that went wrong, as an error of the port. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof CommandRejected) return new EngineError(error.code, error.message);
  const message = error instanceof Error ? error.message : String(error);
  return isDatabaseAway(error)
    ? new EngineError('unavailable', 'the database of the engine does not answer', message)
    : new EngineError('invalid-argument', message, error);
}

/** Deadlock or serialization failure: nothing was written, the same again may succeed. */
export function isContention(error: unknown): boolean {
  return error instanceof Error && /^40/.test((error as NodeJS.ErrnoException).code ?? '');
}
