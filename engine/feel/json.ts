import { ExactNumber, exactNumbersWritten } from './values/exact-number.ts';
import type { JsonValue, PlainJson } from './types.ts';
import { readNumber } from './values/numbers.ts';

/** As many digits in a row as a double may not hold. */
const MANY_DIGITS = /\d[\d.]{15}/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** A whole number that no double stands for; of fractions the nearest double is kept. */
function exactWhole(text: string): ExactNumber | undefined {
  const number = readNumber(text);
  return number instanceof ExactNumber && number.decimal.isInteger() ? number : undefined;
}

/** A control character that no text within the JSON holds: raw it is not allowed, so as an escape. */
function unusedMark(text: string): string | undefined {
  const marks = ['\\u0000', '\\u0001', '\\u0002', '\\u0003', '\\u0004', '\\u0005', '\\u0006'];
  return marks.find((mark) => !text.includes(mark));
}

/** `JSON.parse` that keeps all digits of whole numbers. @throws SyntaxError */
export function parseJson(text: string): unknown {
  const mark = MANY_DIGITS.test(text) ? unusedMark(text) : undefined;
  if (mark === undefined) return JSON.parse(text) as unknown;
  const marked = text.replace(TEXT_OR_NUMBER, (token) =>
    token.startsWith('"') || exactWhole(token) === undefined ? token : `"${mark}${token}"`,
  );
  const first = JSON.parse(`"${mark}"`) as string;
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(first) ? exactWhole(value.slice(1)) : value,
  ) as unknown;
}

function write(value: unknown): string | undefined {
  if (value instanceof ExactNumber) return value.toString();
  if (typeof value !== 'object' || value === null || 'toJSON' in value) {
    return JSON.stringify(value) as string | undefined;
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item) ?? 'null').join(',')}]`;
  const entries = Object.entries(value).flatMap(([name, entry]) => {
    const text = write(entry);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${entries.join(',')}}`;
}

/** `JSON.stringify` that writes exact numbers as numbers with all their digits. */
export function writeJson(value: unknown): string {
  const before = exactNumbersWritten();
  const text = JSON.stringify(value) as string;
  return exactNumbersWritten() === before ? text : (write(value) as string);
}

/** For those who know only JavaScript's numbers: the digits of an exact number as text. */
export function plainJson(value: JsonValue): PlainJson {
  if (value instanceof ExactNumber) return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plainJson);
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plainJson(entry)]));
}
