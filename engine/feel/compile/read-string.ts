const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

const ESCAPE = /\\(?:U([0-9a-fA-F]{6})|u([0-9a-fA-F]{4})|([nrt"'\\]))/g;

/** The text of a string literal with its quotes; an unknown escape stays as written. */
export function readString(literal: string): string {
  const body = literal.replace(/^"/, '').replace(/"$/, '');
  if (!body.includes('\\')) return body;
  return body.replace(ESCAPE, (whole, long?: string, short?: string, simple?: string) => {
    if (simple !== undefined) return ESCAPES[simple] as string;
    const code = Number.parseInt((long ?? short) as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
