import { childrenOf } from '../syntax.ts';
import type { SyntaxNode } from '../syntax.ts';
import { add, divide, multiply, negate, power, subtract } from '../values/arithmetic.ts';
import { typeOf } from '../values/feel-values.ts';
import { isNumber, readNumber, toDouble } from '../values/numbers.ts';
import type { FeelContext } from '../values/feel-values.ts';
import { propertyOf } from '../values/properties.ts';
import { parseTemporal } from '../values/parse-temporal.ts';
import { compileCall, compileFunction } from './compile-call.ts';
import { partsOf } from './compiler.ts';
import type { CompileNode, Compiler } from './compiler.ts';
import {
  compileComparison,
  compileInterval,
  compileLogic,
  compileSimpleTest,
  compileTest,
} from './compile-comparison.ts';
import { readType } from './feel-types.ts';
import { fail, spend, spendOnResult } from '../meter.ts';
import type { Meter } from '../meter.ts';
import { inner, lookUp } from './frame.ts';
import type { Step } from './frame.ts';
import { compileIteration } from './compile-iteration.ts';
import { readString } from './read-string.ts';

function compileNumber(text: string): Step {
  const value = readNumber(text.replace(/\s+/g, ''));
  return () => value;
}

const compileArithmetic: CompileNode = (compiler, _node, children) => {
  const [first, second, third] = children as [SyntaxNode, SyntaxNode, SyntaxNode?];
  if (third === undefined) {
    const operand = compiler.step(second);
    return (frame, runtime) => negate(operand(frame, runtime));
  }
  const [left, right] = [compiler.step(first), compiler.step(third)];
  const operate = OPERATORS[compiler.text(second)];
  return (frame, runtime) => {
    const result = operate?.(left(frame, runtime), right(frame, runtime), runtime) ?? null;
    if (typeof result === 'string') spendOnResult(runtime, result);
    return result;
  };
};

/** Powers of decimals take as long as many sums. */
const HARD_WORK = 50;

function raise(left: unknown, right: unknown, meter: Meter): unknown {
  spend(meter, HARD_WORK);
  return power(left, right);
}

const OPERATORS: Record<string, (left: unknown, right: unknown, meter: Meter) => unknown> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': raise,
  '^': raise,
};

const compileVariable: CompileNode = (compiler, node) => {
  const name = compiler.text(node);
  return (frame) => lookUp(frame, name) ?? null;
};

const compilePath: CompileNode = (compiler, _node, children) => {
  const [target, property] = partsOf(children) as [SyntaxNode, SyntaxNode];
  const step = compiler.step(target);
  const name = compiler.text(property);
  return (frame, runtime) => propertyOf(step(frame, runtime), name);
};

const compileFilter: CompileNode = (compiler, _node, children) => {
  const [target, condition] = partsOf(children) as [SyntaxNode, SyntaxNode];
  const list = compiler.step(target);
  const filter = compiler.step(condition);
  const test =
    condition.name === 'SimplePositiveUnaryTest' ? compileTest(compiler, condition) : undefined;
  const isTest = /^(Comparison|Conjunction|Disjunction|QuantifiedExpression|InstanceOf)/.test(
    condition.name,
  );
  return (frame, runtime) => {
    const value = list(frame, runtime);
    if (value === null) return null;
    const items = Array.isArray(value) ? (value as unknown[]) : [value];
    if (!isTest && test === undefined) {
      const index = filter(frame, runtime);
      if (isNumber(index)) return itemAt(items, toDouble(index));
    }
    spend(runtime, items.length);
    return items.filter((item) => {
      const names = typeOf(item) === 'context' ? { item, ...(item as FeelContext) } : { item };
      const each = inner(frame, names);
      return (test === undefined ? filter(each, runtime) : test(item, each, runtime)) === true;
    });
  };
};

function itemAt(items: unknown[], index: number): unknown {
  if (!Number.isInteger(index)) return null;
  return items[index < 0 ? items.length + index : index - 1] ?? null;
}

