import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CaseError } from '../../core/cases/case-error.ts';
import type { JsonValue } from '../../core/json.ts';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES + TAG_BYTES;

/**
 * AES-256-GCM: format (1 byte), initialisation vector (12), tag (16), ciphertext. `place` binds
 * the ciphertext to where it belongs: moved to another case or column, it does not open.
 */
export function seal(key: Buffer, place: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), iv, cipher.getAuthTag(), body]);
}

/** Throws `CaseError('ciphertext-damaged')`. */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== FORMAT) throw damaged(place);
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(HEADER_BYTES)), decipher.final()]);
  } catch (cause) {
    throw damaged(place, cause);
  }
}

export function sealJson(key: Buffer, place: string, value: JsonValue): Buffer {
  return seal(key, place, Buffer.from(JSON.stringify(value)));
}

export function unsealJson<Value extends JsonValue>(
  key: Buffer,
  place: string,
  sealed: Buffer,
): Value {
  return JSON.parse(unseal(key, place, sealed).toString('utf8')) as Value;
}

function damaged(place: string, cause?: unknown): CaseError {
  return new CaseError('ciphertext-damaged', `What is stored at ${place} does not open`, { cause });
}
