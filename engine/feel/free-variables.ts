import { childrenOf } from './syntax.ts';
import type { SyntaxNode } from './syntax.ts';

type Bound = ReadonlySet<string>;

interface Search {
  readonly source: string;
  readonly found: Set<string>;
}

type Walk = (search: Search, node: SyntaxNode, bound: Bound) => void;

function textOf(search: Search, node: SyntaxNode): string {
  return search.source.slice(node.from, node.to).replace(/\s+/g, ' ').replace(/`/g, '');
}

function adding(bound: Bound, ...names: string[]): Bound {
  return new Set([...bound, ...names]);
}

function walkAll(search: Search, nodes: readonly SyntaxNode[], bound: Bound): void {
  for (const node of nodes) walk(search, node, bound);
}

/** An entry of a context sees the entries before it. */
const walkContext: Walk = (search, node, bound) => {
  let inner = bound;
  for (const entry of childrenOf(node)) {
    if (entry.name !== 'ContextEntry') continue;
    const [key, ...values] = childrenOf(entry);
    walkAll(search, values, inner);
    if (key !== undefined) inner = adding(inner, textOf(search, key).replace(/^"|"$/g, ''));
  }
};

const walkIteration: Walk = (search, node, bound) => {
  let inner = adding(bound, 'partial');
  for (const part of childrenOf(node)) {
    if (part.name !== 'InExpressions') walk(search, part, inner);
    else {
      for (const each of childrenOf(part)) {
        const [name, ...rest] = childrenOf(each);
        walkAll(search, rest, inner);
        if (name !== undefined) inner = adding(inner, textOf(search, name));
      }
    }
  }
};

const walkFunction: Walk = (search, node, bound) => {
  const parts = childrenOf(node);
  const parameters = parts.find((part) => part.name === 'FormalParameters');
  const names = (parameters === undefined ? [] : childrenOf(parameters)).flatMap((parameter) =>
    parameter.firstChild === null ? [] : [textOf(search, parameter.firstChild)],
  );
  walkAll(
    search,
    parts.filter((part) => part.name === 'FunctionBody'),
    adding(bound, ...names),
  );
};

/** The name of a called function is no variable: processes hold JSON. */
const walkCall: Walk = (search, node, bound) => {
  const [called, ...rest] = childrenOf(node);
  if (called !== undefined && called.name !== 'VariableName') walk(search, called, bound);
  walkAll(search, rest, bound);
};

const WALKS: Record<string, Walk> = {
  VariableName: (search, node, bound) => {
    const name = textOf(search, node);
    if (!bound.has(name)) search.found.add(name);
  },
  PathExpression: (search, node, bound) => {
    if (node.firstChild !== null) walk(search, node.firstChild, bound);
  },
  NamedParameter: (search, node, bound) => walkAll(search, childrenOf(node).slice(1), bound),
  FilterExpression: (search, node, bound) => {
    const [list, ...rest] = childrenOf(node);
    if (list !== undefined) walk(search, list, bound);
    walkAll(search, rest, adding(bound, 'item'));
  },
  Type: () => undefined,
  Context: walkContext,
  ForExpression: walkIteration,
  QuantifiedExpression: walkIteration,
  FunctionDefinition: walkFunction,
  FunctionInvocation: walkCall,
};

function walk(search: Search, node: SyntaxNode, bound: Bound): void {
  const special = Object.hasOwn(WALKS, node.name) ? WALKS[node.name] : undefined;
  if (special !== undefined) special(search, node, bound);
  else walkAll(search, childrenOf(node), bound);
}

/**
 * The variables an expression reads, in order of appearance: the first name of a path, without
 * names bound inside (iterations, parameters, context entries). Names used in a filter may be
 * entries of its items as well as variables; they are included.
 */
export function freeVariables(root: SyntaxNode, source: string): string[] {
  const search: Search = { source, found: new Set() };
  walk(search, root, new Set());
  return [...search.found];
}
