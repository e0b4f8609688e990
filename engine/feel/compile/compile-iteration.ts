import { childrenOf } from '../syntax.ts';
import type { SyntaxNode } from '../syntax.ts';
import { daysOf, dateOfDays } from '../values/calendar.ts';
import { minus, plus } from '../values/calculate.ts';
import { isKind, makeDate } from '../values/feel-values.ts';
import type { FeelRange } from '../values/feel-values.ts';
import { isNumber, isWhole, toDouble } from '../values/numbers.ts';
import type { FeelNumber } from '../values/numbers.ts';
import { fail, spend } from '../meter.ts';
import { inner } from './frame.ts';
import type { Frame, Runtime, Step } from './frame.ts';
import type { Compiler } from './compiler.ts';

interface Source {
  readonly name: string;
  readonly items: Step;
}

/** From one bound to the other, up or down, both included; bounds are whole numbers. */
function numbersBetween(from: FeelNumber, to: FeelNumber, runtime: Runtime): unknown[] | null {
  if (!isWhole(from) || !isWhole(to)) return null;
  const distance = minus(to, from);
  if (distance === null) return null;
  const count = Math.abs(toDouble(distance)) + 1;
  spend(runtime, count);
  const step = toDouble(distance) < 0 ? -1 : 1;
  return Array.from({ length: count }, (_, index) => plus(from, index * step));
}

function between(from: unknown, to: unknown, runtime: Runtime): unknown[] | null {
  if (isNumber(from) && isNumber(to)) return numbersBetween(from, to, runtime);
  if (!isKind(from, 'date') || !isKind(to, 'date')) return null;
  const days = numbersBetween(daysOf(from), daysOf(to), runtime) as number[] | null;
  return days?.map((day) => makeDate(dateOfDays(day))) ?? null;
}

function itemsOfRange(range: FeelRange, runtime: Runtime): unknown[] | null {
  const items = between(range.start, range.end, runtime);
  if (items === null) return null;
  return items.slice(range.startIncluded ? 0 : 1, range.endIncluded ? undefined : -1);
}

function itemsOf(value: unknown, runtime: Runtime): unknown[] | null {
  if (Array.isArray(value)) return value as unknown[];
  if (isKind(value, 'range')) return itemsOfRange(value, runtime);
  return value === null ? null : [value];
}

function readSources(compiler: Compiler, node: SyntaxNode): Source[] {
  return childrenOf(node)
    .filter((part) => part.name === 'InExpression')
    .map((part) => {
      const [name, , context] = childrenOf(part) as [SyntaxNode, SyntaxNode, SyntaxNode];
      const bounds = context.name === 'IterationContext' ? childrenOf(context) : [context];
      const [first, , last] = bounds;
      const from = compiler.step(first);
      if (last === undefined) {
        const items: Step = (frame, runtime) => itemsOf(from(frame, runtime), runtime);
        return { name: compiler.text(name), items };
      }
      const to = compiler.step(last);
      const items: Step = (frame, runtime) =>
        between(from(frame, runtime), to(frame, runtime), runtime);
      return { name: compiler.text(name), items };
    });
}

/** Visits every combination; false when a source is no list. `visit` ends the walk with false. */
function walk(
  sources: readonly Source[],
  frame: Frame,
  runtime: Runtime,
  visit: (frame: Frame) => void,
): boolean {
  const [source, ...others] = sources;
  if (source === undefined) {
    visit(frame);
    return true;
  }
  const items = source.items(frame, runtime) as unknown[] | null;
  if (items === null) return false;
  for (const item of items) {
    spend(runtime);
    if (!walk(others, inner(frame, { [source.name]: item }), runtime, visit)) return false;
  }
  return true;
}

function compileFor(sources: Source[], body: Step): Step {
  return (frame, runtime) => {
    const results: unknown[] = [];
    const start = inner(frame, { partial: results });
    const complete = walk(sources, start, runtime, (each) => {
      results.push(body(each, runtime));
    });
    return complete ? results : null;
  };
}

/** `some` is decided by a true one, `every` by a false one; else what is unknown stays unknown. */
function compileQuantified(sources: Source[], body: Step, decisive: boolean): Step {
  return (frame, runtime) => {
    let result: boolean | null = !decisive;
    const complete = walk(sources, frame, runtime, (each) => {
      if (result === decisive) return;
      const value = body(each, runtime);
      if (value === decisive) result = decisive;
      else if (typeof value !== 'boolean') result = null;
    });
    return complete ? result : null;
  };
}

export function compileIteration(
  compiler: Compiler,
  node: SyntaxNode,
  children: SyntaxNode[],
): Step {
  const list = children.find((child) => child.name === 'InExpressions');
  const last = children.at(-1);
  if (list === undefined || last === undefined) {
    return (_frame, runtime) =>
      fail(runtime, 'incomplete iteration', 'unvollständige Schleife', node.from);
  }
  const sources = readSources(compiler, list);
  const body = compiler.step(last);
  if (node.name === 'ForExpression') return compileFor(sources, body);
  return compileQuantified(sources, body, children[0]?.name === 'some');
}
