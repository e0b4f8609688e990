import type { JsonObject, JsonValue } from '../json.ts';
import type { Field, FieldResult, RawFields } from './check-field.ts';
import { checkField } from './check-field.ts';
import { checkUploads } from './check-uploads.ts';
import { withChoices } from './form-choices.ts';
import type { FormContext } from './form-context.ts';
import { keepVisible, keyOf } from './form-visible.ts';
import type { FieldError, FileField, Form, FormComponent, RepeatedGroup } from './form.ts';

export interface CheckedAnswers {
  /** Of relevant components only, each in its type; what is wrong or empty is not in it. */
  readonly answers: JsonObject;
  readonly errors: readonly FieldError[];
}

/**
 * Checks what was sent against the form: types, lengths, choices, and which questions are relevant
 * at all. Answers to hidden questions are dropped, unknown names are ignored.
 */
export function checkAnswers(form: Form, raw: RawFields, context: FormContext): CheckedAnswers {
  const keys = new Set(form.components.flatMap((component) => keyOf(component) ?? []));
  // Earlier answers to this very form count no more.
  const answers = Object.fromEntries(
    Object.entries(context.answers).filter(([key]) => !keys.has(key)),
  );
  const checked = checkComponents(form.components, raw, { ...context, answers }, '');
  return form.partialBy === undefined ? checked : allowPartial(form.partialBy, checked);
}

/**
 * Whoever says that not everything can be answered need not: one answer is enough. What is left
 * empty is not answered, so that it takes nothing away from what the case has already.
 */
function allowPartial(partialBy: string, { answers, errors }: CheckedAnswers): CheckedAnswers {
  if (answers[partialBy] !== true) return { answers, errors };
  const given = Object.entries(answers).filter(
    ([key, value]) => key !== partialBy && value !== false && !isEmptyList(value),
  );
  const others = errors.filter(({ code }) => code !== 'required');
  const isPartial = others.length < errors.length;
  return {
    answers: { ...Object.fromEntries(given), [partialBy]: isPartial },
    errors:
      given.length > 0 || !isPartial || others.length > 0
        ? others
        : [{ key: partialBy, code: 'nothing-given' }],
  };
}

function isEmptyList(value: JsonValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

function checkComponents(
  components: readonly FormComponent[],
  raw: RawFields,
  context: FormContext,
  prefix: string,
): CheckedAnswers {
  const given: JsonObject = {};
  const errors = new Map<string, readonly FieldError[]>();
  for (const component of components) {
    if (component.type === 'text') continue;
    const name = prefix + component.key;
    if (component.type === 'group') {
      const group = checkGroup(component, raw, withAnswers(context, given), name);
      given[component.key] = group.items;
      errors.set(component.key, group.errors);
      continue;
    }
    const result = checkOne(withChoices(component, given, context), name, raw, context);
    if ('code' in result) errors.set(component.key, [{ key: name, ...result }]);
    else if (result.value !== undefined) given[component.key] = result.value;
  }
  const { answers, visible } = keepVisible(components, given, context);
  return {
    answers,
    errors: visible.flatMap((component) => errors.get(keyOf(component) ?? '') ?? []),
  };
}

function checkOne(
  field: Field | FileField,
  name: string,
  raw: RawFields,
  { locale, uploads }: FormContext,
): FieldResult {
  if (field.type !== 'filepicker') return checkField(field, name, raw, locale);
  return checkUploads(field, uploads?.get(field.key) ?? []);
}

function withAnswers(context: FormContext, given: JsonObject): FormContext {
  return { ...context, answers: { ...context.answers, ...given } };
}

function checkGroup(
  group: RepeatedGroup,
  raw: RawFields,
  context: FormContext,
  name: string,
): { items: JsonObject[]; errors: FieldError[] } {
  const count = countItems(group, raw, name);
  const checked = Array.from({ length: Math.min(count, group.maxItems) }, (_, index) =>
    checkComponents(group.components, raw, context, `${name}[${index}].`),
  );
  const errors = checked.flatMap((item) => item.errors);
  if (count > group.maxItems) {
    errors.push({ key: name, code: 'too-many-items', values: { max: group.maxItems } });
  }
  return { items: checked.map((item) => item.answers), errors };
}

/** By the names that were sent, and `key.count`: an item may be there without any answer. */
function countItems(group: RepeatedGroup, raw: RawFields, name: string): number {
  const stated = Object.hasOwn(raw, `${name}.count`) ? Number(raw[`${name}.count`]) : 0;
  let count = Math.max(group.minItems, Number.isInteger(stated) ? stated : 0);
  for (const field of Object.keys(raw)) {
    if (!field.startsWith(`${name}[`)) continue;
    const index = /^(\d{1,4})\]\./.exec(field.slice(name.length + 1))?.[1];
    if (index !== undefined) count = Math.max(count, Number(index) + 1);
  }
  return count;
}
