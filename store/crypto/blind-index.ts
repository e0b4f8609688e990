import { createHmac } from 'node:crypto';
import type { Keys } from './keys.ts';

/** What a case is found by without holding it in clear. */
export type BlindIndexKind =
  'email' | 'person' | 'earlier-case' | 'document-holder' | 'document-subject' | 'document-plate';

const NORMALISE: Readonly<Record<BlindIndexKind, (value: string) => string>> = {
  email: (value) => value.normalize('NFKC').trim().toLowerCase(),
  person: (value) => value,
  'earlier-case': (value) => value,
  // These come normalised: what is alike is a rule of the matter.
  'document-holder': (value) => value,
  'document-subject': (value) => value,
  'document-plate': (value) => value,
};

/** HMAC-SHA-256 of the normalised value under a key of its own: exact match only. */
export function blindIndex(keys: Keys, kind: BlindIndexKind, value: string): string {
  return createHmac('sha256', keys.blindIndexKey)
    .update(`${kind}\0${NORMALISE[kind](value)}`)
    .digest('hex');
}
