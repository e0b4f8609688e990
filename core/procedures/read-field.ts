import type { JsonValue } from '../json.ts';
import type { Attributes } from './form-attributes.ts';
import { isObject } from '../json.ts';
import { findFormat, formatNames } from './form-formats.ts';
import type { Choice, FormComponent } from './form.ts';
import { readDate } from './read-date.ts';
import { fitsPattern } from './text-pattern.ts';

/** What all fields have. */
export interface FieldHead {
  readonly id: string;
  readonly line: number;
  readonly hideWhen?: string;
  readonly key: string;
  readonly label: string;
  readonly description?: string;
  readonly required: boolean;
}

const MAX_LINE = 1_000;
const MAX_TEXT = 20_000;
const DEFAULT_LINE = 250;
const DEFAULT_TEXT = 2_000;

export function readTextField(at: Attributes, head: FieldHead): FormComponent {
  const type = at.object['type'] === 'textarea' ? 'textarea' : 'textfield';
  const validate = at.inside('validate');
  validate.refuseOthers(['required', 'minLength', 'maxLength', 'pattern', 'validationType']);
  const properties = at.inside('properties');
  properties.refuseOthers(['format', 'patternMessage']);
  const [usual, most] = type === 'textfield' ? [DEFAULT_LINE, MAX_LINE] : [DEFAULT_TEXT, MAX_TEXT];
  const minLength = validate.number('minLength');
  const pattern = readPattern(validate);
  const patternMessageKey = properties.text('patternMessage');
  const format = readFormat(validate, properties);
  return {
    ...head,
    type,
    maxLength: Math.min(validate.number('maxLength') ?? usual, most),
    ...(minLength === undefined ? {} : { minLength }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(patternMessageKey === undefined ? {} : { patternMessageKey }),
    ...(format === undefined ? {} : { format }),
  };
}

function readPattern(validate: Attributes): string | undefined {
  const pattern = validate.text('pattern');
  if (pattern === undefined || fitsPattern('', pattern) !== undefined) return pattern;
  const { file, problems } = validate.source;
  problems.add(file, 'form-pattern', { line: validate.line('pattern') }, { pattern });
  return undefined;
}

function readFormat(validate: Attributes, properties: Attributes): string | undefined {
  const type = validate.text('validationType');
  if (type !== undefined && type !== 'custom' && type !== 'email') {
    validate.invalid('validationType', 'email, custom');
  }
  const format = properties.text('format') ?? (type === 'email' ? 'email' : undefined);
  if (format === undefined || findFormat(format)) return format;
  properties.invalid('format', formatNames().join(', '));
  return undefined;
}

export function readNumberField(at: Attributes, head: FieldHead): FormComponent {
  const validate = at.inside('validate');
  validate.refuseOthers(['required', 'min', 'max']);
  const min = validate.number('min');
  const max = validate.number('max');
  return {
    ...head,
    type: 'number',
    decimalDigits: Math.min(Math.max(at.number('decimalDigits') ?? 0, 0), 10),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}

export function readDateField(at: Attributes, head: FieldHead): FormComponent {
  if (at.text('subtype') !== 'date') at.invalid('subtype', 'date');
  at.inside('validate').refuseOthers(['required']);
  const properties = at.inside('properties');
  properties.refuseOthers(['min', 'max']);
  return { ...head, type: 'date', ...readDay(properties, 'min'), ...readDay(properties, 'max') };
}

function readDay<Name extends 'min' | 'max'>(
  at: Attributes,
  name: Name,
): { [key in Name]?: string } {
  const text = at.text(name);
  const day = text === undefined ? undefined : readDate(text);
  if (text !== undefined && day === undefined) at.invalid(name, '2026-01-31');
  return day === undefined ? {} : ({ [name]: day } as { [key in Name]?: string });
}

export function readChoice(at: Attributes, head: FieldHead): FormComponent {
  at.inside('validate').refuseOthers(['required']);
  const type = at.object['type'] as 'select' | 'radio' | 'checklist';
  const choicesExpression = at.feel('valuesExpression');
  const values = at.object['values'];
  const choices = Array.isArray(values) ? values.flatMap((value) => readValue(at, value)) : [];
  if (choices.length === 0 && at.object['valuesExpression'] === undefined) {
    const { file, problems } = at.source;
    problems.add(file, 'form-choices-missing', { line: at.line() }, { key: head.key });
  }
  if (new Set(choices.map(({ value }) => value)).size < choices.length) {
    at.invalid('values', '1×');
  }
  return {
    ...head,
    type,
    choices,
    ...(choicesExpression === undefined ? {} : { choicesExpression }),
  };
}

function readValue(at: Attributes, given: JsonValue): Choice[] {
  const value = isObject(given) ? given['value'] : undefined;
  const label = isObject(given) ? given['label'] : undefined;
  if (typeof value === 'string' && value !== '' && typeof label === 'string' && label !== '') {
    return [{ value, label }];
  }
  at.invalid('values', '{ "value": "…", "label": "…" }');
  return [];
}

export function readCheckbox(at: Attributes, head: FieldHead): FormComponent {
  at.inside('validate').refuseOthers(['required']);
  return { ...head, type: 'checkbox' };
}
