import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keys } from './keys.ts';

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * The code that opens a case to whoever knows its number too: 60 bits. Derived from the case id
 * under a secret key, so that a repeated submission answers the same code although only its mark
 * is stored.
 */
export function trackingCode(keys: Keys, caseId: string): string {
  return codeOf(keys, `code\0${caseId}`);
}

/** The code that stands on an issued document: 60 bits, derived and stored in the same way. */
export function documentCode(keys: Keys, documentId: string): string {
  return codeOf(keys, `document\0${documentId}`);
}

function codeOf(keys: Keys, subject: string): string {
  const bytes = createHmac('sha256', keys.trackingKey).update(subject).digest();
  return [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte & 31]).join('');
}

/** What is stored of the code of a document: it is found by the code alone. */
export function documentMark(keys: Keys, code: string): string {
  return createHmac('sha256', keys.trackingKey)
    .update(`document mark\0${normaliseCode(code)}`)
    .digest('hex');
}

/** What is stored of a code. */
export function trackingMark(keys: Keys, number: string, code: string): string {
  return createHmac('sha256', keys.trackingKey)
    .update(`mark\0${number}\0${normaliseCode(code)}`)
    .digest('hex');
}

/** In constant time. */
export function sameMark(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** As people type it: blanks, hyphens, small letters, and the letters that look like digits. */
function normaliseCode(code: string): string {
  return code
    .slice(0, 64)
    .toUpperCase()
    .replace(/[\s-]+/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}
