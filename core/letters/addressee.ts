import { z } from 'zod';
import type { CaseFile } from '../cases/case-file.ts';
import type { JsonObject } from '../json.ts';
import { applicantOf, provenApplicantOf } from '../persons/applicant.ts';

/** People move: an address is worth a letter for half a year, then it has to be asked for anew. */
const ADDRESS_LIFE_MS = 183 * 86_400_000;

/** One record without a bar on information, and the residence that counts, with its address. */
const matchedSchema = z.object({
  outcome: z.literal('unique'),
  checkedAtMs: z.number(),
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
 * Steps that write months after the application ask the register (`register-match`) first.
 */
export function addresseeOf(file: CaseFile, nowMs: number): JsonObject | null {
  const applicant = applicantOf(file);
  if (!applicant) return null;
  const name = `${applicant.givenNames} ${applicant.familyName}`;
  return { name, ...(provenApplicantOf(file) ? addressOf(file, nowMs) : NO_ADDRESS) };
}

const NO_ADDRESS = { street: null, place: null };

function addressOf(
  { facts }: CaseFile,
  nowMs: number,
): { street: string | null; place: string | null } {
  const matched = matchedSchema.safeParse(facts['registerMatch']);
  if (!matched.success || nowMs - matched.data.checkedAtMs > ADDRESS_LIFE_MS) return NO_ADDRESS;
  const { street, houseNumber, postalCode, city } = matched.data.residence;
  return { street: `${street} ${houseNumber}`.trim(), place: `${postalCode} ${city}`.trim() };
}
