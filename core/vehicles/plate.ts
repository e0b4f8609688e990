/**
 * `unclear`: German, but written without a mark between the district and the letters, where two
 * plates are written alike (B-AB 123 and BA-B 123). `foreign`: what a plate of another country may
 * look like, or a German one of a kind of its own (authorities, armed forces, dealers). `invalid`: no
 * plate at all, or a German one with a slip in it.
 */
export type PlateReading =
  | { readonly kind: 'german'; readonly plate: string }
  | { readonly kind: 'foreign'; readonly plate: string }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'invalid' };

/**
 * District of 1 to 3 letters, 1 or 2 letters, 1 to 4 digits without a leading zero, `E` or `H`.
 * Source: FZV, § 9 and annex 4 (recognition number), § 10 (historic), § 11 (electric).
 */
const MARKED =
  /^(?<district>[A-ZÄÖÜ]{1,3})[\s-]+(?<letters>[A-ZÄÖÜ]{1,2})[\s-]*(?<number>[1-9]\d{0,3})[\s-]*(?<end>[EH]?)$/u;
const UNMARKED = /^(?<letters>[A-ZÄÖÜ]{2,5})[\s-]*(?<number>[1-9]\d{0,3})[\s-]*(?<end>[EH]?)$/u;

/** Two groups of letters before the number, as in no other country: the number has a slip in it. */
const SLIP = /^\p{Lu}{1,3}[\s-]+[A-ZÄÖÜ]{1,2}[\s-]*\d+[\s-]*[A-Z]?$/u;
const FOREIGN = /^(?=.*\d)[\p{Script=Latin}\d]+(?:[\s-]+[\p{Script=Latin}\d]+)*$/u;

/**
 * Letters of the Greek and Cyrillic scripts that look like a Latin one. A plate in international
 * traffic has capital Latin letters only (Vienna Convention on Road Traffic, annex 2), so these are
 * typed on another keyboard, or meant to deceive: they are read as the eye reads them.
 */
const LOOK_ALIKES = new Map(
  [
    ['АВЕЅІЈКМНОРСТУХ', 'ABESIJKMHOPCTYX'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ].flatMap(([other = '', latin = '']) => [...other].map((sign, at) => [sign, latin.charAt(at)])),
);

const MAX_TYPED = 20;
/** Signs on a German plate, marks and blanks aside (annex 4 FZV). */
const MAX_SIGNS = 8;
/** The longest in Europe have nine, with the country's letters before them twelve. */
const FOREIGN_SIGNS = { min: 2, max: 12 };

/** A plate as people type it, in its normal form `PB-AB 123`, `PB-AB 12 E`. */
export function readPlate(typed: string): PlateReading {
  if (typed.length > MAX_TYPED) return { kind: 'invalid' };
  const text = latinOf(typed.normalize('NFKC').toUpperCase())
    .replace(/[‐-―−·.]/g, '-')
    .trim();
  const marked = MARKED.exec(text)?.groups;
  if (marked) return german(marked['district'], marked['letters'], marked['number'], marked['end']);
  const { letters = '', number, end } = UNMARKED.exec(text)?.groups ?? {};
  // Two letters are one and one, five are three and two; the others can be parted in two ways.
  if (letters.length === 2) return german(letters[0], letters[1], number, end);
  if (letters.length === 5) return german(letters.slice(0, 3), letters.slice(3), number, end);
  return letters === '' ? otherPlate(text) : { kind: 'unclear' };
}

function german(district = '', letters = '', number = '', end = ''): PlateReading {
  const signs = district.length + letters.length + number.length + end.length;
  if (signs > MAX_SIGNS) return { kind: 'invalid' };
  return { kind: 'german', plate: `${district}-${letters} ${number}${end && ` ${end}`}` };
}

function latinOf(text: string): string {
  return Array.from(text, (sign) => LOOK_ALIKES.get(sign) ?? sign).join('');
}

/** Every country writes its plates in its own way: only marks and blanks are made alike. */
function otherPlate(text: string): PlateReading {
  const signs = text.replace(/[\s-]/g, '').length;
  const isOne = signs >= FOREIGN_SIGNS.min && signs <= FOREIGN_SIGNS.max && FOREIGN.test(text);
  if (!isOne || SLIP.test(text)) return { kind: 'invalid' };
  return { kind: 'foreign', plate: text.replace(/\s*-[\s-]*/g, '-').replace(/\s+/g, ' ') };
}
