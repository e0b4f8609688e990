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

/** Who of several persons of the register a clerk has chosen; one who is not among them is nobody. */
export function chosenPersonOf({ facts }: Pick<CaseFile, 'facts'>): NamedPerson | undefined {
  const match = ambiguousSchema.safeParse(facts['registerMatch']);
  const recordId = staffAnswersOf(facts)[CHOSEN];
  if (!match.success || typeof recordId !== 'string') return undefined;
  return match.data.records.find((record) => record.recordId === recordId)?.person.data;
}
