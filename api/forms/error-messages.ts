import { formatDate, formatNumber } from '../../core/i18n/format.ts';
import { isTextKey } from '../../core/i18n/translate.ts';
import type { FieldError, FormComponent } from '../../core/procedures/form.ts';
import type { FormScope } from './form-scope.ts';

export interface ErrorMessage {
  readonly key: string;
  /** Stands alone, in the summary: names the field. */
  readonly message: string;
  /** Stands at the field, under its label. */
  readonly short: string;
}

/** What is wrong, in words. */
export function errorMessages(scope: FormScope, errors: readonly FieldError[]): ErrorMessage[] {
  return errors.map((error) => {
    const full = message(scope, error);
    return { key: error.key, message: full, short: shortened(full, labelOf(scope, error)) };
  });
}

function labelOf(scope: FormScope, { key }: FieldError): string {
  return findField(scope.form.components, key)?.label ?? key;
}

function shortened(full: string, label: string): string {
  const named = [`${label}: `, `${label} `].find((start) => full.startsWith(start)) ?? '';
  return capitalised(full.slice(named.length));
}

/** A name that is a sentence, such as a question, brings its own mark: what follows begins a new one. */
export function afterSentence(full: string, name: string): string {
  const start = `${name}: `;
  if (!/[.?!]$/.test(name) || !full.startsWith(start)) return full;
  return `${name} ${capitalised(full.slice(start.length))}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function message(scope: FormScope, error: FieldError): string {
  const { t, procedure, locale } = scope;
  const field = findField(scope.form.components, error.key);
  const label = labelOf(scope, error);
  const own = error.values?.['textKey'];
  if (typeof own === 'string' && procedure.texts.has(own)) {
    return t('field.own', { label, text: procedure.texts.get(locale, own) });
  }
  const key = specificKey(error.code, field?.type);
  return afterSentence(
    t(isTextKey(key) ? key : 'field.invalid', { label, ...words(error, scope) }),
    label,
  );
}

/** Choosing and typing are asked for in different words. */
function specificKey(code: string, type: string | undefined): string {
  const specific = `field.${code}.${type ?? ''}`;
  return isTextKey(specific) ? specific : `field.${code}`;
}

function words({ values }: FieldError, { locale }: FormScope): Record<string, string> {
  const entries = Object.entries(values ?? {}).map(([name, value]): [string, string] => {
    if (typeof value === 'number') return [name, formatNumber(value, locale)];
    return [name, /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value, locale) : value];
  });
  return Object.fromEntries(entries);
}

/** `plates[1].plate` is the field `plate` of the group `plates`. */
function findField(
  components: readonly FormComponent[],
  path: string,
): Exclude<FormComponent, { type: 'text' }> | undefined {
  const [head, ...rest] = path.replace(/\[\d+\]/g, '').split('.');
  for (const component of components) {
    if (component.type === 'text' || component.key !== head) continue;
    if (rest.length === 0 || component.type !== 'group') return component;
    return findField(component.components, rest.join('.')) ?? component;
  }
  return undefined;
}
