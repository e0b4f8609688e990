import { createHash, hkdfSync } from 'node:crypto';
import { parseKeys } from './keys.ts';
import type { Keys } from './keys.ts';

/**
 * All keys of the house from the one master key that the environment holds: each purpose gets its
 * own by HKDF (RFC 5869), so that none tells anything of another.
 */
export function deriveKeys(masterKeyBase64: string): Keys {
  const master = Buffer.from(masterKeyBase64, 'base64');
  const derive = (purpose: string): string =>
    Buffer.from(hkdfSync('sha256', master, '', `amtsweg ${purpose}`, 32)).toString('base64');
  const id = `env-${createHash('sha256').update(master).digest('hex').slice(0, 8)}`;
  return parseKeys(
    JSON.stringify({
      current: id,
      master: { [id]: derive('case keys') },
      blindIndex: derive('blind index'),
      tracking: derive('tracking codes'),
    }),
  );
}
