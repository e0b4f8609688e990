import type { Locale } from '../procedures/texts.ts';
import { isSingular } from './format.ts';
import de from './de.json' with { type: 'json' };
import plain from './de-leicht.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

/** Keys of the portal's own texts. German leads; a test demands the same keys in every language. */
export type TextKey = keyof typeof de;
export type TextValues = Readonly<Record<string, string | number>>;
export type Translate = (key: TextKey, values?: TextValues) => string;

const TEXTS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  de,
  en,
  // Only what a citizen reads in a procedure and in the mailbox: the rest has no pages in plain German.
  'de-leicht': { ...de, ...plain },
};

/**
 * Texts of one language; `{name}` is filled in, of `{name|one|many}` the form that the number `name`
 * takes. An unknown key throws: it is a defect.
 */
export function translator(locale: Locale): Translate {
  const texts = TEXTS[locale];
  return (key, values) => {
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (text === undefined) throw new Error(`no portal text "${key}" in ${locale}`);
    return fill(text, values ?? {}, locale);
  };
}

export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(de, key);
}

const SLOT = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

function fill(text: string, values: TextValues, locale: Locale): string {
  return text.replace(SLOT, (match, name: string, one?: string, many?: string) => {
    if (!Object.hasOwn(values, name)) return match;
    if (one === undefined || many === undefined) return String(values[name]);
    return isSingular(Number(values[name]), locale) ? one : many;
  });
}
