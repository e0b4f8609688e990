import type { Locale } from '../../core/procedures/texts.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';

/** What a procedure calls something about the documents that it issues (`issued.<name>`). */
export function issuedText(
  procedure: Procedure | undefined,
  locale: Locale,
  name: string,
): string | undefined {
  const key = `issued.${name}`;
  return procedure?.texts.has(key) ? procedure.texts.get(locale, key) : undefined;
}
