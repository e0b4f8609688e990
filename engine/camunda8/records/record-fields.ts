import { isObject, memberOf } from '../../../core/json.ts';
import type { JsonObject } from '../../../core/json.ts';
import { RecordError } from './record-error.ts';

const WHOLE_NUMBER = /^-?\d{1,19}$/;
/** How Zeebe writes that there is no key. */
const NO_KEY = '-1';

/** A number of 64 bits, as text. */
export function keyOf(from: JsonObject, name: string): string {
  const value = memberOf(from, name);
  if (Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'string' && WHOLE_NUMBER.test(value)) return value;
  throw wrong(name, 'a whole number');
}

/** The key, or undefined where Zeebe has none. */
export function optionalKeyOf(from: JsonObject, name: string): string | undefined {
  const key = keyOf(from, name);
  return key === NO_KEY ? undefined : key;
}

export function numberOf(from: JsonObject, name: string): number {
  const value = memberOf(from, name);
  if (Number.isSafeInteger(value)) return value as number;
  throw wrong(name, 'a whole number');
}

export function textOf(from: JsonObject, name: string): string {
  const value = memberOf(from, name);
  if (typeof value === 'string') return value;
  throw wrong(name, 'a text');
}

/** The text, or undefined where Zeebe writes an empty one because there is none. */
export function optionalTextOf(from: JsonObject, name: string): string | undefined {
  return textOf(from, name) || undefined;
}

export function textsOf(from: JsonObject, name: string): string[] {
  const value = memberOf(from, name);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw wrong(name, 'a list of texts');
}

export function objectOf(from: JsonObject, name: string): JsonObject {
  const value = memberOf(from, name);
  if (isObject(value)) return value;
  throw wrong(name, 'an object');
}

function wrong(name: string, expected: string): RecordError {
  return new RecordError(`'${name}' is not ${expected}`);
}
