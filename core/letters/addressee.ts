import { z } from 'zod';
import type { CaseFile } from '../cases/case-file.ts';
import type { JsonObject } from '../json.ts';
import { applicantOf, provenApplicantOf } from '../persons/applicant.ts';

/** One record without a bar on information, and the residence that counts, with its address. */
const matchedSchema = z.object({
  outcome: z.literal('unique'),
  records: z.tuple([z.object({ blocked: z.literal(false) })]),
  residence: z.object({
    street: z.string().min(1),
    houseNumber: z.string(),
    postalCode: z.string(),
    city: z.string().min(1),
  }),
});

/**
 * Whom a letter is addressed to: `name`, and `street` and `place` or null. The address is the
 * register's, and only of somebody who has proven to be that person: whoever typed in the name and
 * birth date of another must not read there where the other lives (§§ 44, 51 BMG).
 */
export function addresseeOf(file: CaseFile): JsonObject | null {
  const applicant = applicantOf(file);
  if (!applicant) return null;
  const name = `${applicant.givenNames} ${applicant.familyName}`;
  return { name, ...(provenApplicantOf(file) ? addressOf(file) : NO_ADDRESS) };
}

const NO_ADDRESS = { street: null, place: null };

function addressOf({ facts }: CaseFile): { street: string | null; place: string | null } {
  const matched = matchedSchema.safeParse(facts['registerMatch']);
  if (!matched.success) return NO_ADDRESS;
  const { street, houseNumber, postalCode, city } = matched.data.residence;
  return { street: `${street} ${houseNumber}`.trim(), place: `${postalCode} ${city}`.trim() };
}
