import { makeBoundedCache } from '../bounded-cache.ts';
import { compilePattern } from './compile-pattern.ts';
import type { Program } from './compile-pattern.ts';
import { findMatch } from './run-pattern.ts';
import type { Captures, RunOptions } from './run-pattern.ts';

/** A pattern ready to use; its work is counted by `spend`. */
export interface TextPattern {
  matches(text: string): boolean;
  /** Undefined when the replacement is malformed or the pattern matches the empty text. */
  replace(text: string, replacement: string): string | undefined;
  split(text: string): string[];
  /** All that matches, in order. */
  extract(text: string): string[];
}

const programs = makeBoundedCache<Program>(500);
const MAX_PATTERN = 2_000;

function programOf(pattern: string, flags: string): Program {
  const key = `${flags}\n${pattern}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const source = flags.includes('q') ? pattern.replace(/[\\|.?*+(){}\-[\]^$]/g, '\\$&') : pattern;
  const program = compilePattern(source, {
    dotAll: flags.includes('s'),
    ignoreCase: flags.includes('i'),
    extended: flags.includes('x') && !flags.includes('q'),
  });
  programs.set(key, program);
  return program;
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

function slice(characters: readonly number[], from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 1) text += String.fromCodePoint(characters[at] as number);
  return text;
}

type Piece = string | number;

/** `$1`, `\$` and `\\`; as many digits count as there are groups (XPath Functions 3.1, 5.6.4). */
function readReplacement(text: string, groups: number): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '\\') {
      at += 1;
      if (text[at] !== '\\' && text[at] !== '$') return undefined;
      pieces.push(text[at] as string);
    } else if (char === '$') {
      let digits = /^\d+/.exec(text.slice(at + 1))?.[0] ?? '';
      if (digits === '') return undefined;
      while (digits.length > 1 && Number(digits) > groups) digits = digits.slice(0, -1);
      pieces.push(Number(digits));
      at += digits.length;
    } else pieces.push(char);
  }
  return pieces;
}

function fill(pieces: readonly Piece[], characters: readonly number[], found: Captures): string {
  return pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      const [from, to] = [found[piece * 2], found[piece * 2 + 1]];
      return from === undefined || to === undefined ? '' : slice(characters, from, to);
    })
    .join('');
}

interface Found {
  readonly from: number;
  readonly to: number;
  readonly captures: Captures;
}

function* allMatches(
  program: Program,
  characters: readonly number[],
  options: RunOptions,
): Generator<Found> {
  let at = 0;
  while (at <= characters.length) {
    const captures = findMatch(program, characters, at, options);
    if (captures === undefined) return;
    const [from, to] = captures as [number, number];
    yield { from, to, captures };
    at = to > from ? to : to + 1;
  }
}

/**
 * @param flags of `s`, `m`, `i`, `x`, `q`
 * @param spend is told the work, and may throw to end it
 * @throws PatternError when the pattern is malformed or refused
 */
export function makeTextPattern(
  pattern: string,
  flags: string,
  spend: (work: number) => void,
): TextPattern | undefined {
  if (/[^smixq]/.test(flags) || pattern.length > MAX_PATTERN) return undefined;
  const program = programOf(pattern, flags);
  const options: RunOptions = { multiline: flags.includes('m'), spend };
  return {
    matches: (text) => findMatch(program, codePoints(text), 0, options) !== undefined,
    replace(text, replacement) {
      const pieces = flags.includes('q')
        ? [replacement]
        : readReplacement(replacement, program.groups);
      if (pieces === undefined || findMatch(program, [], 0, options) !== undefined)
        return undefined;
      const characters = codePoints(text);
      let result = '';
      let done = 0;
      for (const { from, to, captures } of allMatches(program, characters, options)) {
        result += slice(characters, done, from) + fill(pieces, characters, captures);
        spend(result.length / 100);
        done = to;
      }
      return result + slice(characters, done, characters.length);
    },
    extract(text) {
      const characters = codePoints(text);
      return Array.from(allMatches(program, characters, options), ({ from, to }) =>
        slice(characters, from, to),
      );
    },
    split(text) {
      const characters = codePoints(text);
      const parts: string[] = [];
      let done = 0;
      for (const { from, to } of allMatches(program, characters, options)) {
        if (to === from) continue;
        parts.push(slice(characters, done, from));
        done = to;
      }
      return [...parts, slice(characters, done, characters.length)];
    },
  };
}
