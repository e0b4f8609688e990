import { isKind, typeOf } from '../values/feel-values.ts';
import type { FeelContext } from '../values/feel-values.ts';
import type { SyntaxNode } from '../syntax.ts';
import { childrenOf } from '../syntax.ts';

/** A type as written in `instance of` and in parameters. */
export type TypeTest = (value: unknown) => boolean;

const SPELLINGS: Record<string, string> = {
  dateTime: 'date and time',
  'day time duration': 'days and time duration',
  'year month duration': 'years and months duration',
};

function named(name: string): TypeTest {
  const wanted = SPELLINGS[name] ?? name;
  if (wanted === 'Any') return (value) => value !== null;
  if (wanted === 'Null') return (value) => value === null;
  return (value) => typeOf(value) === wanted;
}

function contextType(node: SyntaxNode, source: string): TypeTest {
  const entries = childrenOf(node)
    .filter((child) => child.name === 'ContextEntryTypes')
    .flatMap(childrenOf)
    .map((entry) => {
      const [name, type] = childrenOf(entry);
      return {
        name: name === undefined ? '' : source.slice(name.from, name.to),
        test: type === undefined ? () => false : readType(type, source),
      };
    });
  return (value) =>
    typeOf(value) === 'context' &&
    entries.every(({ name, test }) => {
      const entry = (value as FeelContext)[name];
      return entry === null || (entry !== undefined && test(entry));
    });
}

function listType(node: SyntaxNode, source: string): TypeTest {
  const item = childrenOf(node).find((child) => child.name === 'Type');
  const test = item === undefined ? () => true : readType(item, source);
  return (value) => Array.isArray(value) && value.every((each) => each === null || test(each));
}

/** `range<date and time>` as the grammar gets to see it. */
const RANGE_TYPE = /^range_+(\w+?)_+$/;

/** The ends that are there have the type. */
function rangeType(name: string): TypeTest {
  const test = named(name);
  return (value) =>
    isKind(value, 'range') && [value.start, value.end].every((end) => end === null || test(end));
}

/** Compiles a Type node. */
export function readType(node: SyntaxNode, source: string): TypeTest {
  const inner = node.firstChild;
  if (inner?.name === 'ListType') return listType(inner, source);
  if (inner?.name === 'ContextType') return contextType(inner, source);
  if (inner?.name === 'FunctionType') return (value) => typeOf(value) === 'function';
  const text = source.slice(node.from, node.to).replace(/\s+/g, ' ').trim();
  const range = RANGE_TYPE.exec(text);
  if (range !== null) return rangeType((range[1] as string).replace(/_+/g, ' '));
  return named(text);
}
