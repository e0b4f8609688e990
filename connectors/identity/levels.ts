import type { TrustLevel } from '../../core/access/trust-level.ts';

/**
 * What providers call the levels (BundID and BayernID, other accounts of the Länder, Mein
 * Unternehmenskonto, plain numbers of a broker). What is compared is always the number.
 */
const LEVEL_NAMES: Readonly<Record<string, TrustLevel>> = {
  'stork-qaa-level-1': 1,
  'stork-qaa-level-2': 2,
  'stork-qaa-level-3': 3,
  'stork-qaa-level-4': 4,
  'http://eidas.europa.eu/loa/low': 2,
  'http://eidas.europa.eu/loa/substantial': 3,
  'http://eidas.europa.eu/loa/high': 4,
  untergeordnet: 1,
  normal: 2,
  substantiell: 3,
  substanziell: 3,
  hoch: 4,
  // Keycloak's for a session that nobody has proven anew.
  '0': 1,
  '1': 1,
  '2': 2,
  '3': 3,
  '4': 4,
};

/** Undefined for a name that nobody agreed upon. */
export function readLevel(name: string | number): TrustLevel | undefined {
  const known = String(name).trim().toLowerCase();
  return Object.hasOwn(LEVEL_NAMES, known) ? LEVEL_NAMES[known] : undefined;
}

/** `acr_values`: the wanted level first, then those above it, all of which will do. */
export function acrValues(minimumLevel: TrustLevel): string {
  const enough = [1, 2, 3, 4].filter((level) => level >= minimumLevel);
  return enough.map((level) => `STORK-QAA-Level-${level}`).join(' ');
}
