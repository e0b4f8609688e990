import type { Procedure } from './procedure.ts';
import type { Locale } from './texts.ts';

/** What a unit of the city is called: the text `unit.<slug>` of a procedure, else the slug. */
export function unitName(
  procedures: readonly Pick<Procedure, 'texts'>[],
  unit: string,
  locale: Locale,
): string {
  const key = `unit.${unit}`;
  const knows = procedures.find(({ texts }) => texts.has(key));
  return knows?.texts.get(locale, key) ?? unit;
}
