/** Text that is safe to stand in a page as it is. */
export interface SafeHtml {
  readonly safe: string;
}

type Value = SafeHtml | string | number | undefined | readonly SafeHtml[];

/** A tagged template that escapes every value but those already made by it. */
export function html(parts: TemplateStringsArray, ...values: Value[]): SafeHtml {
  const safe = parts.map((part, index) => part + render(values[index])).join('');
  return { safe };
}

function render(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if ('safe' in value) return value.safe;
  return value.map((item) => item.safe).join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** An amount as Germans write it: 1.234,50 €. */
export function euros(cents: number): string {
  return new Intl.NumberFormat('de-DE', { style: 'currency', currency: 'EUR' }).format(cents / 100);
}

/** A point in time as Germans write it. */
export function moment(iso: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Berlin' } as const;
  return new Intl.DateTimeFormat('de-DE', options).format(new Date(iso));
}
