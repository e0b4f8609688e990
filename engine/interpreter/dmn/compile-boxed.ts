import { callFeelFunction, feelTypeOf, makeFeelFunction } from '../../feel/index.ts';
import type { Names } from '../../feel/index.ts';
import type {
  Boxed,
  BoxedContext,
  BoxedFunction,
  BoxedInvocation,
  BoxedIteration,
  BoxedRelation,
} from '../../model/dmn/decision-model.ts';
import { compileTable } from './compile-table.ts';
import { compileText, deeper, located, typed, within } from './surroundings.ts';
import type { Run, Scope, Surroundings } from './surroundings.ts';
import { coerce, isMisfit, shapeOf } from './value-types.ts';
import type { ValueType } from './value-types.ts';

function compileContext(around: Surroundings, boxed: BoxedContext): Run {
  let inner = around;
  const entries = boxed.entries.map((entry) => {
    const run = typed(inner, entry.typeRef, compileBoxed(inner, entry.value));
    if (entry.name !== undefined) {
      const declared = around.resolve(entry.typeRef);
      const type = declared.kind === 'any' ? undefined : declared;
      inner = within(inner, entry.name, type);
      if (type === undefined) inner.names[entry.name] = shapeOfBoxed(inner, entry.value);
    }
    return { name: entry.name, run };
  });
  return (scope, evaluation) => {
    const local: Scope = { ...scope };
    const result: Scope = {};
    for (const { name, run } of entries) {
      const value = run(local, evaluation);
      if (name === undefined) return value;
      local[name] = value;
      result[name] = value;
    }
    return result;
  };
}

/** Names within the value of an expression that declares no type. */
export function shapeOfBoxed(around: Surroundings, boxed: Boxed): unknown {
  const declared = shapeOf(around.resolve(boxed.typeRef));
  if (declared !== null) return declared;
  if (boxed.kind === 'relation') {
    return Object.fromEntries(boxed.columns.map((column) => [column.name, null]));
  }
  if (boxed.kind === 'table' && boxed.outputs.length > 1) {
    return Object.fromEntries(boxed.outputs.map((output) => [output.name, null]));
  }
  if (boxed.kind !== 'context' || boxed.entries.some((entry) => entry.name === undefined)) {
    return null;
  }
  return Object.fromEntries(
    boxed.entries.map((entry) => [entry.name, shapeOfBoxed(around, entry.value)]),
  );
}

function compileFunction(around: Surroundings, boxed: BoxedFunction): Run {
  let inner = around;
  const types = boxed.parameters.map((parameter) => around.resolve(parameter.typeRef));
  boxed.parameters.forEach((parameter, index) => {
    inner = within(inner, parameter.name, types[index]);
  });
  const body = typed(inner, boxed.typeRef, compileBoxed(inner, boxed.body));
  const names = boxed.parameters.map((parameter) => parameter.name);
  return (scope, evaluation) =>
    makeFeelFunction(names, (...args) => {
      const { env } = evaluation;
      if (types.some((type, index) => isMisfit(args[index], type, env))) return null;
      const local: Scope = { ...scope };
      names.forEach((name, index) => {
        local[name] = coerce(args[index] ?? null, types[index] as ValueType, env);
      });
      return deeper(around, boxed, evaluation, () => body(local, evaluation));
    });
}

function compileInvocation(around: Surroundings, boxed: BoxedInvocation): Run {
  const called = compileBoxed(around, boxed.called);
  const bindings = boxed.bindings.map((binding) => ({
    name: binding.name,
    run:
      binding.value === undefined
        ? () => null
        : typed(around, binding.typeRef, compileBoxed(around, binding.value)),
  }));
  return (scope, evaluation) => {
    const target = called(scope, evaluation);
    const args: Scope = {};
    for (const { name, run } of bindings) args[name] = run(scope, evaluation);
    return located(around, boxed, () => callFeelFunction(target, args));
  };
}

