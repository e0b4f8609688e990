import { PLAIN_GERMAN } from './texts.ts';
import type { Locale, Texts } from './texts.ts';

/**
 * Texts of all languages; of the same key the first layer counts (procedure before blocks). What is
 * not said in plain German is said in German.
 */
export function makeTexts(
  layers: ReadonlyMap<Locale, readonly ReadonlyMap<string, string>[]>,
): Texts {
  const merged = new Map(
    [...layers].map(([locale, maps]) => [
      locale,
      new Map(maps.toReversed().flatMap((m) => [...m])),
    ]),
  );
  const find = (locale: Locale, key: string): string | undefined =>
    merged.get(locale)?.get(key) ??
    (locale === PLAIN_GERMAN ? merged.get('de')?.get(key) : undefined);
  return {
    find,
    has: (key) => find('de', key) !== undefined,
    get(locale, key, values = {}) {
      const text = find(locale, key);
      if (text === undefined) throw new Error(`no text "${key}" in ${locale}`);
      return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
        Object.hasOwn(values, name) ? String(values[name]) : whole,
      );
    },
  };
}
