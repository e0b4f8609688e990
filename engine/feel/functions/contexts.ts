import { fail } from '../meter.ts';
import { typeOf } from '../values/feel-values.ts';
import type { FeelContext } from '../values/feel-values.ts';
import { entryOf } from '../values/properties.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

const FORBIDDEN = '__proto__';

function put(context: FeelContext, keys: unknown[], value: unknown): FeelContext | null {
  const [key, ...others] = keys;
  if (typeof key !== 'string' || key === FORBIDDEN) return null;
  if (others.length === 0) return { ...context, [key]: value };
  const inner = Object.hasOwn(context, key) ? context[key] : null;
  if (typeOf(inner) !== 'context') return null;
  const changed = put(inner as FeelContext, others, value);
  return changed === null ? null : { ...context, [key]: changed };
}

function merge(contexts: unknown[]): FeelContext | null {
  if (!contexts.every((each) => typeOf(each) === 'context')) return null;
  return Object.assign({}, ...(contexts as FeelContext[])) as FeelContext;
}

function fromEntries(entries: unknown[]): FeelContext | null {
  const result: FeelContext = {};
  for (const entry of entries) {
    if (typeOf(entry) !== 'context') return null;
    const { key, value } = entry as FeelContext;
    if (typeof key !== 'string' || key === FORBIDDEN || value === undefined) return null;
    if (Object.hasOwn(result, key)) return null;
    result[key] = value;
  }
  return result;
}

export const CONTEXT_FUNCTIONS: Record<string, Signature[]> = {
  'get value': [
    signature('m: context, key: string', ([context, key]) => entryOf(context, key)),
    signature('context: context, keys: list', ([context, keys]) =>
      (keys as unknown[]).reduce<unknown>(
        (value, key) =>
          typeOf(value) === 'context' && typeof key === 'string'
            ? (entryOf(value as FeelContext, key) ?? null)
            : null,
        context,
      ),
    ),
  ],
  'get entries': [
    signature('m: context', ([context]) =>
      Object.entries(context as FeelContext).map(([key, value]) => ({ key, value })),
    ),
  ],
  context: [signature('entries: list', ([entries]) => fromEntries(entries))],
  'context put': [
    signature('context: context, key: string, value: any', ([context, key, value]) =>
      put(context, [key], value),
    ),
    signature('context: context, keys: list, value: any', ([context, keys, value]) =>
      keys.length === 0 ? null : put(context, keys, value),
    ),
  ],
  'context merge': [signature('contexts: list', ([contexts]) => merge(contexts))],
  not: [signature('negand: any', ([value]) => (typeof value === 'boolean' ? !value : null))],
  'is defined': [signature('value: any', ([value]) => value !== null)],
  get_or_else: [signature('value: any, default: any', ([value, fallback]) => value ?? fallback)],
  assert: [
    signature('value: any, condition: any, cause: string?', ([value, condition, cause], runtime) =>
      condition === true
        ? value
        : fail(
            runtime,
            `assert: ${cause ?? 'condition not fulfilled'}`,
            (cause as string | null) ?? 'Bedingung nicht erfüllt',
          ),
    ),
  ],
};
