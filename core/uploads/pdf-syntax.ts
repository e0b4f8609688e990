/** The syntax of PDF (ISO 32000-2, section 7.2 and 7.3), as far as looking for names needs it. */

const NAME = /\/[^\0\t\n\f\r ()<>[\]{}/%]{1,64}/g;
const WHITE = new Set('\0\t\n\f\r ');
const DELIMITERS = new Set('()<>[]{}/%');

/** All names in a text of Latin-1, strings and comments included; `/J#61vaScript` is decoded. */
export function* pdfNames(text: string): Generator<string> {
  for (const [name] of text.matchAll(NAME)) yield decodeName(name.slice(1));
}

export interface PdfDictionary {
  /** Keys and values alike, those of inner dictionaries too. */
  readonly names: readonly string[];
  /** Behind its `>>`. */
  readonly end: number;
}

/** The dictionary that begins at a place; undefined: none, or it does not end before `limit`. */
export function readDictionary(
  text: string,
  from: number,
  limit: number,
): PdfDictionary | undefined {
  const names: string[] = [];
  let depth = 0;
  for (let at = skipBlank(text, from, limit); at < limit; at = skipBlank(text, at, limit)) {
    const two = text.slice(at, at + 2);
    if (two === '<<') {
      depth += 1;
      at += 2;
    } else if (depth === 0) {
      return undefined;
    } else if (two === '>>') {
      depth -= 1;
      at += 2;
      if (depth === 0) return { names, end: at };
    } else if (text[at] === '/') {
      const end = endOfRegular(text, at + 1, limit);
      names.push(decodeName(text.slice(at + 1, end)));
      at = end;
    } else {
      at = skipValue(text, at, limit);
    }
  }
  return undefined;
}

/** White space and comments. */
export function skipBlank(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const character = text[at] ?? '';
    if (character === '%') while (at < limit && !'\r\n'.includes(text[at] ?? '')) at += 1;
    else if (WHITE.has(character)) at += 1;
    else break;
  }
  return at;
}

function skipValue(text: string, at: number, limit: number): number {
  const character = text[at] ?? '';
  if (character === '(') return skipString(text, at, limit);
  if (character === '<') {
    const end = text.indexOf('>', at);
    return end < 0 ? limit : end + 1;
  }
  if (DELIMITERS.has(character)) return at + 1;
  return endOfRegular(text, at, limit);
}

/** Parentheses nest, a backslash takes away what the next character means. */
function skipString(text: string, from: number, limit: number): number {
  let depth = 0;
  for (let at = from; at < limit; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return limit;
}

function endOfRegular(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && !WHITE.has(text[at] ?? '') && !DELIMITERS.has(text[at] ?? '')) at += 1;
  return at;
}

function decodeName(name: string): string {
  return name.replace(/#([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
