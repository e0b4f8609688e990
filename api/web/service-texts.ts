import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Locale } from '../../core/procedures/texts.ts';

/** What a procedure says about itself; keys in its `texts/*.json`. */
export function serviceTitle(procedure: Procedure, locale: Locale): string {
  return procedure.texts.get(locale, 'service.title');
}

export function serviceSummary(procedure: Procedure, locale: Locale): string {
  return procedure.texts.get(locale, 'service.summary');
}

/** Absent when the procedure says nothing about it. */
export function serviceText(
  procedure: Procedure,
  locale: Locale,
  name: string,
): string | undefined {
  const key = `service.${name}`;
  return procedure.texts.has(key) ? procedure.texts.get(locale, key) : undefined;
}
