import { z } from 'zod';
import type { TrustLevel } from '../../core/access/trust-level.ts';
import { ConnectorError } from '../connector.ts';
import { readLevel } from './levels.ts';
import type { IdentifiedPerson, IdentifiedStaff, PersonAttribute } from './port.ts';

/**
 * Claims that a broker hands out. The standard ones (OpenID Connect Core, section 5.1) bear their
 * usual names. For what German accounts say beyond them no names are agreed upon: we ASSUME those
 * with `amtsweg_`, which the operator of the broker maps (docs/identity.md).
 */
const text = z.string().trim().min(1).max(200);
const levelName = z.union([z.string().max(100), z.number()]);

const personClaims = z.object({
  sub: text,
  given_name: text.optional(),
  family_name: text.optional(),
  birthdate: z.iso.date().optional(),
  email: z.email().max(200).optional(),
  address: z
    .object({
      street_address: text.optional(),
      postal_code: text.optional(),
      locality: text.optional(),
      country: text.optional(),
    })
    .optional(),
  /** Level of this sign-in as the provider itself sees it; the account's own goes before. */
  acr: levelName.optional(),
  amtsweg_level: levelName.optional(),
  /** bPK2: who it is, for this service provider. */
  amtsweg_bpk2: text.optional(),
  amtsweg_birth_name: text.optional(),
  /** Levels by the name of the claim. */
  amtsweg_attribute_levels: z.record(z.string().max(60), levelName).optional(),
  amtsweg_organisation: z.object({ name: text, register_number: text.optional() }).optional(),
});

const names = z.array(z.string().regex(/^[\w-]{1,60}$/)).max(50);

const staffClaims = z.object({
  sub: text,
  name: text.optional(),
  given_name: text.optional(),
  family_name: text.optional(),
  amtsweg_roles: names.default([]),
  amtsweg_units: names.default([]),
});

const ATTRIBUTE_CLAIMS: Readonly<Record<PersonAttribute, string>> = {
  familyName: 'family_name',
  givenNames: 'given_name',
  birthName: 'amtsweg_birth_name',
  birthDate: 'birthdate',
  address: 'address',
  email: 'email',
  organisation: 'amtsweg_organisation',
};

/** Throws `garbage` where a claim has not the agreed form: half an identity is none. */
export function toPerson(claims: object): IdentifiedPerson {
  const read = parse(personClaims, claims);
  const level = personLevel(read);
  const organisation = read.amtsweg_organisation;
  return {
    subject: read.amtsweg_bpk2 ?? read.sub,
    level,
    attributeLevels: weakerAttributes(read.amtsweg_attribute_levels ?? {}, level),
    ...present('familyName', read.family_name),
    ...present('givenNames', read.given_name),
    ...present('birthName', read.amtsweg_birth_name),
    ...present('birthDate', read.birthdate),
    ...present('email', read.email),
    ...present('address', toAddress(read.address)),
    ...present(
      'organisation',
      organisation && {
        name: organisation.name,
        ...present('registerNumber', organisation.register_number),
      },
    ),
  };
}

/** `rejected` with `no-role` for somebody whom the provider knows and the city does not employ. */
export function toStaff(claims: object): IdentifiedStaff {
  const read = parse(staffClaims, claims);
  if (read.amtsweg_roles.length === 0) {
    throw new ConnectorError('rejected', 'no-role', 'the account has no role here');
  }
  const name = read.name ?? [read.given_name, read.family_name].filter(Boolean).join(' ');
  return {
    subject: read.sub,
    name: name || read.sub,
    roles: read.amtsweg_roles,
    units: read.amtsweg_units,
  };
}

/** Without any level nothing is proven but that somebody once registered. */
function personLevel(read: z.infer<typeof personClaims>): TrustLevel {
  const name = read.amtsweg_level ?? read.acr;
  return name === undefined ? 1 : knownLevel(name);
}

function weakerAttributes(
  levels: Record<string, string | number>,
  own: TrustLevel,
): IdentifiedPerson['attributeLevels'] {
  const entries = Object.entries(ATTRIBUTE_CLAIMS).flatMap(([attribute, claim]) => {
    const name = Object.hasOwn(levels, claim) ? levels[claim] : undefined;
    const level = name === undefined ? own : knownLevel(name);
    return level < own ? [[attribute, level]] : [];
  });
  return Object.fromEntries(entries) as IdentifiedPerson['attributeLevels'];
}

/** Guessing a level would be either an insult or a hole. */
function knownLevel(name: string | number): TrustLevel {
  const level = readLevel(name);
  if (level === undefined) {
    throw new ConnectorError('garbage', 'unknown-level', 'the level has no agreed name');
  }
  return level;
}

/** Parts of an address are no address. */
function toAddress(address: z.infer<typeof personClaims>['address']) {
  const { street_address: street, postal_code: postalCode, locality: city } = address ?? {};
  if (street === undefined || postalCode === undefined || city === undefined) return undefined;
  return { street, postalCode, city, ...present('country', address?.country) };
}

function present<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: V });
}

function parse<T>(schema: z.ZodType<T>, claims: object): T {
  const read = schema.safeParse(claims);
  if (read.success) return read.data;
  const claim = read.error.issues[0]?.path.join('.') ?? 'claims';
  throw new ConnectorError('garbage', 'protocol', `claim of the identity provider: ${claim}`);
}
