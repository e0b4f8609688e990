import type { JsonValue } from '../json.ts';
import { findFormat } from './form-formats.ts';
import type {
  CheckboxField,
  ChecklistField,
  ChoiceField,
  DateField,
  FieldError,
  NumberField,
  TextField,
} from './form.ts';
import { isoDate, readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import { fitsPattern } from './text-pattern.ts';
import type { Locale } from './texts.ts';

/** What a urlencoded form yields: `key`, `key[0].inner`, `key.day`; several values for one name. */
export type RawFields = Readonly<Record<string, string | readonly string[]>>;

export type Field =
  TextField | NumberField | DateField | ChoiceField | CheckboxField | ChecklistField;

/** The answer, nothing (left empty), or what is wrong with it. */
export type FieldResult =
  | { readonly value?: JsonValue }
  | { readonly code: string; readonly values?: NonNullable<FieldError['values']> };

/** Checks one field; `name` is its path, under which the browser sends it. */
export function checkField(
  field: Field,
  name: string,
  raw: RawFields,
  locale: Locale,
): FieldResult {
  if (field.type === 'checklist') return checkChecklist(field, valuesOf(raw, name));
  if (field.type === 'date' && !Object.hasOwn(raw, name)) return checkDateBoxes(field, name, raw);
  const values = valuesOf(raw, name);
  if (values.length > 1) return { code: 'wrong-type' };
  const text = (values[0] ?? '').replace(/\r\n?/g, '\n').trim();
  if (field.type === 'checkbox') return checkCheckbox(field, text);
  if (text === '') return field.required ? { code: 'required' } : {};
  switch (field.type) {
    case 'number':
      return checkNumber(field, text, locale);
    case 'date':
      return checkDate(field, readDate(text));
    case 'select':
    case 'radio':
      return checkChoice(field, text);
    default:
      return checkText(field, text);
  }
}

function valuesOf(raw: RawFields, name: string): readonly string[] {
  const given = Object.hasOwn(raw, name) ? raw[name] : undefined;
  const values = typeof given === 'string' ? [given] : (given ?? []);
  return Array.isArray(values)
    ? values.map((value) => (typeof value === 'string' ? value : ''))
    : [];
}

function checkText(field: TextField, text: string): FieldResult {
  if (text.length > field.maxLength) return { code: 'too-long', values: { max: field.maxLength } };
  if (field.type === 'textfield' && text.includes('\n')) return { code: 'one-line' };
  if (text.length < (field.minLength ?? 0)) {
    return { code: 'too-short', values: { min: field.minLength ?? 0 } };
  }
  if (field.format !== undefined) {
    const format = findFormat(field.format);
    const value = format?.read(text);
    if (value !== undefined) return { value };
    const problem = format?.problem?.(text);
    return { code: ['format', field.format, problem].filter(Boolean).join('-') };
  }
  if (field.pattern !== undefined && fitsPattern(text, field.pattern) !== true) {
    const key = field.patternMessageKey;
    return { code: 'pattern', ...(key === undefined ? {} : { values: { textKey: key } }) };
  }
  return { value: text };
}

function checkNumber(field: NumberField, text: string, locale: Locale): FieldResult {
  const read = text.length > 40 ? undefined : readNumber(text, locale);
  if (read === undefined || !Number.isFinite(read.value)) return { code: 'not-a-number' };
  if (read.decimalDigits > field.decimalDigits) {
    return { code: 'too-many-decimals', values: { max: field.decimalDigits } };
  }
  if (field.min !== undefined && read.value < field.min) {
    return { code: 'too-small', values: { min: field.min } };
  }
  if (field.max !== undefined && read.value > field.max) {
    return { code: 'too-large', values: { max: field.max } };
  }
  return { value: read.value };
}

function checkDateBoxes(field: DateField, name: string, raw: RawFields): FieldResult {
  const boxes = ['year', 'month', 'day'].map((part) => valuesOf(raw, `${name}.${part}`));
  if (boxes.some((values) => values.length > 1)) return { code: 'wrong-type' };
  const [year, month, day] = boxes.map((values) => (values[0] ?? '').trim());
  if (!year && !month && !day) return field.required ? { code: 'required' } : {};
  if (!year || !month || !day) return { code: 'date-incomplete' };
  return checkDate(field, isoDate(year, month, day));
}

function checkDate(field: DateField, date: string | undefined): FieldResult {
  if (date === undefined) return { code: 'not-a-date' };
  if (field.min !== undefined && date < field.min) {
    return { code: 'too-early', values: { min: field.min } };
  }
  if (field.max !== undefined && date > field.max) {
    return { code: 'too-late', values: { max: field.max } };
  }
  return { value: date };
}

function checkChoice(field: ChoiceField, text: string): FieldResult {
  const isThere = field.choices.some(({ value }) => value === text);
  return isThere ? { value: text } : { code: 'unknown-choice' };
}

function checkChecklist(field: ChecklistField, given: readonly string[]): FieldResult {
  const chosen = [...new Set(given.filter((value) => value !== ''))];
  if (chosen.length === 0) return field.required ? { code: 'required' } : { value: [] };
  const known = new Set(field.choices.map(({ value }) => value));
  return chosen.every((value) => known.has(value)) ? { value: chosen } : { code: 'unknown-choice' };
}

function checkCheckbox(field: CheckboxField, text: string): FieldResult {
  if (!['', 'true', 'on', 'false'].includes(text)) return { code: 'wrong-type' };
  const value = text === 'true' || text === 'on';
  return field.required && !value ? { code: 'required' } : { value };
}
