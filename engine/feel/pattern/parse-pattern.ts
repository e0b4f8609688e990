import { categoryClass, escapeCharacter, escapeClass, ignoringCase } from './character-class.ts';
import type { CharTest } from './character-class.ts';

export type PatternNode =
  | { readonly kind: 'char'; readonly test: CharTest }
  | { readonly kind: 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary' }
  | { readonly kind: 'sequence'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly index?: number; readonly node: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly node: PatternNode;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

export interface PatternFlags {
  readonly dotAll: boolean;
  readonly ignoreCase: boolean;
  readonly extended: boolean;
}

export interface ParsedPattern {
  readonly node: PatternNode;
  readonly groups: number;
}

/** Why a pattern is not usable. `refused`: known to others, but it cannot run in linear time. */
export class PatternError extends Error {
  readonly refused: boolean;

  constructor(message: string, refused = false) {
    super(message);
    this.name = 'PatternError';
    this.refused = refused;
  }
}

interface Reader {
  readonly text: string;
  readonly flags: PatternFlags;
  at: number;
  groups: number;
  depth: number;
}

const MAX_DEPTH = 100;
const MAX_REPEAT = 1_000;

function peek(reader: Reader): string {
  return reader.text[reader.at] ?? '';
}

function take(reader: Reader): string {
  const code = reader.text.codePointAt(reader.at);
  if (code === undefined) throw new PatternError('incomplete');
  const text = String.fromCodePoint(code);
  reader.at += text.length;
  return text;
}

function accept(reader: Reader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.at)) return false;
  reader.at += text.length;
  return true;
}

function cased(reader: Reader, test: CharTest): CharTest {
  return reader.flags.ignoreCase ? ignoringCase(test) : test;
}

function readChoice(reader: Reader): PatternNode {
  const options = [readSequence(reader)];
  while (accept(reader, '|')) options.push(readSequence(reader));
  return options.length === 1 ? (options[0] as PatternNode) : { kind: 'choice', options };
}

function readSequence(reader: Reader): PatternNode {
  const nodes: PatternNode[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(peek(reader))) {
    if (reader.flags.extended && /\s/.test(peek(reader))) reader.at += 1;
    else nodes.push(readRepeats(reader, readAtom(reader)));
  }
  return { kind: 'sequence', nodes };
}

function readBounds(reader: Reader): [min: number, max: number] | undefined {
  if (accept(reader, '*')) return [0, Infinity];
  if (accept(reader, '+')) return [1, Infinity];
  if (accept(reader, '?')) return [0, 1];
  if (peek(reader) !== '{') return undefined;
  const found = /^\{(\d{1,6})(,?)(\d{0,6})\}/.exec(reader.text.slice(reader.at, reader.at + 20));
  if (found === null) throw new PatternError('malformed quantifier');
  reader.at += found[0].length;
  const min = Number(found[1]);
  const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
  if (max < min) throw new PatternError('malformed quantifier');
  if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Infinity)) {
    throw new PatternError(`more than ${MAX_REPEAT} repetitions`, true);
  }
  return [min, max];
}

function readRepeats(reader: Reader, node: PatternNode): PatternNode {
  const bounds = readBounds(reader);
  if (bounds === undefined) return node;
  const lazy = accept(reader, '?');
  if ('*+?{'.includes(peek(reader)) && peek(reader) !== '') {
    throw new PatternError('quantifier on a quantifier');
  }
  return { kind: 'repeat', node, min: bounds[0], max: bounds[1], lazy };
}

function readGroup(reader: Reader): PatternNode {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new PatternError('nested too deeply', true);
  let index: number | undefined;
  if (accept(reader, '?')) {
    if (!accept(reader, ':')) throw new PatternError('look-around', true);
  } else {
    reader.groups += 1;
    index = reader.groups;
  }
  const node = readChoice(reader);
  if (!accept(reader, ')')) throw new PatternError('unclosed group');
  reader.depth -= 1;
  return { kind: 'group', node, ...(index === undefined ? {} : { index }) };
}

