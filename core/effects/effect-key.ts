import { createHash } from 'node:crypto';
import type { EffectIdentity } from '../cases/repositories.ts';
import type { JsonValue } from '../json.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * The key of an outside effect, the same at every repetition: 32 hexadecimal characters, which
 * fits every idempotency key, Message-ID and file name that our counterparts know.
 */
export function effectKey(identity: Omit<EffectIdentity, 'requestHash'>): string {
  return sha256(
    canonicalJson([
      identity.caseId,
      identity.elementInstanceKey,
      identity.topic,
      identity.purpose,
      identity.attempt,
    ]),
  ).slice(0, 32);
}

/** SHA-256 of a request, whatever the order of its members. */
export function requestHash(request: JsonValue): string {
  return sha256(canonicalJson(request));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
