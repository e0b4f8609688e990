import type { JsonValue } from '../json.ts';

/** JSON with places: where each value stands in the text. */
export interface LocatedJson {
  readonly value: JsonValue;
  /** Line of the value at a path such as `['components', 0, 'key']`, or of the nearest around it. */
  lineOf(path: readonly (string | number)[]): number;
}

export type JsonFault =
  'json-malformed' | 'json-too-deep' | 'json-doubled-key' | 'json-forbidden-key';

export class JsonReadError extends Error {
  readonly code: JsonFault;
  readonly line: number;
  /** For analysts. */
  readonly messageDe: string;

  constructor(code: JsonFault, line: number, message: string, messageDe: string) {
    super(message);
    this.name = 'JsonReadError';
    this.code = code;
    this.line = line;
    this.messageDe = messageDe;
  }
}

const MAX_DEPTH = 100;
/** They would reach the prototype of whatever an answer or a text is copied into. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

interface Reading {
  readonly text: string;
  at: number;
  /** Offset of the last token read. */
  tokenAt: number;
}

/** Where a value begins (of an object's entry: its key), and what is inside it. */
interface Place {
  readonly at: number;
  inner?: Map<string | number, Place>;
}

/**
 * `JSON.parse` with lines, because an analyst must find the place; refuses keys that stand twice
 * (the first would vanish silently). @throws JsonReadError
 */
export function readJson(text: string): LocatedJson {
  const reading: Reading = { text, at: 0, tokenAt: 0 };
  const first = nextToken(reading);
  const root: Place = { at: reading.tokenAt };
  const value = readValue(reading, first, root, 0);
  const rest = /\S/.exec(text.slice(reading.at));
  if (rest) {
    reading.tokenAt = reading.at + rest.index;
    fault(reading, 'json-malformed', 'text after the end', 'Text hinter dem Ende');
  }
  const lineAt = makeLineFinder(text);
  return { value, lineOf: (path) => lineAt(findPlace(root, path).at) };
}

function findPlace(root: Place, path: readonly (string | number)[]): Place {
  let found = root;
  for (const part of path) {
    const inner = found.inner?.get(part);
    if (!inner) break;
    found = inner;
  }
  return found;
}

function placeInside(around: Place, name: string | number, at: number): Place {
  const place: Place = { at };
  around.inner ??= new Map();
  around.inner.set(name, place);
  return place;
}

function nextToken(reading: Reading): string {
  TOKEN.lastIndex = reading.at;
  const found = TOKEN.exec(reading.text);
  if (!found) {
    reading.tokenAt = reading.at + (/\S/.exec(reading.text.slice(reading.at))?.index ?? 0);
    return fault(
      reading,
      'json-malformed',
      'unexpected character or end',
      'unerwartetes Zeichen oder Ende',
    );
  }
  const token = found[1] ?? found[2] ?? found[3] ?? found[4] ?? '';
  reading.at = TOKEN.lastIndex;
  reading.tokenAt = reading.at - token.length;
  return token;
}

function readValue(reading: Reading, token: string, place: Place, depth: number): JsonValue {
  if (depth > MAX_DEPTH) fault(reading, 'json-too-deep', `more than ${MAX_DEPTH} levels`);
  if (token === '{') return readObject(reading, place, depth);
  if (token === '[') return readArray(reading, place, depth);
  if (/^[}\],:]$/.test(token)) {
    return fault(reading, 'json-malformed', `unexpected ${token}`, `unerwartetes ${token}`);
  }
  return parseToken(reading, token);
}

/** Texts with raw line ends or unknown escapes are found here. */
function parseToken(reading: Reading, token: string): JsonValue {
  try {
    return JSON.parse(token) as JsonValue;
  } catch (error) {
    return fault(
      reading,
      'json-malformed',
      (error as Error).message,
      'ein Text mit Zeilenende oder unbekanntem Zeichen hinter \\',
    );
  }
}

function readObject(reading: Reading, place: Place, depth: number): JsonValue {
  const object: { [key: string]: JsonValue } = {};
  let token = nextToken(reading);
  if (token === '}') return object;
  for (;;) {
    if (!token.startsWith('"'))
      fault(reading, 'json-malformed', 'a key is expected', 'ein Schlüssel wird erwartet');
    const key = parseToken(reading, token) as string;
    if (FORBIDDEN_KEYS.has(key)) fault(reading, 'json-forbidden-key', key);
    if (Object.hasOwn(object, key)) fault(reading, 'json-doubled-key', key);
    const inner = placeInside(place, key, reading.tokenAt);
    if (nextToken(reading) !== ':')
      fault(reading, 'json-malformed', '":" is expected', '„:“ wird erwartet');
    object[key] = readValue(reading, nextToken(reading), inner, depth + 1);
    const after = nextToken(reading);
    if (after === '}') return object;
    if (after !== ',')
      fault(reading, 'json-malformed', '"," or "}" is expected', '„,“ oder „}“ wird erwartet');
    token = nextToken(reading);
  }
}

function readArray(reading: Reading, place: Place, depth: number): JsonValue {
  const list: JsonValue[] = [];
  let token = nextToken(reading);
  if (token === ']') return list;
  for (;;) {
    const inner = placeInside(place, list.length, reading.tokenAt);
    list.push(readValue(reading, token, inner, depth + 1));
    const after = nextToken(reading);
    if (after === ']') return list;
    if (after !== ',')
      fault(reading, 'json-malformed', '"," or "]" is expected', '„,“ oder „]“ wird erwartet');
    token = nextToken(reading);
  }
}

function fault(reading: Reading, code: JsonFault, message: string, german = message): never {
  throw new JsonReadError(code, makeLineFinder(reading.text)(reading.tokenAt), message, german);
}

function makeLineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