function compileRelation(around: Surroundings, boxed: BoxedRelation): Run {
  const rows = boxed.rows.map((row) =>
    row.map((cell, index) => {
      const column = boxed.columns[index];
      return { name: column?.name ?? '', run: compileBoxed(around, cell) };
    }),
  );
  return (scope, evaluation) =>
    rows.map((row) => {
      const entry: Scope = {};
      for (const { name, run } of row) entry[name] = run(scope, evaluation);
      return entry;
    });
}

/** Neither true, false nor unknown: what asks for a truth then has no value. */
function isNoTruth(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean';
}

function asList(value: unknown): unknown[] | undefined {
  if (value === null || value === undefined) return undefined;
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function compileFilter(around: Surroundings, boxed: Boxed & { kind: 'filter' }): Run {
  const list = compileBoxed(around, boxed.list);
  const shape = shapeOfBoxed(around, boxed.list);
  const names = { ...around.names, ...(shape as Names | null), item: shape };
  const match = compileBoxed({ ...around, names }, boxed.match);
  return (scope, evaluation) => {
    const items = asList(list(scope, evaluation));
    if (items === undefined) return null;
    const matches = items.map((item) => {
      const entries = feelTypeOf(item) === 'context' ? (item as Scope) : {};
      return match({ ...scope, ...entries, item }, evaluation);
    });
    if (matches.some(isNoTruth)) return null;
    return items.filter((_item, index) => matches[index] === true);
  };
}

function compileIteration(around: Surroundings, boxed: BoxedIteration): Run {
  const list = compileBoxed(around, boxed.list);
  const inner = within(within(around, boxed.variable), 'partial');
  inner.names[boxed.variable] = shapeOfBoxed(around, boxed.list);
  const body = compileBoxed(inner, boxed.body);
  return (scope, evaluation) => {
    const items = asList(list(scope, evaluation));
    if (items === undefined) return null;
    const partial: unknown[] = [];
    for (const item of items) {
      partial.push(body({ ...scope, [boxed.variable]: item, partial: [...partial] }, evaluation));
    }
    if (boxed.kind === 'for') return partial;
    const decisive = boxed.kind === 'some';
    if (partial.some(isNoTruth)) return null;
    if (partial.includes(decisive)) return decisive;
    return partial.includes(null) ? null : !decisive;
  };
}

function compileConditional(around: Surroundings, boxed: Boxed & { kind: 'conditional' }): Run {
  const condition = compileBoxed(around, boxed.condition);
  const whenTrue = compileBoxed(around, boxed.whenTrue);
  const whenFalse = compileBoxed(around, boxed.whenFalse);
  return (scope, evaluation) => {
    const value = condition(scope, evaluation);
    if (isNoTruth(value)) return null;
    return value === true ? whenTrue(scope, evaluation) : whenFalse(scope, evaluation);
  };
}

function compileKind(around: Surroundings, boxed: Boxed): Run {
  switch (boxed.kind) {
    case 'literal':
      return compileText(around, boxed, boxed.text);
    case 'table':
      return compileTable(around, boxed);
    case 'context':
      return compileContext(around, boxed);
    case 'invocation':
      return compileInvocation(around, boxed);
    case 'function':
      return compileFunction(around, boxed);
    case 'relation':
      return compileRelation(around, boxed);
    case 'conditional':
      return compileConditional(around, boxed);
    case 'filter':
      return compileFilter(around, boxed);
    case 'list': {
      const items = boxed.items.map((item) => compileBoxed(around, item));
      return (scope, evaluation) => items.map((item) => item(scope, evaluation));
    }
    case 'for':
    case 'every':
    case 'some':
      return compileIteration(around, boxed);
  }
}

/** Compiles a boxed expression into a step that takes its variables from a scope. */
export function compileBoxed(around: Surroundings, boxed: Boxed): Run {
  const run = compileKind(around, boxed);
  return boxed.kind === 'function' ? run : typed(around, boxed.typeRef, run);
}
