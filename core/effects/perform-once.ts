import type { EffectIdentity, EffectRepository } from '../cases/repositories.ts';
import type { JsonValue } from '../json.ts';
import { requestHash } from './effect-key.ts';
import { mayHaveActed } from './outside-failure.ts';

/**
 * What is known about an effect of which we do not know whether it happened. `unknowable`: the
 * caller must go on with another attempt, under another key.
 */
export type Repetition<Result extends JsonValue> =
  Repeatable<Result> | { readonly type: 'unknowable' };

/** It comes to an end by being tried again. */
type Repeatable<Result extends JsonValue> =
  /** The outside can be asked by the effect's key; `undefined`: it did not happen. */
  | { readonly type: 'find'; readonly find: (key: string) => Promise<Result | undefined> }
  /** The outside recognises the key, or a second time does no harm. */
  | { readonly type: 'harmless' };

export interface OutsideEffect<Result extends JsonValue> {
  readonly identity: Omit<EffectIdentity, 'requestHash'>;
  /** What is asked of the outside, for the check that one key means one request. */
  readonly request: JsonValue;
  readonly act: (key: string) => Promise<Result>;
  readonly repetition: Repetition<Result>;
}

export interface DoneEffect<Result extends JsonValue> {
  readonly state: 'done';
  readonly result: Result;
  readonly key: string;
}

export type EffectOutcome<Result extends JsonValue> =
  DoneEffect<Result> | { readonly state: 'in-doubt'; readonly key: string };

/**
 * An outside effect, recorded before and after. A second run answers the stored result; one that
 * was begun but not finished is looked up, repeated or left in doubt, as `repetition` says. A
 * failure of the outside passes through; `in-doubt` is answered only for unknowable effects.
 */
export function performOnce<Result extends JsonValue>(
  effects: EffectRepository,
  wanted: OutsideEffect<Result> & { readonly repetition: Repeatable<Result> },
): Promise<DoneEffect<Result>>;
export function performOnce<Result extends JsonValue>(
  effects: EffectRepository,
  wanted: OutsideEffect<Result>,
): Promise<EffectOutcome<Result>>;
export async function performOnce<Result extends JsonValue>(
  effects: EffectRepository,
  wanted: OutsideEffect<Result>,
): Promise<EffectOutcome<Result>> {
  const { effect, fresh } = await effects.intend({
    ...wanted.identity,
    requestHash: requestHash(wanted.request),
  });
  const key = effect.key;
  if (effect.state === 'done') return { state: 'done', result: effect.result as Result, key };
  if (!fresh) {
    if (wanted.repetition.type === 'unknowable') {
      if (effect.state !== 'in-doubt') await effects.inDoubt(key, 'begun and not finished');
      return { state: 'in-doubt', key };
    }
    const found = wanted.repetition.type === 'find' ? await wanted.repetition.find(key) : undefined;
    if (found !== undefined) return finish(effects, key, found);
  }
  return act(effects, key, wanted, fresh);
}

async function act<Result extends JsonValue>(
  effects: EffectRepository,
  key: string,
  wanted: OutsideEffect<Result>,
  fresh: boolean,
): Promise<EffectOutcome<Result>> {
  let result: Result;
  try {
    result = await wanted.act(key);
  } catch (error) {
    if (!mayHaveActed(error)) {
      // An earlier try, of which nothing is known, is not made undone by this one's failure.
      if (fresh) await effects.withdraw(key);
      throw error;
    }
    await effects.inDoubt(key, error instanceof Error ? error.message : String(error));
    if (wanted.repetition.type === 'unknowable') return { state: 'in-doubt', key };
    throw error;
  }
  return finish(effects, key, result);
}

async function finish<Result extends JsonValue>(
  effects: EffectRepository,
  key: string,
  result: Result,
): Promise<EffectOutcome<Result>> {
  await effects.done(key, result);
  return { state: 'done', result, key };
}