function readCategory(reader: Reader, isNegated: boolean): CharTest {
  const found = /^\{([\w-]{1,40})\}/.exec(reader.text.slice(reader.at, reader.at + 50));
  const test = found === null ? undefined : categoryClass(found[1] as string, isNegated);
  if (found === null || test === undefined) throw new PatternError('unknown category');
  reader.at += found[0].length;
  return test;
}

/** What follows a backslash, as a test or as one character. */
function readEscape(reader: Reader): CharTest | number {
  const letter = take(reader);
  if (letter === 'p' || letter === 'P') return readCategory(reader, letter === 'P');
  const escaped = escapeClass(letter) ?? escapeCharacter(letter);
  if (escaped !== undefined) return escaped;
  if (/[1-9]/.test(letter)) throw new PatternError('back reference', true);
  throw new PatternError(`unknown escape \\${letter}`);
}

function readAtom(reader: Reader): PatternNode {
  const char = take(reader);
  switch (char) {
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'char', test: cased(reader, readClass(reader)) };
    case '.':
      return {
        kind: 'char',
        test: reader.flags.dotAll ? () => true : (code) => code !== 10 && code !== 13,
      };
    case '^':
      return { kind: 'lineStart' };
    case '$':
      return { kind: 'lineEnd' };
    case '\\':
      return readEscapeAtom(reader);
    case '*':
    case '+':
    case '?':
    case '{':
    case '}':
    case ']':
      throw new PatternError(`unexpected ${char}`);
    default:
      return literal(reader, char.codePointAt(0) as number);
  }
}

function literal(reader: Reader, wanted: number): PatternNode {
  return { kind: 'char', test: cased(reader, (code) => code === wanted) };
}

function readEscapeAtom(reader: Reader): PatternNode {
  if (accept(reader, 'b')) return { kind: 'boundary' };
  if (accept(reader, 'B')) return { kind: 'noBoundary' };
  const escaped = readEscape(reader);
  if (typeof escaped === 'number') return literal(reader, escaped);
  return { kind: 'char', test: escaped };
}

function readClassItem(reader: Reader): CharTest | number {
  const char = take(reader);
  if (char === '\\') return readEscape(reader);
  if (char === '[') throw new PatternError('unescaped [ in a class');
  return char.codePointAt(0) as number;
}

function readRange(reader: Reader, from: number): CharTest {
  const isRange =
    peek(reader) === '-' && !/^-[[\]]/.test(reader.text.slice(reader.at, reader.at + 2));
  if (!isRange) return (code) => code === from;
  reader.at += 1;
  const to = readClassItem(reader);
  if (typeof to !== 'number' || to < from) throw new PatternError('malformed range');
  return (code) => code >= from && code <= to;
}

/** After `[`: items, ranges, and a class subtracted by `-[…]`. */
function readClass(reader: Reader): CharTest {
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new PatternError('nested too deeply', true);
  const isNegated = accept(reader, '^');
  const tests: CharTest[] = [];
  let without: CharTest = () => false;
  while (!accept(reader, ']')) {
    if (accept(reader, '-[')) {
      without = readClass(reader);
      if (!accept(reader, ']')) throw new PatternError('unclosed class');
      break;
    }
    const item = readClassItem(reader);
    tests.push(typeof item === 'number' ? readRange(reader, item) : item);
  }
  if (tests.length === 0) throw new PatternError('empty class');
  reader.depth -= 1;
  return (code) => tests.some((test) => test(code)) !== isNegated && !without(code);
}

/**
 * Reads a regular expression of XPath and XQuery Functions 3.1, section 5.6.1 (XML Schema's with
 * anchors, groups, lazy quantifiers), and `\b`. Back references and look-around are refused.
 *
 * @throws PatternError
 */
export function parsePattern(text: string, flags: PatternFlags): ParsedPattern {
  const reader: Reader = { text, flags, at: 0, groups: 0, depth: 0 };
  const node = readChoice(reader);
  if (reader.at < text.length) throw new PatternError('unexpected )');
  return { node, groups: reader.groups };
}
