import type { Locale } from '../procedures/texts.ts';

/** The municipality's own time: what a citizen reads is local time, wherever the server stands. */
export const LOCAL_ZONE = 'Europe/Berlin';
const LANGUAGE: Readonly<Record<Locale, string>> = {
  de: 'de-DE',
  en: 'en-GB',
  'de-leicht': 'de-DE',
};

export type Moment = number | string | Date;

/** `3. November 2026` */
export function formatDate(moment: Moment, locale: Locale): string {
  return format(moment, locale, DATE);
}

/** `3. November 2026 um 14:05 Uhr` */
export function formatDateTime(moment: Moment, locale: Locale): string {
  const date = formatDate(moment, locale);
  const time = format(moment, locale, TIME);
  return locale === 'en' ? `${date}, ${time}` : `${date}, ${time} Uhr`;
}

/** Which of the two forms that our languages have a number takes: "1 Störung", "2 Störungen". */
export function isSingular(count: number, locale: Locale): boolean {
  const rules = (pluralRules[locale] ??= new Intl.PluralRules(LANGUAGE[locale]));
  return rules.select(count) === 'one';
}

const pluralRules: Partial<Record<Locale, Intl.PluralRules>> = {};

/** `12,50 €` from cents. */
export function formatAmount(cents: number, locale: Locale): string {
  return numberFormat(locale, AMOUNT).format(cents / 100);
}

export function formatNumber(value: number, locale: Locale): string {
  return numberFormat(locale, NUMBER).format(value);
}

/** In kB or MB of thousands, as people's own computers show it; never "0". */
export function formatFileSize(bytes: number, locale: Locale): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  const rounded = Math.max(0.1, Math.round(value * 10) / 10);
  return `${formatNumber(rounded, locale)}\u00a0${unit}`;
}

/** The calendar day of a moment where the municipality is, as an ISO date. */
export function localDay(atMs: number): string {
  return ISO_DAY.format(atMs);
}

/** Swedes write dates as ISO 8601 does. */
const ISO_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: LOCAL_ZONE });
const DATE: Intl.DateTimeFormatOptions = { dateStyle: 'long' };
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const AMOUNT: Intl.NumberFormatOptions = { style: 'currency', currency: 'EUR' };
const NUMBER: Intl.NumberFormatOptions = { maximumFractionDigits: 10, useGrouping: false };

/** ISO dates without time are calendar days: no zone may move them. */
function format(moment: Moment, locale: Locale, options: Intl.DateTimeFormatOptions): string {
  const isDay = typeof moment === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(moment);
  return dateFormat(locale, options, isDay ? 'UTC' : LOCAL_ZONE).format(new Date(moment));
}

/** Making a formatter costs a hundred times what using it does: each is made once. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

function dateFormat(
  locale: Locale,
  options: Intl.DateTimeFormatOptions,
  timeZone: string,
): Intl.DateTimeFormat {
  return once(dateFormats, `${locale} ${timeZone} ${JSON.stringify(options)}`, () => {
    return new Intl.DateTimeFormat(LANGUAGE[locale], { ...options, timeZone });
  });
}

function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return once(numberFormats, `${locale} ${JSON.stringify(options)}`, () => {
    return new Intl.NumberFormat(LANGUAGE[locale], options);
  });
}

function once<Format>(made: Map<string, Format>, key: string, make: () => Format): Format {
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = make();
  made.set(key, format);
  return format;
}
