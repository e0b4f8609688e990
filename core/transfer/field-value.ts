import { z } from 'zod';
import type { JsonValue } from '../json.ts';
import { fitsPattern } from '../procedures/text-pattern.ts';
import type { PayloadField } from './payload-mapping.ts';

/** What a value is written as, or why it cannot be: a code, never the value itself. */
export type WrittenValue = { readonly text: string } | { readonly problem: ValueProblem };

export type ValueProblem =
  'wrong-type' | 'too-short' | 'too-long' | 'pattern' | 'too-small' | 'too-large' | 'code-unknown';

type Text = Extract<PayloadField, { type: 'text' | 'text_latin' }>;
type Numeric = Extract<PayloadField, { type: 'num' | 'num_int' | 'num_currency' }>;
type Select = Extract<PayloadField, { type: 'select' }>;

const WRONG = { problem: 'wrong-type' } as const;
const TIME = z.iso.time();
const DATE_TIME = z.iso.datetime({ offset: true });
const DATE = z.iso.date();

/** One value in the lexical form of its XSD type (FIM stylesheet for XFall, rule 6). */
export function writeValue(field: PayloadField, value: JsonValue): WrittenValue {
  switch (field.type) {
    case 'text':
    case 'text_latin':
      return writeText(field, value);
    case 'date':
      return writeFitting(DATE, value);
    case 'time':
      return writeFitting(TIME, value);
    case 'datetime':
      return writeFitting(DATE_TIME, value);
    case 'bool':
      return typeof value === 'boolean' ? { text: String(value) } : WRONG;
    case 'num':
    case 'num_int':
    case 'num_currency':
      return writeNumber(field, value);
    case 'select':
      return writeCode(field, value);
    case 'file':
      return typeof value === 'string' ? { text: value } : WRONG;
  }
}

/** Lengths count characters as XSD does: a letter beyond the first plane is one. */
function writeText(field: Text, value: JsonValue): WrittenValue {
  if (typeof value !== 'string' && typeof value !== 'number') return WRONG;
  const text = String(value);
  const length = [...text].length;
  if (length < (field.minLength ?? 0)) return { problem: 'too-short' };
  if (length > (field.maxLength ?? Infinity)) return { problem: 'too-long' };
  // Patterns of XSD hold for the whole value.
  const fits = field.pattern === undefined || fitsPattern(text, `^(?:${field.pattern})$`);
  return fits === true ? { text } : { problem: 'pattern' };
}

function writeFitting(schema: z.ZodType<string>, value: JsonValue): WrittenValue {
  const read = schema.safeParse(value);
  return read.success ? { text: read.data } : WRONG;
}

/** Amounts are whole cents inside, euros in the payload; their bounds are euros too. */
function writeNumber(field: Numeric, value: JsonValue): WrittenValue {
  if (typeof value !== 'number' || !Number.isFinite(value)) return WRONG;
  if (field.type !== 'num' && !Number.isSafeInteger(value)) return WRONG;
  const number = field.type === 'num_currency' ? value / 100 : value;
  if (number < (field.min ?? -Infinity)) return { problem: 'too-small' };
  if (number > (field.max ?? Infinity)) return { problem: 'too-large' };
  return { text: field.type === 'num_currency' ? number.toFixed(2) : String(number) };
}

function writeCode(field: Select, value: JsonValue): WrittenValue {
  const key = String(value);
  const code = Object.hasOwn(field.codes, key) ? field.codes[key] : undefined;
  return code === undefined ? { problem: 'code-unknown' } : { text: code };
}
