import { z } from 'zod';
import { CaseError } from '../../core/cases/case-error.ts';

/** The house's secrets. Data keys of cases are wrapped by a master key, the others stand alone. */
export interface Keys {
  /** New data keys are wrapped with this one; older ones only unwrap. */
  readonly currentId: string;
  /** Throws `CaseError('key-unknown')`. */
  masterKey(id: string): Buffer;
  /** For blind indexes: search by exact value without holding the value. */
  readonly blindIndexKey: Buffer;
  /** For tracking codes. */
  readonly trackingKey: Buffer;
}

const key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 bytes in base64');

const keysSchema = z
  .object({
    current: z.string().min(1).max(40),
    master: z.record(z.string().min(1).max(40), key),
    blindIndex: key,
    tracking: key,
  })
  .refine((keys) => Object.hasOwn(keys.master, keys.current), {
    message: 'names no key of "master"',
    path: ['current'],
  });

export type KeyMaterial = z.output<typeof keysSchema>;

/** @param text JSON `{ current, master: { id: base64 }, blindIndex, tracking }`, 32 bytes each */
export function parseKeys(text: string): Keys {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // The parser's own message would quote the secret.
    throw new Error('The keys are not readable as JSON');
  }
  const checked = keysSchema.safeParse(raw);
  if (!checked.success) {
    const places = checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(`The keys are not complete: ${places.join('; ')}`);
  }
  return makeKeys(checked.data);
}

function makeKeys(material: KeyMaterial): Keys {
  const master = new Map(
    Object.entries(material.master).map(([id, text]) => [id, Buffer.from(text, 'base64')]),
  );
  return {
    currentId: material.current,
    masterKey(id) {
      const found = master.get(id);
      if (!found) throw new CaseError('key-unknown', `No master key "${id}" in the key store`);
      return found;
    },
    blindIndexKey: Buffer.from(material.blindIndex, 'base64'),
    trackingKey: Buffer.from(material.tracking, 'base64'),
  };
}
