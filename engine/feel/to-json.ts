import { FeelError } from './feel-error.ts';
import type { JsonValue } from './types.ts';
import { isFeelValue, KIND } from './values/feel-values.ts';
import { isWhole, toDouble } from './values/numbers.ts';
import { valueText } from './values/format.ts';

const MAX_DEPTH = 200;
const MAX_PARTS = 1_000_000;
const TEXT_PER_PART = 64;

interface Walk {
  parts: number;
}

/** A list that holds another twice, which does so too, is small in memory and endless as JSON. */
function count(walk: Walk, amount: number): void {
  walk.parts += amount;
  if (walk.parts <= MAX_PARTS) return;
  throw new FeelError(
    'feel-evaluation',
    '',
    `the result has more than ${MAX_PARTS} parts`,
    `das Ergebnis hat mehr als ${MAX_PARTS} Teile`,
  );
}

function objectToJson(value: object, depth: number, walk: Walk): JsonValue {
  const result: { [key: string]: JsonValue } = {};
  for (const [key, entry] of Object.entries(value)) {
    // A plain assignment to this name would change the prototype instead of storing a value.
    if (key !== '__proto__') result[key] = convert(entry, depth + 1, walk);
  }
  return result;
}

function convert(value: unknown, depth: number, walk: Walk): JsonValue {
  if (depth > MAX_DEPTH) return null;
  count(walk, typeof value === 'string' ? 1 + value.length / TEXT_PER_PART : 1);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1, walk));
  if (!isFeelValue(value)) return objectToJson(value, depth, walk);
  if (value[KIND] === 'number') return isWhole(value) ? value : toDouble(value);
  return value[KIND] === 'range' || value[KIND] === 'function' ? null : valueText(value);
}

/**
 * A FEEL value as JSON: temporal values become ISO 8601 text, contexts and lists are converted
 * deeply. Whole numbers keep all their digits; of other numbers the nearest double is given, as
 * Zeebe's variables hold them. Functions, ranges, NaN and infinity have no JSON form and become
 * null. Entries named `__proto__` and levels beyond 200 are left out.
 *
 * @throws FeelError when the value has more than a million parts
 */
export function toJson(value: unknown): JsonValue {
  return convert(value, 0, { parts: 0 });
}
