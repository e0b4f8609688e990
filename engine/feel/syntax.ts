import { parser, trackVariables } from '@bpmn-io/lezer-feel';
import { excerpt, FeelError } from './feel-error.ts';
import { FUNCTION_NAMES } from './functions/function-names.ts';

type Tree = ReturnType<typeof parser.parse>;
export type SyntaxNode = Tree['topNode'];

const MAX_SOURCE = 64_000;
/** The parser's time grows with the square of the tokens in a list: 3,000 stay below a second. */
const MAX_TOKENS = 3_000;
const MAX_NESTING = 200;
/** Long sums nest too: `1 + 1 + 1` is a tree to the left. */
const MAX_TREE_DEPTH = 1_000;
/** Zeebe's dialect: names in backticks. */
const DIALECT = 'camunda';

/** The names the parser must know to read names with spaces and signs. */
export type Names = Record<string, unknown>;

/** The parser's work grows with the names it is told: only those that the source can hold. */
function namesIn(source: string): Names {
  const held = FUNCTION_NAMES.filter((name) => source.includes(name.slice(0, name.search(/ |$/))));
  return Object.fromEntries(held.map((name) => [name, null]));
}

const TEXT = /"(?:\\.|[^"\\])*"/;
const ELSE_CALL = /\bget or else(?=\s*\()/;
const RANGE_TYPE =
  /(?<=\binstance\s+of\s+|[:<,]\s*|->\s*)range\s*<\s*(?:number|string|date and time|date|time|days and time duration|years and months duration|Any)\s*>/;
const UNREADABLE = new RegExp(`${TEXT.source}|${ELSE_CALL.source}|${RANGE_TYPE.source}`, 'gs');

/**
 * What the grammar cannot read gets a spelling of the same length, which keeps every position:
 * `get or else`, which holds reserved words, and the type `range<number>`.
 */
export function normaliseSource(source: string): string {
  if (!source.includes('get or else') && !/\brange\s*</.test(source)) return source;
  return source.replace(UNREADABLE, (text) =>
    text.startsWith('"') ? text : text.replace(/\W/g, '_'),
  );
}

function refuse(source: string, position: number, found: string): never {
  const place = `Zeichen ${position + 1}`;
  const near = excerpt(found);
  throw new FeelError(
    'feel-syntax',
    source,
    `FEEL expression "${excerpt(source)}" cannot be read at character ${position + 1}${near && `: ${near}`}`,
    `Der FEEL-Ausdruck „${excerpt(source)}“ ist ab ${place} nicht lesbar${near && ` (bei „${near}“)`}`,
    position,
  );
}

const TOKEN = /"(?:\\.|[^"\\])*"?|[\p{L}\p{N}_]+|\S/gsu;

function checkTokens(source: string): void {
  if (source.length <= MAX_TOKENS) return;
  let count = 0;
  for (const token of source.matchAll(TOKEN)) {
    count += 1;
    if (count > MAX_TOKENS) refuse(source, token.index, '…');
  }
}

/** Nesting is bounded before parsing: parser and evaluation are recursive. */
function checkSize(source: string): void {
  if (source.trim() === '') refuse(source, 0, '');
  if (source.length > MAX_SOURCE) refuse(source, MAX_SOURCE, '…');
  checkTokens(source);
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] as string;
    if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    if (depth > MAX_NESTING) refuse(source, at, char);
  }
}

function checkTree(source: string, tree: Tree): void {
  let depth = 0;
  tree.iterate({
    enter(node) {
      depth += 1;
      if (node.type.isError || depth > MAX_TREE_DEPTH) {
        refuse(source, node.from, source.slice(node.from, node.to));
      }
    },
    leave() {
      depth -= 1;
    },
  });
}

function parse(top: 'Expression' | 'UnaryTests', source: string, names: Names): SyntaxNode {
  checkSize(source);
  const tree = parser
    .configure({ top, contextTracker: trackVariables(names), dialect: DIALECT })
    .parse(source);
  checkTree(source, tree);
  return tree.topNode;
}

/** @throws FeelError `feel-syntax` with the position. */
export function readExpression(source: string, names: Names): SyntaxNode {
  return parse('Expression', source, { ...namesIn(source), ...names });
}

/** @throws FeelError `feel-syntax` with the position. */
export function readUnaryTests(source: string, names: Names): SyntaxNode {
  return parse('UnaryTests', source, { ...namesIn(source), '?': null, ...names });
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'LineComment' && child.name !== 'BlockComment') children.push(child);
  }
  return children;
}