const compileList: CompileNode = (compiler, _node, children) => {
  const items = partsOf(children).map((child) => compiler.step(child));
  return (frame, runtime) => items.map((item) => item(frame, runtime));
};

const compileContext: CompileNode = (compiler, _node, children) => {
  const entries = partsOf(children).map((entry) => {
    const [key, value] = childrenOf(entry) as [SyntaxNode, SyntaxNode];
    const text = compiler.text(key);
    return { name: text.startsWith('"') ? readString(text) : text, step: compiler.step(value) };
  });
  const twice = new Set(entries.map((entry) => entry.name)).size < entries.length;
  return (frame, runtime) => {
    if (twice) return null;
    const result: FeelContext = {};
    const scope = inner(frame, result);
    for (const { name, step } of entries) {
      // A plain assignment to this name would change the prototype instead of storing a value.
      if (name !== '__proto__') result[name] = step(scope, runtime);
    }
    return result;
  };
};

const compileIf: CompileNode = (compiler, _node, children) => {
  const [condition, whenTrue, whenFalse] = [children[1], children[3], children[5]].map((child) =>
    compiler.step(child),
  ) as [Step, Step, Step];
  return (frame, runtime) =>
    (condition(frame, runtime) === true ? whenTrue : whenFalse)(frame, runtime);
};

const compileInstanceOf: CompileNode = (compiler, _node, children) => {
  const step = compiler.step(children[0]);
  const type = children.at(-1) as SyntaxNode;
  const test = readType(type, compiler.source);
  return (frame, runtime) => test(step(frame, runtime));
};

const compileAt: CompileNode = (compiler, node) => {
  const value = parseTemporal(readString(compiler.text(node).slice(1).trim()));
  return () => value;
};

const NODES: Record<string, CompileNode> = {
  NumericLiteral: (compiler, node) => compileNumber(compiler.text(node)),
  StringLiteral: (compiler, node) => {
    const value = readString(compiler.text(node));
    return () => value;
  },
  BooleanLiteral: (compiler, node) => {
    const value = compiler.text(node) === 'true';
    return () => value;
  },
  null: () => () => null,
  '?': () => (frame) => lookUp(frame, '?') ?? null,
  VariableName: compileVariable,
  ArithmeticExpression: compileArithmetic,
  Conjunction: compileLogic(false),
  Disjunction: compileLogic(true),
  Comparison: compileComparison,
  SimplePositiveUnaryTest: compileSimpleTest,
  Interval: compileInterval,
  PathExpression: compilePath,
  FilterExpression: compileFilter,
  List: compileList,
  Context: compileContext,
  IfExpression: compileIf,
  InstanceOfExpression: compileInstanceOf,
  AtLiteral: compileAt,
  ForExpression: compileIteration,
  QuantifiedExpression: compileIteration,
  FunctionInvocation: compileCall,
  FunctionDefinition: compileFunction,
  DateTimeLiteral: (compiler, node, children) =>
    children[0]?.name === 'AtLiteral'
      ? compiler.step(children[0])
      : compileCall(compiler, node, children),
  Expression: (compiler, _node, children) => compiler.step(children[0]),
  PositiveUnaryTest: (compiler, _node, children) => compiler.step(children[0]),
  ParenthesizedExpression: (compiler, _node, children) => compiler.step(partsOf(children)[0]),
};

/** Compiles expressions of one source text. */
export function makeCompiler(source: string, original: string): Compiler {
  const compiler: Compiler = {
    source,
    text: (node) => source.slice(node.from, node.to).replace(/\s+/g, ' ').replace(/`/g, ''),
    step(node) {
      if (node === undefined) return () => null;
      const compileNode = Object.hasOwn(NODES, node.name) ? NODES[node.name] : undefined;
      if (compileNode !== undefined) return compileNode(compiler, node, childrenOf(node));
      return (_frame, runtime) =>
        fail(
          { ...runtime, source: original },
          `${node.name} is not supported here`,
          `„${compiler.text(node)}“ wird hier nicht unterstützt`,
          node.from,
        );
    },
  };
  return compiler;
}
