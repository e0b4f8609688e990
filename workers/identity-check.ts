import { z } from 'zod';
import { attributeLevel, demandedLevel, TRUST_LEVELS } from '../core/access/trust-level.ts';
import type { TrustLevel } from '../core/access/trust-level.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import { typedAnotherPerson } from '../core/persons/applicant.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /** What is needed here; default: what the procedure demands of every application. */
  demandedLevel: z.enum(['none', 'normal', 'substantial', 'high']).nullish(),
});

const output = z.object({
  /** `guest`: nobody signed in. `too-low`: the sign-in proves less than is needed. */
  identityState: z.enum(['sufficient', 'too-low', 'guest']),
  /** The names or the birth date that were typed in are not those of whoever signed in. */
  identityDiffers: z.boolean(),
});

type IdentityState = z.output<typeof output>['identityState'];

/**
 * Whether the identity that came with the application can be trusted as far as is needed, and
 * whether the application is in its name. Which level it had stands in the case file; here is only
 * said whether it is enough.
 */
export const identityCheck = defineWorker({
  topic: 'identity-check',
  title: 'Identität prüfen',
  input,
  output,
  errors: {},
  async handle({ input: wanted, file, procedure, nowMs, change }) {
    const demanded = demandedLevel(wanted.demandedLevel ?? procedure.config.trustLevel);
    const proven = provenLevel(file);
    const state = stateOf(proven, demanded);
    const differs = typedAnotherPerson(file);
    await change(() => ({
      facts: { identityCheck: { state, differs, checkedAtMs: nowMs } },
      audit: [{ event: 'identity-checked', detail: { state, differs } }],
    }));
    return { type: 'done', output: { identityState: state, identityDiffers: differs } };
  },
});

function stateOf(
  proven: ReturnType<typeof provenLevel>,
  demanded: TrustLevel | undefined,
): IdentityState {
  if (demanded === undefined) return 'sufficient';
  if (proven === undefined) return 'guest';
  return proven !== 'unnamed' && proven >= demanded ? 'sufficient' : 'too-low';
}

const levelSchema = z.custom<TrustLevel>((level) => TRUST_LEVELS.some((one) => one === level));
const identitySchema = z.object({
  level: levelSchema,
  attributeLevels: z.record(z.string(), levelSchema).default({}),
  familyName: z.string(),
  givenNames: z.string(),
  birthDate: z.string(),
});

/** What registers are asked with; a sign-in that leaves one of them out proves nobody. */
const NAMES = ['familyName', 'givenNames', 'birthDate'];

/** As far as the weakest of the names: beside an unproven one somebody could type in another. */
function provenLevel({ facts }: CaseFile): TrustLevel | 'unnamed' | undefined {
  if (facts['identity'] === undefined) return undefined;
  const identity = identitySchema.safeParse(facts['identity']);
  if (!identity.success) return 'unnamed';
  const levels = NAMES.map((name) => attributeLevel(identity.data, name));
  return levels.reduce((lowest, level) => (level < lowest ? level : lowest));
}
