import { formatDate, formatFileSize, formatNumber } from '../i18n/format.ts';
import type { Translate } from '../i18n/translate.ts';
import { asObject, type JsonObject, type JsonValue } from '../json.ts';
import type { FormComponent } from './form.ts';
import type { Locale } from './texts.ts';

/** One answer in words, for "check your answers", for staff and for the file. */
export interface AnswerRow {
  readonly label: string;
  readonly lines: readonly string[];
}

type Field = Exclude<FormComponent, { type: 'text' }>;
interface Words {
  readonly t: Translate;
  readonly locale: Locale;
}

export function answerRows(
  components: readonly FormComponent[],
  answers: JsonObject,
  words: Words,
): AnswerRow[] {
  return components
    .filter((component): component is Field => component.type !== 'text')
    .flatMap((field) =>
      rowsOf(field, Object.hasOwn(answers, field.key) ? answers[field.key] : undefined, words),
    );
}

function rowsOf(field: Field, value: JsonValue | undefined, words: Words): AnswerRow[] {
  if (field.type === 'group') return groupRows(field, value, words);
  const lines = value === undefined || value === null ? [] : linesOf(field, value, words);
  return [{ label: field.label, lines: lines.length > 0 ? lines : [words.t('form.notAnswered')] }];
}

function groupRows(
  group: Extract<Field, { type: 'group' }>,
  value: JsonValue | undefined,
  words: Words,
): AnswerRow[] {
  const items = Array.isArray(value) ? value : [];
  return items.map((item, index) => ({
    label: words.t('form.itemOf', { label: group.label, number: index + 1 }),
    lines: answerRows(group.components, asObject(item), words).map(
      (row) => `${row.label}: ${row.lines.join(', ')}`,
    ),
  }));
}

function linesOf(
  field: Exclude<Field, { type: 'group' }>,
  value: JsonValue,
  { t, locale }: Words,
): string[] {
  switch (field.type) {
    case 'checkbox':
      return [t(value === true ? 'form.yes' : 'form.no')];
    case 'date':
      return typeof value === 'string' ? [formatDate(value, locale)] : [];
    case 'number':
      return typeof value === 'number' ? [formatNumber(value, locale)] : [];
    case 'select':
    case 'radio':
      return [choiceLabel(field, value)];
    case 'checklist':
      return Array.isArray(value) ? value.map((one) => choiceLabel(field, one)) : [];
    case 'filepicker':
      return Array.isArray(value) ? value.flatMap((file) => fileLine(asObject(file), locale)) : [];
    default:
      return typeof value === 'string' ? value.split('\n') : [];
  }
}

function fileLine({ fileName, sizeBytes }: JsonObject, locale: Words['locale']): string[] {
  if (typeof fileName !== 'string' || typeof sizeBytes !== 'number') return [];
  return [`${fileName} (${formatFileSize(sizeBytes, locale)})`];
}

function choiceLabel(
  field: Extract<Field, { type: 'select' | 'radio' | 'checklist' }>,
  value: JsonValue,
): string {
  return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
}
