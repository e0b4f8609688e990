import { fail, spend } from '../meter.ts';
import type { Runtime } from '../compile/frame.ts';
import { PatternError } from '../pattern/parse-pattern.ts';
import { makeTextPattern } from '../pattern/text-patterns.ts';
import type { TextPattern } from '../pattern/text-patterns.ts';
import { textOf } from '../values/format.ts';
import { signature } from './signature.ts';
import type { Signature } from './signature.ts';

/**
 * The pattern, null when it is malformed. Flags as in XPath. What cannot run in linear time is an
 * error: null would hide from the author that the pattern is fine elsewhere.
 */
function patternOf(runtime: Runtime, pattern: string, flags: string | null): TextPattern | null {
  try {
    return makeTextPattern(pattern, flags ?? '', (work) => spend(runtime, work / 20)) ?? null;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    if (!error.refused) return null;
    const shown = JSON.stringify(pattern).slice(0, 80);
    return fail(
      runtime,
      `the pattern ${shown} is refused (${error.message})`,
      `das Muster ${shown} wird abgelehnt (${error.message})`,
    );
  }
}

function substring(text: string, start: number, length: number | null): string | null {
  const characters = Array.from(text);
  if (start === 0) return null;
  const from = start > 0 ? start - 1 : characters.length + start;
  if (from < 0 || from >= characters.length) return from < 0 ? null : '';
  if (length !== null && length < 1) return null;
  return characters.slice(from, length === null ? undefined : from + length).join('');
}

function join(list: unknown[], delimiter: string | null): string | null {
  const texts = list.filter((item) => item !== null);
  return texts.every((item) => typeof item === 'string') ? texts.join(delimiter ?? '') : null;
}

export const STRING_FUNCTIONS: Record<string, Signature[]> = {
  substring: [
    signature('string: string, start position: double, length: double?', ([text, start, length]) =>
      substring(text, Math.trunc(start), length && Math.trunc(length)),
    ),
  ],
  'string length': [signature('string: string', ([text]) => Array.from(text as string).length)],
  'upper case': [signature('string: string', ([text]) => text.toUpperCase())],
  'lower case': [signature('string: string', ([text]) => text.toLowerCase())],
  'substring before': [
    signature('string: string, match: string', ([text, match]) =>
      text.includes(match) ? text.slice(0, text.indexOf(match)) : '',
    ),
  ],
  'substring after': [
    signature('string: string, match: string', ([text, match]) =>
      text.includes(match) ? text.slice(text.indexOf(match) + match.length) : '',
    ),
  ],
  replace: [
    signature(
      'input: string, pattern: string, replacement: string, flags: string?',
      ([text, pattern, replacement, flags], runtime) =>
        patternOf(runtime, pattern, flags)?.replace(text, replacement),
    ),
  ],
  contains: [signature('string: string, match: string', ([text, match]) => text.includes(match))],
  'starts with': [
    signature('string: string, match: string', ([text, match]) => text.startsWith(match)),
  ],
  'ends with': [
    signature('string: string, match: string', ([text, match]) => text.endsWith(match)),
  ],
  matches: [
    signature('input: string, pattern: string, flags: string?', ([text, pattern, flags], runtime) =>
      patternOf(runtime, pattern, flags)?.matches(text),
    ),
  ],
  split: [
    signature('string: string, delimiter: string', ([text, delimiter], runtime) =>
      patternOf(runtime, delimiter, null)?.split(text),
    ),
  ],
  extract: [
    signature('string: string, pattern: string', ([text, pattern], runtime) =>
      patternOf(runtime, pattern, null)?.extract(text),
    ),
  ],
  'string join': [
    signature('list: list, delimiter: string?', ([list, delimiter]) => join(list, delimiter)),
    signature('list: list, delimiter: any', ([list]) => join(list, null)),
    signature(
      'list: list, delimiter: string, prefix: string, suffix: string',
      ([list, delimiter, prefix, suffix]) => {
        const joined = join(list, delimiter);
        return joined === null ? null : `${prefix}${joined}${suffix}`;
      },
    ),
  ],
  string: [signature('from: any', ([value]) => (value === null ? null : textOf(value)))],
  trim: [signature('string: string', ([text]) => text.trim())],
  'is blank': [signature('string: string', ([text]) => text.trim() === '')],
};
