import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';

/** One-time links to the operator's page. */
export interface OperatorAccess {
  /** A fresh token, good once and for `LINK_LIFE_MS`. */
  makeToken(): string;
  /** True the first time, false ever after; unknown, used and expired look alike. */
  redeem(token: string): boolean;
}

const LINK_LIFE_MS = 60 * 60_000;
const TOKEN_BYTES = 24;

/** Tokens live in this process only: each start prints its own, and a restart voids the old one. */
export function makeOperatorAccess(clock: Clock): OperatorAccess {
  const expiryByHash = new Map<string, number>();
  return {
    makeToken() {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      expiryByHash.set(hash(token), clock.now() + LINK_LIFE_MS);
      return token;
    },
    redeem(token) {
      const key = hash(token);
      const expiresAtMs = expiryByHash.get(key);
      expiryByHash.delete(key);
      return expiresAtMs !== undefined && clock.now() < expiresAtMs;
    },
  };
}

/** The address that the start prints. */
export function operatorLink(publicUrl: string, access: OperatorAccess): string {
  return new URL(`/betrieb/zugang/${access.makeToken()}`, publicUrl).href;
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
