import { findFunction } from '../functions/library.ts';
import { MISMATCH } from '../functions/signature.ts';
import { childrenOf } from '../syntax.ts';
import type { SyntaxNode } from '../syntax.ts';
import { isKind, KIND } from '../values/feel-values.ts';
import type { FunctionValue } from '../values/feel-values.ts';
import { readType } from './feel-types.ts';
import { fail, spendOnReading, spendOnResult } from '../meter.ts';
import { deeper, inner, lookUp } from './frame.ts';
import type { Frame, Runtime, Step } from './frame.ts';
import { partsOf } from './compiler.ts';
import type { Compiler } from './compiler.ts';

interface Arguments {
  readonly positional?: Step[];
  readonly named?: { name: string; step: Step }[];
}

function readArguments(compiler: Compiler, node: SyntaxNode | undefined): Arguments {
  if (node === undefined) return { positional: [] };
  const children = partsOf(childrenOf(node));
  if (node.name === 'NamedParameters') {
    return {
      named: children.map((child) => {
        const [name, value] = childrenOf(child) as [SyntaxNode, SyntaxNode];
        return { name: compiler.text(name), step: compiler.step(value) };
      }),
    };
  }
  return { positional: children.map((child) => compiler.step(child)) };
}

/** Arguments in the order of the parameters; undefined when they do not fit them. */
export function orderArguments(
  parameters: readonly string[],
  named: Readonly<Record<string, unknown>>,
): unknown[] | undefined {
  if (!Object.keys(named).every((name) => parameters.includes(name))) return undefined;
  return parameters.map((name) => named[name] ?? null);
}

function callValue(
  called: FunctionValue,
  args: Arguments,
  frame: Frame,
  runtime: Runtime,
): unknown {
  if (args.named === undefined) {
    const values = args.positional?.map((step) => step(frame, runtime)) ?? [];
    return values.length === called.parameters.length ? called.call(values) : MISMATCH;
  }
  const named = Object.fromEntries(
    args.named.map(({ name, step }) => [name, step(frame, runtime)]),
  );
  const ordered = orderArguments(called.parameters, named);
  return ordered === undefined ? MISMATCH : called.call(ordered);
}

function compileBuiltIn(name: string, args: Arguments): Step | undefined {
  const found = findFunction(name);
  if (found === undefined) return undefined;
  return (frame, runtime) => {
    if (args.named === undefined) {
      const values = args.positional?.map((step) => step(frame, runtime)) ?? [];
      spendOnReading(runtime, values);
      return found.callPositional(values, runtime);
    }
    const named = new Map(args.named.map(({ name: key, step }) => [key, step(frame, runtime)]));
    spendOnReading(runtime, [...named.values()]);
    return found.callNamed(named, runtime);
  };
}

/** A call: of a variable's function, else of one of the library. */
export function compileCall(compiler: Compiler, node: SyntaxNode, children: SyntaxNode[]): Step {
  const [called, list] = partsOf(children) as [SyntaxNode, SyntaxNode?];
  const args = readArguments(compiler, list);
  const name = compiler.text(called);
  const isName = /^(VariableName|SpecialFunctionName|DateTimeConstructor)$/.test(called.name);
  const builtIn = isName ? compileBuiltIn(name, args) : undefined;
  const target: Step = isName ? (frame) => lookUp(frame, name) : compiler.step(called);
  return (frame, runtime) => {
    const value = target(frame, runtime);
    let result: unknown;
    if (isKind(value, 'function'))
      result = deeper(runtime, () => callValue(value, args, frame, runtime));
    else if (builtIn !== undefined) {
      result = builtIn(frame, runtime);
      spendOnResult(runtime, result);
    } else {
      return fail(
        runtime,
        `there is no function "${name}"`,
        `eine aufgerufene Funktion gibt es nicht („${name}“)`,
        node.from,
      );
    }
    if (result !== MISMATCH) return result ?? null;
    return fail(
      runtime,
      `function "${name}" was called with other arguments than it takes`,
      `die Funktion „${name}“ wurde mit falschen Argumenten aufgerufen`,
      node.from,
    );
  };
}

/** `function(a, b: number) a + b`; an argument of another type than declared gives null. */
export function compileFunction(
  compiler: Compiler,
  node: SyntaxNode,
  children: SyntaxNode[],
): Step {
  const list = children.find((child) => child.name === 'FormalParameters');
  const parameters = (list === undefined ? [] : childrenOf(list))
    .filter((child) => child.name === 'FormalParameter')
    .map((child) => {
      const [name, type] = childrenOf(child) as [SyntaxNode, SyntaxNode?];
      return {
        name: compiler.text(name),
        test: type === undefined ? () => true : readType(type, compiler.source),
      };
    });
  const names = parameters.map((parameter) => parameter.name);
  const body = children.find((child) => child.name === 'FunctionBody');
  if (children.some((child) => child.name === 'external')) {
    return (_frame, runtime) =>
      fail(
        runtime,
        'external functions are not executed',
        'externe Funktionen werden nicht ausgeführt',
        node.from,
      );
  }
  const step = compiler.step(body?.firstChild ?? undefined);
  return (frame, runtime) => ({
    [KIND]: 'function',
    parameters: names,
    call(args: unknown[]) {
      const fits = parameters.every(({ test }, index) => args[index] === null || test(args[index]));
      if (!fits) return null;
      const local = Object.fromEntries(names.map((name, index) => [name, args[index] ?? null]));
      return deeper(runtime, () => step(inner(frame, local), runtime));
    },
  });
}
