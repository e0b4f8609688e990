import { randomBytes } from 'node:crypto';
import type { Keys } from './keys.ts';
import { seal, unseal } from './seal.ts';

/** The key of one draft or case, as it is stored. */
export interface WrappedKey {
  readonly keyId: string;
  readonly wrappedKey: Buffer;
}

export function newDataKey(): Buffer {
  return randomBytes(32);
}

/** @param owner such as `case:<id>`: the key of one case does not open for another */
export function wrapKey(keys: Keys, owner: string, dataKey: Buffer): WrappedKey {
  const keyId = keys.currentId;
  return { keyId, wrappedKey: seal(keys.masterKey(keyId), `${owner}:key`, dataKey) };
}

export function unwrapKey(keys: Keys, owner: string, { keyId, wrappedKey }: WrappedKey): Buffer {
  return unseal(keys.masterKey(keyId), `${owner}:key`, wrappedKey);
}
