import { z } from 'zod';
import type { CaseFile } from '../cases/case-file.ts';
import { chosenPersonOf } from './chosen-person.ts';
import type { NamedPerson } from './match-person.ts';
import { isSamePerson } from './match-person.ts';
import { personSchema, readPerson } from './read-person.ts';

/** What `register-match` has written: one person that fits, with or without a bar on information. */
const matchedSchema = z.object({
  outcome: z.enum(['unique', 'blocked']),
  records: z.tuple([personSchema]),
});

/**
 * Who applies: what an identity provider proved (`facts.identity`) goes before what was typed
 * (`answers`), as a whole, so that nobody mixes a proven name with another birth date.
 */
export function applicantOf(file: CaseFile): NamedPerson | undefined {
  return provenApplicantOf(file) ?? typedApplicantOf(file);
}

/** The applicant by the names that are best known: proven, else of the register, else typed. */
export function namedApplicantOf(file: CaseFile): NamedPerson | undefined {
  return provenApplicantOf(file) ?? registeredApplicantOf(file) ?? typedApplicantOf(file);
}

/** Did somebody sign in and type in somebody else? */
export function typedAnotherPerson(file: CaseFile): boolean {
  const [proven, typed] = [provenApplicantOf(file), typedApplicantOf(file)];
  return proven !== undefined && typed !== undefined && !isSamePerson(typed, proven);
}

/** The applicant as far as an identity provider has proven name and birth date. */
export function provenApplicantOf({ facts }: Pick<CaseFile, 'facts'>): NamedPerson | undefined {
  return readPerson(facts['identity']);
}

function typedApplicantOf({ answers }: CaseFile): NamedPerson | undefined {
  return readPerson(answers);
}

/**
 * The applicant as the population register has this person: the one that fits, or whom a clerk has
 * chosen of several; undefined until it is sure who is meant.
 */
export function registeredApplicantOf(file: CaseFile): NamedPerson | undefined {
  const matched = matchedSchema.safeParse(file.facts['registerMatch']);
  return matched.success ? matched.data.records[0] : chosenPersonOf(file);
}
