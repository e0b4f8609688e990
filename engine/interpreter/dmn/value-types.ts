import { compileUnaryTests, feelTypeOf, readTemporal } from '../../feel/index.ts';
import type { CompiledUnaryTests, FeelEnvironment, Names } from '../../feel/index.ts';
import { SIMPLE_TYPES, TYPE_ALIASES } from '../../model/dmn/built-in-types.ts';
import type { ItemType, TypeRef } from '../../model/dmn/decision-model.ts';

/** A type of the model, resolved on demand since types may refer to each other. */
export interface ValueType {
  readonly kind: 'any' | 'simple' | 'list' | 'context' | 'function';
  /** Of a simple type: FEEL's name. */
  readonly name: string;
  readonly item?: () => ValueType;
  readonly components?: ReadonlyMap<string, () => ValueType>;
  readonly allowed?: CompiledUnaryTests;
}

export type ResolveType = (ref: TypeRef) => ValueType;

const ANY: ValueType = { kind: 'any', name: 'Any' };

function builtIn(ref: TypeRef): ValueType {
  const name = TYPE_ALIASES.get(ref) ?? ref;
  if (SIMPLE_TYPES.has(name)) return { kind: 'simple', name };
  if (name === 'list') return { kind: 'list', name, item: () => ANY };
  if (name === 'context') return { kind: 'context', name, components: new Map() };
  return ANY;
}

function resolveItem(item: ItemType, resolve: ResolveType): ValueType {
  const base = resolveBase(item, resolve);
  const allowed =
    item.allowedValues === undefined ? {} : { allowed: compileUnaryTests(item.allowedValues) };
  if (!item.isCollection) return { ...base, ...allowed };
  const of: ValueType = { ...base, ...allowed };
  return { kind: 'list', name: item.name, item: () => of };
}

function resolveBase(item: ItemType, resolve: ResolveType): ValueType {
  if (item.isFunction === true) return { kind: 'function', name: item.name };
  if (item.components === undefined) {
    return item.typeRef === undefined || item.typeRef === item.name ? ANY : resolve(item.typeRef);
  }
  const components = new Map<string, () => ValueType>();
  for (const each of item.components) {
    let known: ValueType | undefined;
    components.set(each.name, () => (known ??= resolveItem(each, resolve)));
  }
  return { kind: 'context', name: item.name, components };
}

/**
 * Finds types by name: the model's own, those of imports (`import.name`), FEEL's. A name that
 * nothing defines is Any.
 */
export function makeResolver(
  types: readonly ItemType[],
  imports: ReadonlyMap<string, ResolveType>,
): ResolveType {
  const items = new Map(types.map((item) => [item.name, item]));
  const known = new Map<string, ValueType>();
  const active = new Set<string>();
  const resolve: ResolveType = (ref) => {
    const item = items.get(ref);
    if (item === undefined) return imported(ref, imports) ?? builtIn(ref);
    const before = known.get(ref);
    if (before !== undefined) return before;
    if (active.has(ref)) return ANY;
    active.add(ref);
    const type = resolveItem(item, resolve);
    active.delete(ref);
    known.set(ref, type);
    return type;
  };
  return resolve;
}

function imported(ref: TypeRef, imports: ReadonlyMap<string, ResolveType>): ValueType | undefined {
  const dot = ref.indexOf('.');
  if (dot < 0) return imports.get('')?.(ref);
  return imports.get(ref.slice(0, dot))?.(ref.slice(dot + 1));
}

const MAX_SHAPE_DEPTH = 6;

/** The names within a type, for the parser: names with spaces are read only when they are known. */
export function shapeOf(type: ValueType, depth = 0): unknown {
  if (depth > MAX_SHAPE_DEPTH) return null;
  if (type.kind === 'list' && type.item !== undefined) return shapeOf(type.item(), depth + 1);
  if (type.components === undefined || type.components.size === 0) return null;
  const names: Names = {};
  for (const [name, component] of type.components) names[name] = shapeOf(component(), depth + 1);
  return names;
}

/** Marks a value that does not have its declared type: DMN makes it null. */
const MISFIT = Symbol('misfit');

function fitContext(value: Record<string, unknown>, type: ValueType, env: FeelEnvironment) {
  const result: Record<string, unknown> = { ...value };
  for (const [name, component] of type.components ?? []) {
    if (!Object.hasOwn(value, name)) return MISFIT;
    const fitted = fit(value[name], component(), env);
    if (fitted === MISFIT) return MISFIT;
    result[name] = fitted;
  }
  return result;
}

function fitSimple(value: unknown, name: string): unknown {
  const actual = feelTypeOf(value);
  return actual === name ? value : MISFIT;
}

function fitKind(value: unknown, type: ValueType, env: FeelEnvironment): unknown {
  const actual = feelTypeOf(value);
  if (type.kind === 'any') return value;
  if (type.kind === 'simple') return fitSimple(value, type.name);
  if (type.kind === 'function') return actual === 'function' ? value : MISFIT;
  if (type.kind === 'context') {
    return actual === 'context' ? fitContext(value as Record<string, unknown>, type, env) : MISFIT;
  }
  const item = type.item?.() ?? ANY;
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  const fitted = list.map((each) => fit(each, item, env));
  return fitted.includes(MISFIT) ? MISFIT : fitted;
}

function fit(value: unknown, type: ValueType, env: FeelEnvironment): unknown {
  if (value === null || value === undefined) return null;
  let fitted = fitKind(value, type, env);
  if (fitted === MISFIT && Array.isArray(value) && value.length === 1) {
    fitted = fitKind(value[0], type, env);
  }
  if (fitted === MISFIT || type.allowed === undefined) return fitted;
  return type.allowed.matches(fitted, {}, env) === true ? fitted : MISFIT;
}

/** Whether a value that is not null has no place in its type: a call with it gives null. */
export function isMisfit(value: unknown, type: ValueType, env: FeelEnvironment): boolean {
  return value !== null && value !== undefined && fit(value, type, env) === MISFIT;
}

/** The value as its declared type wants it (singleton lists convert), null when it does not fit. */
export function coerce(value: unknown, type: ValueType, env: FeelEnvironment): unknown {
  if (type.kind === 'any' && type.allowed === undefined) return value ?? null;
  const fitted = fit(value, type, env);
  return fitted === MISFIT ? null : fitted;
}

const TEMPORAL = /date|time|duration/;

/** A JSON input as FEEL value: ISO text becomes temporal where the type says so. */
export function fromJson(value: unknown, type: ValueType): unknown {
  if (Array.isArray(value)) {
    const item = type.kind === 'list' ? (type.item?.() ?? ANY) : type;
    return value.map((each) => fromJson(each, item));
  }
  if (typeof value === 'string') return textFromJson(value, type);
  if (feelTypeOf(value) !== 'context') return value ?? null;
  const result: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value as object)) {
    if (name !== '__proto__') result[name] = fromJson(entry, type.components?.get(name)?.() ?? ANY);
  }
  return result;
}

const TEMPORAL_LITERAL = /^@"[^"\\]*"$/;

/** Where no type is declared, the FEEL literal `@"2026-01-31"` says that a text is temporal. */
function textFromJson(text: string, type: ValueType): unknown {
  const wanted = type.kind === 'list' ? (type.item?.() ?? ANY) : type;
  if (wanted.kind === 'any' && TEMPORAL_LITERAL.test(text)) return readTemporal(text) ?? text;
  if (wanted.kind !== 'simple' || !TEMPORAL.test(wanted.name)) return text;
  return readTemporal(text);
}
