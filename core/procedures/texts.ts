/** What every procedure and the portal itself speak. */
export const BASE_LOCALES = ['de', 'en'] as const;
/** Plain German (Leichte Sprache): of the procedures that have it; elsewhere it is German. */
export const PLAIN_GERMAN = 'de-leicht';
/** German is the language of models and forms; the others override by key. */
export const LOCALES = [...BASE_LOCALES, PLAIN_GERMAN] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = 'de';

/** As browsers, readers and providers know the language (BCP 47). */
export function languageTag(locale: Locale): string {
  return locale === PLAIN_GERMAN ? 'de-simple' : locale;
}

/** Texts of a bundle: every language has the same keys (a missing one fails the build). */
export interface Texts {
  /** Throws on an unknown key: a missing text is a defect, not a blank. `{name}` is filled in. */
  get(locale: Locale, key: string, values?: Readonly<Record<string, string | number>>): string;
  has(key: string): boolean;
  /** `undefined` when this language does not override the German of model or form. */
  find(locale: Locale, key: string): string | undefined;
}
