import type { DateField, Form, FormComponent, RepeatedGroup } from '../../core/procedures/form.ts';
import { formatNumber } from '../../core/i18n/format.ts';
import { isObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import type { Fields } from '../fields.ts';

/** A form that is asked again: what was answered, but not that something could not be handed in. */
export function askedAgain(form: Form, answers: JsonObject, locale: Locale): Fields {
  const { components, partialBy } = form;
  const { [partialBy ?? '']: _, ...rest } = answers;
  return answersToRaw(components, rest, locale);
}

/**
 * Names in a form: `key`; in a group `key[0].inner`; boxes of a date `key.day`, `key.month`,
 * `key.year`. Forms are always drawn from what would be typed, saved answers are turned into it.
 */
export function answersToRaw(
  components: readonly FormComponent[],
  answers: JsonObject,
  locale: Locale,
  prefix = '',
): Fields {
  const raw: Record<string, string | readonly string[]> = Object.create(null);
  for (const component of components) {
    if (component.type === 'text') continue;
    const value = Object.hasOwn(answers, component.key) ? answers[component.key] : undefined;
    if (value === undefined || value === null) continue;
    Object.assign(raw, componentToRaw(component, value, locale, prefix + component.key));
  }
  return raw;
}

function componentToRaw(
  component: Exclude<FormComponent, { type: 'text' }>,
  value: JsonValue,
  locale: Locale,
  name: string,
): Fields {
  switch (component.type) {
    case 'group':
      return groupToRaw(component, value, locale, name);
    case 'date':
      return dateToRaw(component, value, name);
    case 'number':
      return { [name]: typeof value === 'number' ? formatNumber(value, locale) : '' };
    case 'checkbox':
      return value === true ? { [name]: 'true' } : {};
    case 'filepicker':
      // What the house holds is no input.
      return {};
    case 'checklist':
      return { [name]: Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [] };
    default:
      return { [name]: typeof value === 'string' ? value : '' };
  }
}

function groupToRaw(group: RepeatedGroup, value: JsonValue, locale: Locale, name: string): Fields {
  if (!Array.isArray(value)) return {};
  const items = value.map((item, index) =>
    isObject(item) ? answersToRaw(group.components, item, locale, `${name}[${index}].`) : {},
  );
  // An item without answers is there all the same.
  return Object.assign({}, ...items, { [`${name}.count`]: String(value.length) }) as Fields;
}

function dateToRaw(_field: DateField, value: JsonValue, name: string): Fields {
  const [year, month, day] = typeof value === 'string' ? value.split('-') : [];
  if (!year || !month || !day) return {};
  return {
    [`${name}.day`]: String(Number(day)),
    [`${name}.month`]: String(Number(month)),
    [`${name}.year`]: year,
  };
}
