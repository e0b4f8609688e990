import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { SessionData } from 'express-session';

/** Content of a session, encrypted (AES-256-GCM) under a key that only its id yields. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** What the store knows a session by. */
export function sessionKey(id: string): string {
  return createHash('sha256').update(`session ${id}`).digest('hex');
}

export function sealSession(id: string, data: SessionData): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', contentKey(id), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(data), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** `null` when the content was changed outside or belongs to another id. */
export function openSession(id: string, content: string): SessionData | null {
  const bytes = Buffer.from(content, 'base64');
  const tagEnd = IV_BYTES + TAG_BYTES;
  if (bytes.length < tagEnd) return null;
  const decipher = createDecipheriv('aes-256-gcm', contentKey(id), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
    return JSON.parse(opened.toString('utf8')) as SessionData;
  } catch {
    return null;
  }
}

function contentKey(id: string): Buffer {
  return Buffer.from(hkdfSync('sha256', id, '', 'amtsweg session content', 32));
}
