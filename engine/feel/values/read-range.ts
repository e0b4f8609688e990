import type { Meter } from '../meter.ts';
import { compare } from './compare.ts';
import { makeRange } from './feel-values.ts';
import type { FeelRange } from './feel-values.ts';
import { readNumber } from './numbers.ts';
import { parseTemporal } from './parse-temporal.ts';

const RANGE = /^\s*([[\](])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])[])\s*$/s;
const CALL = /^(?:date|time|date and time|duration)\s*\(\s*"([^"\\]*)"\s*\)$/;

/** A literal end of a range; undefined when it is none. */
function readEnd(text: string): unknown {
  if (text === '') return null;
  if (/^-?(\d+(\.\d+)?|\.\d+)$/.test(text)) return readNumber(text);
  const quoted = /^"([^"\\]*)"$/.exec(text);
  if (quoted !== null) return quoted[1];
  const temporal = /^@"([^"\\]*)"$/.exec(text) ?? CALL.exec(text);
  return (temporal === null ? null : parseTemporal(temporal[1] as string)) ?? undefined;
}

/** `[1..5]` as text, DMN 1.5 section 10.3.4.1: ends are literals; null when it is no range. */
function readText(text: string, meter: Meter): FeelRange | null {
  const found = RANGE.exec(text);
  if (found === null) return null;
  const [start, end] = [readEnd(found[2] as string), readEnd(found[3] as string)];
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  const startIncluded = found[1] === '[';
  const endIncluded = found[4] === ']';
  if ((start === null && startIncluded) || (end === null && endIncluded)) return null;
  if (start !== null && end !== null) {
    const order = compare(start, end, meter);
    if (order === null || order > 0) return null;
  }
  return makeRange(start, end, startIncluded, endIncluded);
}

export const readRange = {
  text: readText,
  point: (value: unknown): FeelRange => makeRange(value, value, true, true),
};
