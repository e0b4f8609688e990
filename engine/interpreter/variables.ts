import type { JsonValue } from '../feel/index.ts';
import type { Variables } from './command.ts';
import type { InstanceState } from './state/instance-state.ts';
import { element, existingElement } from './step-context.ts';
import type { StepContext } from './step-context.ts';

/** The value that is seen from a scope: the nearest enclosing one that has the name. */
export function lookUp(step: StepContext, scopeKey: number, name: string): JsonValue | undefined {
  const holder = holderOf(step, scopeKey, name);
  return holder === undefined ? undefined : localValue(step, holder, name);
}

export function localValue(
  step: StepContext,
  scopeKey: number,
  name: string,
): JsonValue | undefined {
  const written = step.variables.get(scopeKey)?.get(name);
  return written !== undefined ? written : step.state.variables.get(scopeKey)?.get(name);
}

export function setLocal(
  step: StepContext,
  scopeKey: number,
  name: string,
  value: JsonValue,
): void {
  const values = step.variables.get(scopeKey);
  if (values === undefined) step.variables.set(scopeKey, new Map([[name, value]]));
  else values.set(name, value);
}

/** Sets each variable where it lives, seen from a scope; new ones at the process instance. */
export function propagate(step: StepContext, scopeKey: number, variables: Variables): void {
  const processKey = existingElement(step, scopeKey).processKey;
  for (const [name, value] of Object.entries(variables)) {
    setLocal(step, holderOf(step, scopeKey, name) ?? processKey, name, value);
  }
}

/** Names and values of one scope alone. */
export function localVariables(step: StepContext, scopeKey: number): Variables {
  return withOwnNames([
    ...(step.state.variables.get(scopeKey) ?? []),
    ...(step.variables.get(scopeKey) ?? []),
  ]);
}

/** All that is seen from a scope, up to its process instance. */
export function visibleVariables(step: StepContext, scopeKey: number): Variables {
  const scopes: number[] = [];
  for (let key = scopeKey; key !== 0; key = parentScope(step, key)) scopes.unshift(key);
  return withOwnNames(scopes.flatMap((key) => Object.entries(localVariables(step, key))));
}

/** A plain object whose names can be anything, `__proto__` too. */
export function withOwnNames(entries: Iterable<readonly [string, JsonValue]>): Variables {
  const made: Variables = Object.create(null) as Variables;
  for (const [name, value] of entries) made[name] = value;
  return made;
}

/** The same for a state between two steps, for those who only read. */
export function variablesSeenFrom(state: InstanceState, elementKey: number): Variables {
  const entries: (readonly [string, JsonValue])[][] = [];
  let row = state.elements.rows.get(elementKey);
  while (row !== undefined) {
    entries.unshift([...(state.variables.get(row.key) ?? [])]);
    row = row.key === row.processKey ? undefined : state.elements.rows.get(row.scopeKey);
  }
  return withOwnNames(entries.flat());
}

function holderOf(step: StepContext, scopeKey: number, name: string): number | undefined {
  for (let key = scopeKey; key !== 0; key = parentScope(step, key)) {
    if (localValue(step, key, name) !== undefined) return key;
  }
  return undefined;
}

/** Variables end at the process instance: a called process does not see its caller's. */
function parentScope(step: StepContext, key: number): number {
  const row = element(step, key);
  return row === undefined || row.key === row.processKey ? 0 : row.scopeKey;
}
