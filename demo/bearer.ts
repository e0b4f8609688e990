import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** Does the request carry this access token? */
export function hasToken(request: Request, token: string): boolean {
  const given = Buffer.from(/^Bearer (\S+)$/i.exec(request.get('Authorization') ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
