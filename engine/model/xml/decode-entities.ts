const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['apos', "'"],
  ['gt', '>'],
  ['lt', '<'],
  ['quot', '"'],
]);

/**
 * Decodes the five named entities and character references of XML 1.0 (section 4.1, 4.6).
 * Undefined when the text holds anything else behind an ampersand. saxen's own decoder lets
 * unknown entities pass and breaks characters beyond the basic plane.
 */
export function decodeEntities(raw: string): string | undefined {
  if (!raw.includes('&')) return raw;
  let valid = true;
  const decoded = raw.replace(/&([^;&]{0,10};)?/g, (_match, body: string | undefined) => {
    const character = body && decodeEntity(body.slice(0, -1));
    if (character === undefined || character === '') valid = false;
    return character ?? '';
  });
  return valid ? decoded : undefined;
}

function decodeEntity(body: string): string | undefined {
  const numeric = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(body);
  if (!numeric) return named.get(body);
  const code = numeric[1] ? Number.parseInt(numeric[1], 16) : Number(numeric[2]);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Characters that XML 1.0 does not allow (section 2.2): controls, lone surrogates, U+FFFE/F. */
// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

export function indexOfForbiddenCharacter(text: string): number {
  return text.search(forbidden);
}
