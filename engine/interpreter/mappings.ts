import type { JsonValue } from '../feel/index.ts';
import type { Mapping } from '../model/graph.ts';
import type { Variables } from './command.ts';
import { evaluate } from './evaluate.ts';
import { existingElement, nodeOf } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { localValue, lookUp, propagate, setLocal, withOwnNames } from './variables.ts';

/** Input mappings make local variables, one after the other: a later one sees the earlier. */
export function applyInputs(step: StepContext, key: number, inputs: readonly Mapping[]): void {
  for (const { source, target } of inputs) {
    const value = evaluate(step, source, key);
    const [name, path] = splitTarget(target);
    setLocal(step, key, name, extended(localValue(step, key, name), path, value));
  }
}

/**
 * What an element gives back. With output mappings: its variables become local, the mappings read
 * them and write outward, all else is dropped. Without: every variable goes outward.
 */
export function deliver(step: StepContext, key: number, variables: Variables): void {
  const node = nodeOf(step, existingElement(step, key));
  if (node.outputs.length === 0) propagate(step, key, variables);
  else setLocals(step, key, variables);
}

export function setLocals(step: StepContext, key: number, variables: Variables): void {
  for (const [name, value] of Object.entries(variables)) setLocal(step, key, name, value);
}

export function applyOutputs(step: StepContext, key: number, outputs: readonly Mapping[]): void {
  const written = new Map<string, JsonValue>();
  for (const { source, target } of outputs) {
    const value = evaluate(step, source, key);
    const [name, path] = splitTarget(target);
    const row = existingElement(step, key);
    const before = written.get(name) ?? (path.length > 0 ? outer(step, row.scopeKey, name) : null);
    written.set(name, extended(before, path, value));
    // A later mapping sees what an earlier one wrote.
    setLocal(step, key, name, written.get(name) as JsonValue);
  }
  propagate(step, existingElement(step, key).scopeKey, withOwnNames(written));
}

function outer(step: StepContext, scopeKey: number, name: string): JsonValue {
  return lookUp(step, scopeKey, name) ?? null;
}

function splitTarget(target: string): [string, string[]] {
  const [name = '', ...path] = target.split('.');
  return [name, path];
}

/** `value` put at `path` into a copy of `base`; what is no context on the way becomes one. */
function extended(
  base: JsonValue | undefined,
  path: readonly string[],
  value: JsonValue,
): JsonValue {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  const context = isContext(base) ? base : {};
  return withOwnNames([
    ...Object.entries(context),
    [head, extended(Object.hasOwn(context, head) ? context[head] : undefined, rest, value)],
  ]);
}

function isContext(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
