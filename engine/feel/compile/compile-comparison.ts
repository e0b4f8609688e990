import { childrenOf } from '../syntax.ts';
import type { SyntaxNode } from '../syntax.ts';
import { spend } from '../meter.ts';
import type { Meter } from '../meter.ts';
import { compare, equals, includes } from '../values/compare.ts';
import { isKind, makeRange } from '../values/feel-values.ts';
import { partsOf } from './compiler.ts';
import type { CompileNode, Compiler } from './compiler.ts';
import type { Frame, Runtime, Step } from './frame.ts';

function truth(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** Three-valued: what decides the result wins over what is unknown. */
export function compileLogic(decisive: boolean): CompileNode {
  return (compiler, _node, children) => {
    const [left, right] = [compiler.step(children[0]), compiler.step(children[2])];
    return (frame, runtime) => {
      const a = truth(left(frame, runtime));
      if (a === decisive) return decisive;
      const b = truth(right(frame, runtime));
      if (b === decisive) return decisive;
      return a === null || b === null ? null : !decisive;
    };
  };
}

type Comparison = (left: unknown, right: unknown, meter: Meter) => boolean | null;

function ordered(test: (order: number) => boolean): Comparison {
  return (left, right, meter) => {
    const order = compare(left, right, meter);
    return order === null ? null : test(order);
  };
}

const COMPARISONS: Record<string, Comparison> = {
  '=': equals,
  '!=': (left, right, meter) => {
    const equal = equals(left, right, meter);
    return equal === null ? null : !equal;
  },
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
};

export type Test = (value: unknown, frame: Frame, runtime: Runtime) => boolean | null;

/** Whether a value is among what a test expression gives: list, range, or a value of its own. */
export function isAmong(candidate: unknown, value: unknown, meter: Meter): boolean | null {
  if (isKind(candidate, 'range')) return includes(candidate, value, meter);
  if (Array.isArray(candidate)) spend(meter, candidate.length / 10);
  if (Array.isArray(candidate) && !Array.isArray(value)) {
    return candidate.some((each) =>
      isKind(each, 'range')
        ? includes(each, value, meter) === true
        : equals(each, value, meter) === true,
    );
  }
  if (Array.isArray(candidate)) {
    return (
      equals(candidate, value, meter) === true ||
      candidate.some((each) => equals(each, value, meter) === true)
    );
  }
  return equals(candidate, value, meter);
}

/** A test after `in`, or of a cell: compares by its operator, or by what its expression gives. */
export function compileTest(compiler: Compiler, node: SyntaxNode): Test {
  const simple = node.name === 'PositiveUnaryTest' ? (node.firstChild ?? node) : node;
  const [operator, operand] = childrenOf(simple);
  if (simple.name === 'SimplePositiveUnaryTest' && operator?.name === 'CompareOp') {
    const compareBy = COMPARISONS[compiler.text(operator)] as Comparison;
    const right = compiler.step(operand);
    return (value, frame, runtime) => compareBy(value, right(frame, runtime), runtime);
  }
  const step = compiler.step(simple);
  return (value, frame, runtime) => isAmong(step(frame, runtime), value, runtime);
}

function compileIn(compiler: Compiler, children: SyntaxNode[]): Step {
  const left = compiler.step(children[0]);
  const tests = partsOf(children.slice(2))
    .flatMap((part) => (part.name === 'PositiveUnaryTests' ? childrenOf(part) : [part]))
    .filter((part) => part.name === 'PositiveUnaryTest')
    .map((part) => compileTest(compiler, part));
  return (frame, runtime) => {
    const value = left(frame, runtime);
    let result: boolean | null = false;
    for (const test of tests) {
      const passed = test(value, frame, runtime);
      if (passed === true) return true;
      if (passed === null) result = null;
    }
    return result;
  };
}

export const compileComparison: CompileNode = (compiler, _node, children) => {
  const operator = children[1] as SyntaxNode;
  if (operator.name === 'in') return compileIn(compiler, children);
  const left = compiler.step(children[0]);
  const right = compiler.step(children[2]);
  if (operator.name === 'between') {
    const high = compiler.step(children[4]);
    return (frame, runtime) => {
      const [from, to] = [right(frame, runtime), high(frame, runtime)];
      if (from === null || to === null) return null;
      return includes(makeRange(from, to, true, true), left(frame, runtime), runtime);
    };
  }
  const compareBy = COMPARISONS[compiler.text(operator)] as Comparison;
  return (frame, runtime) => compareBy(left(frame, runtime), right(frame, runtime), runtime);
};

/** `> 5` where a value is wanted: a range that is open at one end. */
export const compileSimpleTest: CompileNode = (compiler, _node, children) => {
  const [operator, operand] = children as [SyntaxNode, SyntaxNode?];
  if (operand === undefined) return compiler.step(operator);
  const step = compiler.step(operand);
  const sign = compiler.text(operator);
  return (frame, runtime) => {
    const value = step(frame, runtime);
    if (sign.startsWith('>')) return makeRange(value, null, sign === '>=', false, true);
    if (sign.startsWith('<')) return makeRange(null, value, false, sign === '<=', true);
    return sign === '=' ? makeRange(value, value, true, true, true) : null;
  };
};

export const compileInterval: CompileNode = (compiler, _node, children) => {
  const [low, high] = partsOf(children);
  const [start, end] = [compiler.step(low), compiler.step(high)];
  const startIncluded = children[0]?.name === '[';
  const endIncluded = children.at(-1)?.name === ']';
  return (frame, runtime) => {
    const [from, to] = [start(frame, runtime), end(frame, runtime)];
    if (from === null || to === null) {
      return from === to
        ? null
        : makeRange(from, to, from !== null && startIncluded, to !== null && endIncluded);
    }
    const order = compare(from, to, runtime);
    return order === null || order > 0 ? null : makeRange(from, to, startIncluded, endIncluded);
  };
};
