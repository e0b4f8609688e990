import type { JsonValue } from '../../../core/json.ts';

/** Digits in a row that may make a whole number beyond 2^53, which a double would falsify. */
const MANY_DIGITS = /9\d{15}|\d{17}/;
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const LONG_WHOLE_NUMBER = /^-?\d{16,}$/;

/**
 * `JSON.parse` that hands out whole numbers of 16 and more digits as text. Keys are numbers of 64
 * bits whose upper 13 bits are the partition: from partition 4 on no double holds them. The house's
 * `parseJson` keeps them too, but leaves off where a text holds every mark that it could use, and
 * texts in records are written by strangers.
 *
 * @throws SyntaxError
 */
export function readExactJson(text: string): JsonValue {
  const exact = MANY_DIGITS.test(text)
    ? text.replace(TEXT_OR_NUMBER, (token) =>
        LONG_WHOLE_NUMBER.test(token) ? `"${token}"` : token,
      )
    : text;
  return JSON.parse(exact) as JsonValue;
}
