import type { Locale } from './texts.ts';

const PLAIN = /^[+-]?\d{1,15}(?:[.,]\d{1,10})?$/;
const GERMAN = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d{1,10})?$/;
const GROUPED: Readonly<Record<Locale, RegExp>> = {
  de: GERMAN,
  'de-leicht': GERMAN,
  en: /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{1,10})?$/,
};

export interface ReadNumber {
  readonly value: number;
  /** As typed: `1,50` has two. */
  readonly decimalDigits: number;
}

/** A number as people type it: `1.234,50` in German, `1,234.50` in English, `12,5` and `12.5`. */
export function readNumber(text: string, locale: Locale): ReadNumber | undefined {
  const compact = text.replace(/[\s\u00a0]/g, '').replace(/^\u2212/, '-');
  const group = locale === 'en' ? ',' : '.';
  const decimal = GROUPED[locale].test(compact)
    ? compact.replaceAll(group, '').replace(',', '.')
    : PLAIN.test(compact)
      ? compact.replace(',', '.')
      : undefined;
  if (decimal === undefined) return undefined;
  return { value: Number(decimal), decimalDigits: decimal.split('.')[1]?.length ?? 0 };
}
