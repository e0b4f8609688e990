/** What a query or a urlencoded body holds: no prototype, no nesting, every value text. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** The one value of a field; a field sent twice or not at all is absent. */
export function oneValue(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A short line of text: trimmed, absent when empty or longer than `maxLength`. */
export function lineValue(fields: Fields, name: string, maxLength: number): string | undefined {
  const value = oneValue(fields, name)?.trim();
  return value !== undefined && value !== '' && value.length <= maxLength ? value : undefined;
}

/**
 * A copy without prototype whose texts are in Unicode's composed form (NFC) and free of characters
 * that no form yields and no database takes: NUL and lone surrogates.
 */
export function cleanFields(raw: unknown): Fields {
  const fields = Object.create(null) as Record<string, string | string[]>;
  if (raw === null || typeof raw !== 'object') return fields;
  for (const [name, value] of Object.entries(raw)) {
    const values = (Array.isArray(value) ? value : [value]).filter(isText).map(cleanText);
    const [first, second] = values;
    if (first === undefined) continue;
    fields[name] = second === undefined ? first : values;
  }
  return fields;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function cleanText(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .normalize('NFC');
}
