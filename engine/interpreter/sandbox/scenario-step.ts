import { parseDuration } from '../../feel/index.ts';
import type { Variables } from '../command.ts';

/** Its variables win over those that were given to the run. */
export interface StartStep {
  readonly start: string;
  readonly variables?: Variables;
}

export interface FailStep {
  readonly fail: string;
  readonly error?: string;
  readonly message?: string;
  readonly variables?: Variables;
}

export interface MessageStep {
  readonly message: string;
  readonly correlationKey?: string | number;
  readonly messageId?: string;
  /** ISO 8601 duration; default PT1H, PT0S is not kept. */
  readonly timeToLive?: string;
  readonly variables?: Variables;
}

export interface SetStep {
  readonly set: Variables;
  readonly scope?: string;
}

export interface ResolveStep {
  readonly resolve: string;
  readonly variables?: Variables;
}

/** The steps of `npm run model --steps` and of the procedures' scenarios. */
export type ScenarioStep =
  | StartStep
  /** The oldest open job or task of that element, else of that job type. */
  | { readonly complete: string; readonly variables?: Variables }
  | FailStep
  | MessageStep
  | { readonly signal: string; readonly variables?: Variables }
  | { readonly advance: string }
  | SetStep
  | ResolveStep
  | { readonly cancel: true };

/** Answers what is wrong with a step's shape, or nothing. */
export function stepProblem(step: unknown): string | undefined {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return 'is no object';
  const kinds = Object.keys(step).filter((key) => KINDS.has(key));
  const verbs = kinds.filter((key) => !(key === 'message' && 'fail' in step));
  if (verbs.length !== 1) return `names ${verbs.length === 0 ? 'no' : 'more than one'} action`;
  const verb = verbs[0] as string;
  const value = (step as Record<string, unknown>)[verb];
  if (verb === 'cancel') return value === true ? undefined : 'cancel: is not true';
  if (verb === 'set') return isObject(value) ? undefined : 'set: is no object';
  if (typeof value !== 'string') return `${verb}: is no text`;
  return detailProblem(step as Record<string, unknown>);
}

function detailProblem(step: Record<string, unknown>): string | undefined {
  const { variables = {}, correlationKey = '', advance = 'PT0S', timeToLive = 'PT0S' } = step;
  if (!isObject(variables)) return 'variables: is no object';
  if (!['string', 'number'].includes(typeof correlationKey)) return 'correlationKey: is no text';
  for (const name of ['messageId', 'error', 'message', 'scope']) {
    if (!['string', 'undefined'].includes(typeof step[name])) return `${name}: is no text`;
  }
  if (!isDuration(advance)) return 'advance: is no duration by ISO 8601';
  return isDuration(timeToLive) ? undefined : 'timeToLive: is no duration by ISO 8601';
}

function isDuration(value: unknown): boolean {
  try {
    return parseDuration(value) !== '';
  } catch {
    return false;
  }
}

const KINDS = new Set([
  'start',
  'complete',
  'fail',
  'message',
  'signal',
  'advance',
  'set',
  'resolve',
  'cancel',
]);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
