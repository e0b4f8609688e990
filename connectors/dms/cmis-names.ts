import { createHash } from 'node:crypto';

const MAX_LENGTH = 100;

/**
 * A document of this name in a procedure says that it is closed: plain CMIS knows no such state.
 * German files bear "z.d.A."; the last dot is left out, because file systems below drop it.
 */
export const CLOSED_NAME = 'z.d.A';

/**
 * A name that every repository takes and no address misreads. What had to be changed gets a mark of
 * the original behind it: two names that differ stay two.
 */
export function cmisName(wanted: string): string {
  const plain = wanted
    .normalize('NFC')
    .replace(/[\p{C}/\\:*?"<>|]+/gu, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const kept = [...plain].slice(0, MAX_LENGTH).join('').trimEnd();
  const isReserved = kept.toLowerCase() === CLOSED_NAME.toLowerCase();
  if (kept === wanted && kept !== '' && !isReserved) return kept;
  const mark = createHash('sha256').update(wanted).digest('hex').slice(0, 8);
  return `${kept || '_'}-${mark}`;
}

/** Free text for `cmis:description`: one line, bounded. */
export function cmisText(text: string): string {
  return [...text.replace(/[\p{C}\s]+/gu, ' ').trim()].slice(0, 160).join('');
}
