import { z } from 'zod';
import type { CaseFile } from '../cases/case-file.ts';
import { staffAnswersOf } from '../cases/staff-answers.ts';
import type { NamedPerson } from './match-person.ts';
import { personSchema } from './read-person.ts';

/** Which field of a clerk's form says who of several is meant: `recordId` of the register. */
const CHOSEN = 'chosenPerson';

const recordSchema = z
  .looseObject({ recordId: z.string().min(1) })
  .transform((record) => ({ recordId: record.recordId, person: personSchema.safeParse(record) }));

const ambiguousSchema = z.object({
  outcome: z.literal('ambiguous'),
  records: z.array(recordSchema),
});

export interface ChosenPerson {
  readonly recordId: string;
  readonly person: NamedPerson;
  /** Those who could have been meant, too. */
  readonly others: readonly NamedPerson[];
}

/** Who of several persons of the register a clerk has chosen; one who is not among them is nobody. */
export function chosenPersonOf({ facts }: Pick<CaseFile, 'facts'>): ChosenPerson | undefined {
  const match = ambiguousSchema.safeParse(facts['registerMatch']);
  const recordId = staffAnswersOf(facts)[CHOSEN];
  if (!match.success || typeof recordId !== 'string') return undefined;
  const people = match.data.records.flatMap(({ recordId: id, person }) =>
    person.success ? [{ id, person: person.data }] : [],
  );
  const chosen = people.find(({ id }) => id === recordId);
  if (!chosen) return undefined;
  const others = people.filter((one) => one !== chosen).map(({ person }) => person);
  return { recordId, person: chosen.person, others };
}
