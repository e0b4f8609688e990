/**
 * How names are compared: what people, forms and registers write differently becomes the same, and
 * nothing else does. Sounds play no part (Meier, Mayer): with a birth date that would find more
 * wrong persons than right ones.
 */
export function normaliseName(name: string): string {
  return words(name).join('');
}

/** Call name or all of them: every name of the shorter list is one of the longer. */
export function givenNamesFit(left: string, right: string): boolean {
  const [one, other] = [words(left), words(right)];
  if (one.length === 0 || other.length === 0) return false;
  if (one.join('') === other.join('')) return true;
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  return shorter.every((name) => longer.includes(name));
}

/** A letter with a mark that stands for two letters; every other mark is left out. */
const MARKED: readonly (readonly [RegExp, string])[] = [
  [/([aou])(\p{Mark}*)\u0308/gu, '$1e'],
  [/a(\p{Mark}*)\u030a/gu, 'aa'],
];

/** Letters that no decomposition (NFKD) takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
  // The same letter at the end of a word.
  ς: 'σ',
};
const REPLACED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Particles of noble and foreign family names, also shortened: written, left out, or put behind. */
const PARTICLES = new Set(
  'von vom van v der den dem de d zu zum zur z und u am im auf aus'.split(' '),
);
/** Stand before the name in some papers. */
const TITLES = new Set(['dr', 'prof', 'professor']);

function words(name: string): string[] {
  const all = withoutAccents(name)
    // An apostrophe joins (O'Neill), everything else that is no letter separates.
    .replace(/['’`´ʼ]/g, '')
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '');
  const kept = all.filter((word) => !PARTICLES.has(word) && !TITLES.has(word));
  // A name that consists of such words alone is a name all the same.
  return kept.length > 0 ? kept : all;
}

/** ICAO 9303, part 3, section 6 (what the machine-readable line of a passport says) and DIN 5007-2. */
function withoutAccents(name: string): string {
  const decomposed = name.normalize('NFKC').toLowerCase().normalize('NFKD');
  return MARKED.reduce((text, [mark, letters]) => text.replace(mark, letters), decomposed)
    .replace(/\p{Mark}+/gu, '')
    .replace(REPLACED, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC');
}
