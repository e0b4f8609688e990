import { createHash, randomBytes } from 'node:crypto';

/** The secret of a resume link: 128 random bits. Only its hash is stored. */
export function newResumeToken(): string {
  return randomBytes(16).toString('base64url');
}

export function resumeTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
