import type { IdentifiedPerson, PersonAttribute } from '../../connectors/identity/port.ts';
import { attributeLevel } from '../../core/access/trust-level.ts';
import type { TrustLevel } from '../../core/access/trust-level.ts';
import type { JsonObject } from '../../core/json.ts';

const ATTRIBUTES: readonly PersonAttribute[] = [
  'familyName',
  'givenNames',
  'birthName',
  'birthDate',
  'address',
  'email',
  'organisation',
];

/** Below, an attribute is what its owner typed in: no proof of anything. */
const PROVES: TrustLevel = 2;

/**
 * What the case file keeps of the sign-in (`facts.identity`): the level, and what the provider
 * proved. Registers are asked with it; the account itself is kept by a blind index only.
 */
export function identityFacts(person: IdentifiedPerson): JsonObject {
  const proven = ATTRIBUTES.flatMap((name): [string, JsonObject[string]][] => {
    const value = person[name];
    if (value === undefined || attributeLevel(person, name) < PROVES) return [];
    return [[name, typeof value === 'string' ? value : { ...value }]];
  });
  return {
    level: person.level,
    attributeLevels: { ...person.attributeLevels },
    ...Object.fromEntries(proven),
  };
}
