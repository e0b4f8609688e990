import { CaseError } from '../core/cases/case-error.ts';
import type { JsonValue } from '../core/json.ts';

export const MAX_ANSWERS_BYTES = 1_000_000;
export const MAX_FACTS_BYTES = 4_000_000;
export const MAX_COMMAND_BYTES = 1_000_000;
export const MAX_AUDIT_BYTES = 20_000;
export const MAX_DOCUMENT_BYTES = 25_000_000;
const MAX_DEPTH = 60;

/** Refuses what could not be stored or read again, before anything is written. */
export function checkValue(name: string, value: JsonValue, maxBytes: number): void {
  checkParts(name, value, 0);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > maxBytes) {
    throw new CaseError('value-too-large', `${name} has ${bytes} bytes, at most ${maxBytes} fit`);
  }
}

function checkParts(name: string, value: JsonValue, depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new CaseError('value-not-storable', `${name} is nested more than ${MAX_DEPTH} levels`);
  }
  if (typeof value === 'string') return checkText(name, value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new CaseError('value-not-storable', `${name} holds a number that JSON cannot express`);
  }
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    checkText(name, key);
    checkParts(name, part as JsonValue, depth + 1);
  }
}

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair, nor does an engine. */
function checkText(name: string, text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) {
    throw new CaseError('value-not-storable', `${name} holds characters that cannot be stored`);
  }
}
