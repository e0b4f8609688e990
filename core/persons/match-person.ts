import { givenNamesFit, normaliseName } from './normalise-name.ts';

/** Who applies, as the identity provider or the application says. */
export interface NamedPerson {
  readonly familyName: string;
  readonly birthName?: string;
  readonly givenNames: string;
  /** ISO date. */
  readonly birthDate: string;
}

/** Somebody in the population register, as far as it matters for the match. */
export interface RegisterCandidate extends NamedPerson {
  readonly deceasedOn?: string;
  /** Bar on information (§ 51 BMG). */
  readonly blocked: boolean;
}

/**
 * `blocked` and `deceased` name their one record too: both are for a clerk. Several that fit are
 * never decided by a program, whoever of them has died.
 */
export type PersonMatch<Candidate> =
  | { readonly outcome: 'unique' | 'deceased' | 'blocked'; readonly record: Candidate }
  | { readonly outcome: 'ambiguous'; readonly records: readonly Candidate[] }
  | { readonly outcome: 'none' };

/** Matched on normalised family name or birth name of both, birth date, and given names. */
export function matchPerson<Candidate extends RegisterCandidate>(
  person: NamedPerson,
  candidates: readonly Candidate[],
): PersonMatch<Candidate> {
  const fitting = candidates.filter((candidate) => isSamePerson(person, candidate));
  const exact = fitting.filter(
    ({ givenNames }) => normaliseName(givenNames) === normaliseName(person.givenNames),
  );
  // Of "Anna" and "Anna Maria", born on one day, "Anna" is the one whose names are all given.
  const records = exact.length === 1 ? exact : fitting;
  const [record] = records;
  if (record === undefined) return { outcome: 'none' };
  if (records.length > 1) return { outcome: 'ambiguous', records };
  if (record.blocked) return { outcome: 'blocked', record };
  if (record.deceasedOn !== undefined) return { outcome: 'deceased', record };
  return { outcome: 'unique', record };
}

/** Could both be one person, as names and birth date go? */
export function isSamePerson(one: NamedPerson, other: NamedPerson): boolean {
  const names = familyNames(other);
  return (
    other.birthDate === one.birthDate &&
    familyNames(one).some((name) => names.includes(name)) &&
    givenNamesFit(one.givenNames, other.givenNames)
  );
}

function familyNames({ familyName, birthName = '' }: NamedPerson): string[] {
  return [familyName, birthName].map(normaliseName).filter((name) => name !== '');
}

/**
 * One text per person for blind indexes, the same however the names are spelled. By the birth name
 * where it is known: a marriage makes nobody somebody else.
 */
export function personKey({ familyName, birthName, givenNames, birthDate }: NamedPerson): string {
  return `${normaliseName(birthName ?? familyName)}|${normaliseName(givenNames)}|${birthDate}`;
}
