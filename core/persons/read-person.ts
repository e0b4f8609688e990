import { z } from 'zod';
import type { NamedPerson } from './match-person.ts';

/** A person among answers or facts; what else stands there is left out. */
export const personSchema = z
  .object({
    familyName: z.string().trim().min(1),
    birthName: z.string().trim().min(1).optional().catch(undefined),
    givenNames: z.string().trim().min(1),
    birthDate: z.iso.date(),
  })
  .transform(toPerson);

export function readPerson(value: unknown): NamedPerson | undefined {
  const read = personSchema.safeParse(value);
  return read.success ? read.data : undefined;
}

function toPerson({
  birthName,
  ...person
}: {
  familyName: string;
  birthName?: string | undefined;
  givenNames: string;
  birthDate: string;
}): NamedPerson {
  return birthName === undefined ? person : { ...person, birthName };
}
