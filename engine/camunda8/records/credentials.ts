import { createHash, timingSafeEqual } from 'node:crypto';

/** What the exporter is given as `authentication.username` and `authentication.password`. */
export interface Credentials {
  readonly user: string;
  readonly secret: string;
}

/** Does the `Authorization` header carry them? Takes as long for a wrong one as for the right one. */
export function carriesCredentials(
  header: string | undefined,
  { user, secret }: Credentials,
): boolean {
  const given = /^Basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1] ?? '';
  return timingSafeEqual(
    digest(Buffer.from(given, 'base64')),
    digest(Buffer.from(`${user}:${secret}`)),
  );
}

/** Digests have one length, so that the length of the secret does not show either. */
function digest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
