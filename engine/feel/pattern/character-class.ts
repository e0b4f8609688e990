/** Whether a code point belongs to a class. */
export type CharTest = (codePoint: number) => boolean;

function byExpression(expression: RegExp): CharTest {
  return (codePoint) => expression.test(String.fromCodePoint(codePoint));
}

function negated(test: CharTest): CharTest {
  return (codePoint) => !test(codePoint);
}

const DIGIT = byExpression(/^\p{Nd}$/u);
const SPACE: CharTest = (code) => code === 32 || code === 9 || code === 10 || code === 13;
const NO_WORD = byExpression(/^[\p{P}\p{Z}\p{C}]$/u);
const NAME_START = byExpression(/^[\p{L}_:]$/u);
const NAME = byExpression(/^[\p{L}\p{N}\p{M}._:\-·]$/u);

export const isWordCharacter: CharTest = negated(NO_WORD);

/** XML Schema part 2, appendix F.1.1: multi-character escapes. */
const ESCAPES: Record<string, CharTest> = {
  d: DIGIT,
  D: negated(DIGIT),
  s: SPACE,
  S: negated(SPACE),
  w: isWordCharacter,
  W: NO_WORD,
  i: NAME_START,
  I: negated(NAME_START),
  c: NAME,
  C: negated(NAME),
};

const SINGLE: Record<string, string> = { n: '\n', r: '\r', t: '\t' };
const LITERAL = /^[\\|.?*+(){}\-[\]^$/"' ]$/;

/** A range of code points by the block's name, those that models may name. */
const BLOCKS: Record<string, [number, number]> = {
  IsBasicLatin: [0, 0x7f],
  'IsLatin-1Supplement': [0x80, 0xff],
  'IsLatinExtended-A': [0x100, 0x17f],
  'IsLatinExtended-B': [0x180, 0x24f],
  IsGreek: [0x370, 0x3ff],
  IsGreekandCoptic: [0x370, 0x3ff],
  IsCyrillic: [0x400, 0x4ff],
  IsHebrew: [0x590, 0x5ff],
  IsArabic: [0x600, 0x6ff],
  IsGeneralPunctuation: [0x2000, 0x206f],
  IsCurrencySymbols: [0x20a0, 0x20cf],
};

/** `\d` and the like; undefined when the letter is no such escape. */
export function escapeClass(letter: string): CharTest | undefined {
  return Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
}

/** The character an escape such as `\n` or `\.` stands for; undefined when it is none. */
export function escapeCharacter(letter: string): number | undefined {
  if (Object.hasOwn(SINGLE, letter)) return (SINGLE[letter] as string).codePointAt(0);
  return LITERAL.test(letter) ? letter.codePointAt(0) : undefined;
}

/** `\p{Lu}`, `\p{IsBasicLatin}`; undefined for a category or block that is not known. */
export function categoryClass(name: string, isNegated: boolean): CharTest | undefined {
  let test: CharTest;
  const block = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
  if (block !== undefined) test = (code) => code >= block[0] && code <= block[1];
  else if (/^[LMNPZSC][a-z]?$/.test(name)) {
    try {
      test = byExpression(new RegExp(`^\\p{${name}}$`, 'u'));
    } catch {
      return undefined;
    }
  } else return undefined;
  return isNegated ? negated(test) : test;
}

/** Upper and lower case count as one. */
export function ignoringCase(test: CharTest): CharTest {
  return (codePoint) => {
    if (test(codePoint)) return true;
    const text = String.fromCodePoint(codePoint);
    return [text.toLowerCase(), text.toUpperCase()].some((other) => {
      const code = other.codePointAt(0) as number;
      return code !== codePoint && other.length <= 2 && test(code);
    });
  };
}
