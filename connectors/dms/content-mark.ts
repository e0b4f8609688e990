import { createHash } from 'node:crypto';
import type { CmisObject } from './cmis-messages.ts';
import type { DmsDocument } from './port.ts';

const directions: Readonly<Record<DmsDocument['direction'], string>> = {
  incoming: 'Eingang',
  outgoing: 'Ausgang',
  internal: 'intern',
};

/**
 * What we know a content by. Custom types and properties cannot be counted on, so it stands in the
 * description, beside direction and key: `Eingang, sha256:…, key:…`.
 */
export interface ContentMark {
  readonly sha256: string;
  readonly keyMark: string;
  readonly description: string;
}

export function markOf({ content, direction, key }: DmsDocument): ContentMark {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const keyMark = `key:${key}`;
  return { sha256, keyMark, description: `${directions[direction]}, sha256:${sha256}, ${keyMark}` };
}

/** What the repository itself has computed goes before what we wrote down. */
export function hasContent(object: CmisObject, { sha256 }: ContentMark): boolean {
  const hashes = [object['cmis:contentStreamHash'] ?? []].flat();
  const own = hashes.find((hash) => hash.toLowerCase().startsWith('{sha-256}'));
  if (own !== undefined) return own.toLowerCase() === `{sha-256}${sha256}`;
  return object['cmis:description']?.includes(`sha256:${sha256}`) ?? false;
}

/** Is it what was filed under this key, whatever came after it? */
export function hasKey(object: CmisObject, { keyMark }: ContentMark): boolean {
  return object['cmis:description']?.endsWith(keyMark) ?? false;
}
