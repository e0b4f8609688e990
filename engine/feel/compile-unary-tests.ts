import { makeBoundedCache } from './bounded-cache.ts';
import { compileTest, isAmong } from './compile/compile-comparison.ts';
import { makeCompiler } from './compile/compile-node.ts';
import type { Test } from './compile/compile-comparison.ts';
import type { Compiler } from './compile/compiler.ts';
import type { Frame, Runtime } from './compile/frame.ts';
import { freeVariables } from './free-variables.ts';
import { guard, makeRuntime } from './program.ts';
import { childrenOf, normaliseSource, readUnaryTests } from './syntax.ts';
import type { Names, SyntaxNode } from './syntax.ts';
import type { CompiledUnaryTests } from './types.ts';

const cache = makeBoundedCache<CompiledUnaryTests>(5_000);
const INPUT = '?';

/** A test that speaks of `?` is true by itself; another value equals or contains the input. */
function expressionTest(compiler: Compiler, node: SyntaxNode): Test {
  const step = compiler.step(node);
  const isLiteral = node.name === 'BooleanLiteral';
  return (value, frame, runtime) => {
    const candidate = step(frame, runtime);
    if (typeof candidate === 'boolean' && !isLiteral && typeof value !== 'boolean')
      return candidate;
    if (typeof candidate === 'boolean' && !isLiteral && compiler.text(node).includes(INPUT)) {
      return candidate;
    }
    return isAmong(candidate, value, runtime);
  };
}

function makeTest(compiler: Compiler, node: SyntaxNode): Test {
  const inner = node.firstChild ?? node;
  return inner.name === 'SimplePositiveUnaryTest'
    ? compileTest(compiler, node)
    : expressionTest(compiler, inner);
}

interface Parts {
  tests: SyntaxNode[];
  negated: boolean;
  wildcard: boolean;
}

function partsOf(root: SyntaxNode): Parts {
  const children = childrenOf(root);
  return {
    wildcard: children.some((child) => child.name === 'Wildcard'),
    negated: children.some((child) => child.name === 'not'),
    tests: children
      .flatMap((child) => (child.name === 'PositiveUnaryTests' ? childrenOf(child) : [child]))
      .filter((child) => child.name === 'PositiveUnaryTest'),
  };
}

function anyOf(tests: Test[], value: unknown, frame: Frame, runtime: Runtime): boolean | null {
  let result: boolean | null = false;
  for (const test of tests) {
    const passed = test(value, frame, runtime);
    if (passed === true) return true;
    if (passed === null) result = null;
  }
  return result;
}

function compile(source: string, names: Names): CompiledUnaryTests {
  const text = normaliseSource(source);
  const root = readUnaryTests(text, names);
  const { tests, negated, wildcard } = partsOf(root);
  const compiler = makeCompiler(text, source);
  const compiled = tests.map((test) => makeTest(compiler, test));
  return {
    source,
    variableNames: freeVariables(root, text).filter((name) => name !== INPUT),
    matches(inputValue, context, env) {
      if (wildcard) return true;
      const value = inputValue ?? null;
      const frame: Frame = { names: { [INPUT]: value }, outer: { names: context } };
      const runtime = makeRuntime(source, env);
      const matched = guard(runtime, () => anyOf(compiled, value, frame, runtime));
      return negated && matched !== null ? !matched : matched;
    },
  };
}

/**
 * Compiles unary tests (the cell of a decision table: `"a", "b"`, `not(< 5)`, `-`), cached.
 *
 * @param names as for `compileExpression`
 * @throws FeelError `feel-syntax` with the position
 */
export function compileUnaryTests(source: string, names: Names = {}): CompiledUnaryTests {
  const key = `${source}\n${JSON.stringify(names)}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const compiled = compile(source, names);
  cache.set(key, compiled);
  return compiled;
}
