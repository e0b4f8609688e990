import { EngineError } from '../../../engine/errors.ts';
import type { Answer } from '../../answer.ts';
import { redirect } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { HttpError } from '../../http-error.ts';

const KEY = /^[\w.:-]{1,80}$/;
const COMMAND_ID = /^\d{1,18}$/;
/** So that a step that fails by accident once more does not become an incident again at once. */
const FRESH_RETRIES = 3;

export async function retryIncident({ params, services }: Context): Promise<Answer> {
  const key = params['key'] ?? '';
  if (!KEY.test(key)) throw new HttpError('not-found', 'no such incident');
  try {
    await services.engine.incidents.resolve(key, { retries: FRESH_RETRIES });
  } catch (error) {
    throw toHttpError(error);
  }
  return redirect('/betrieb?hinweis=wiederholt');
}

export async function retryCommand({ params, services }: Context): Promise<Answer> {
  const id = params['id'] ?? '';
  if (!COMMAND_ID.test(id) || !(await services.commands.retryFailed(id))) {
    throw new HttpError('not-found', 'no such failed command');
  }
  return redirect('/betrieb?hinweis=wiederholt');
}

/** Resolved by somebody else meanwhile is not an error of this click, but nothing was done either. */
function toHttpError(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  if (error.code === 'not-found' || error.code === 'conflict') {
    return new HttpError('not-found', error.message, { cause: error });
  }
  return new HttpError('unavailable', error.message, { cause: error });
}
