import { z } from 'zod';
import { ConnectorError } from '../connectors/connector.ts';
import type { RegisteredPerson, Residence } from '../connectors/register/port.ts';
import type { JsonObject } from '../core/json.ts';
import { localDay } from '../core/i18n/format.ts';
import { applicantOf, provenApplicantOf } from '../core/persons/applicant.ts';
import type { NamedPerson, PersonMatch } from '../core/persons/match-person.ts';
import { matchPerson } from '../core/persons/match-person.ts';
import { contradict, presentResidences } from '../core/persons/present-residences.ts';
import { daysBetween } from '../core/law/deadline.ts';
import type { WorkerContext } from './define-worker.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /**
   * A decision of the procedure that tells the zone of an address (`street`, `houseNumber`,
   * `postalCode`, all text) by name, or null. The address itself never enters the process.
   */
  zoneDecision: z.string().min(1).nullish(),
  /**
   * Asks only about somebody who has proven to be that person: for letters, which carry nobody else's
   * address. Others are `none`.
   */
  onlyProven: z.boolean().nullish(),
});

const output = z.object({
  personMatch: z.enum(['unique', 'ambiguous', 'none', 'deceased', 'blocked']),
  /**
   * Of the residence in a zone, else of the main one. `unclear`: the register's residences
   * contradict each other.
   */
  residenceKind: z.enum(['main', 'secondary', 'none', 'unclear']),
  /** Days since the person moved in there; null without a residence. */
  movedInDays: z.number().int().nullable(),
  zone: z.string().nullable(),
});

type Context = WorkerContext<z.output<typeof input>>;

/** Who the applicant is in the population register, and where this person lives. */
export const registerMatch = defineWorker({
  topic: 'register-match',
  title: 'Person im Melderegister finden',
  input,
  output,
  errors: {},
  async handle(context) {
    const { input, file, nowMs, change } = context;
    if (input.onlyProven && !provenApplicantOf(file)) return { type: 'done', output: NOBODY };
    const applicant = applicantOf(file);
    if (!applicant) return { type: 'giveUp', reason: 'the case names no applicant' };
    const match = await matchInRegister(context, applicant);
    const living: Living =
      'record' in match ? await livingOf(context, match.record) : { kind: 'none' };
    await change(() => ({
      facts: { registerMatch: factsOf(match, living, nowMs) },
      audit: [{ event: 'register-matched', detail: { outcome: match.outcome } }],
    }));
    const movedInOn = living.residence?.movedInOn;
    return {
      type: 'done',
      output: {
        personMatch: match.outcome,
        residenceKind: living.kind,
        movedInDays: movedInOn ? daysBetween(movedInOn, localDay(nowMs)) : null,
        zone: living.zone ?? null,
      },
    };
  },
});

const NOBODY = {
  personMatch: 'none',
  residenceKind: 'none',
  movedInDays: null,
  zone: null,
} as const;

/** By the name of today; by the birth name when the register knows nobody of that name. */
async function matchInRegister(
  { ports }: Context,
  applicant: NamedPerson,
): Promise<PersonMatch<RegisteredPerson>> {
  const { familyName, birthName, birthDate } = applicant;
  const matchBy = async (name: string): Promise<PersonMatch<RegisteredPerson>> => {
    try {
      const query = { familyName: name, birthDate };
      return matchPerson(applicant, await ports.populationRegister.findPersons(query));
    } catch (error) {
      if (isTooMany(error)) return { outcome: 'ambiguous', records: [] };
      throw error;
    }
  };
  const match = await matchBy(familyName);
  return match.outcome === 'none' && birthName !== undefined ? matchBy(birthName) : match;
}

function isTooMany(error: unknown): boolean {
  return (
    error instanceof ConnectorError && error.kind === 'rejected' && error.reason === 'too-many'
  );
}

interface Living {
  readonly kind: z.output<typeof output>['residenceKind'];
  /** The one that counts: one in a zone before one without, the main one before others. */
  readonly residence?: Residence;
  readonly zone?: string | undefined;
}

async function livingOf(context: Context, person: RegisteredPerson): Promise<Living> {
  const present = presentResidences(person.residences, localDay(context.nowMs));
  if (contradict(present)) return { kind: 'unclear' };
  for (const residence of present) {
    const zone = await zoneOf(context, residence);
    if (zone !== undefined) return { kind: kindOf(residence), residence, zone };
  }
  const [residence] = present;
  return residence ? { kind: kindOf(residence), residence } : { kind: 'none' };
}

async function zoneOf(
  { input: { zoneDecision }, file, ports }: Context,
  { street, houseNumber, postalCode }: Residence,
): Promise<string | undefined> {
  if (!zoneDecision) return undefined;
  const zone = await ports.evaluateDecision({
    decisionId: zoneDecision,
    bundleHash: file.bundleHash,
    variables: { street, houseNumber, postalCode },
  });
  return typeof zone === 'string' ? zone : undefined;
}

function kindOf({ kind }: Residence): 'main' | 'secondary' {
  return kind === 'secondary' ? 'secondary' : 'main';
}

/** What a clerk sees of it: the record, or those who could be meant. */
function factsOf(
  match: PersonMatch<RegisteredPerson>,
  { residence, zone }: Living,
  checkedAtMs: number,
): JsonObject {
  const records = 'record' in match ? [match.record] : 'records' in match ? match.records : [];
  const isBarred = match.outcome === 'blocked';
  return {
    outcome: match.outcome,
    checkedAtMs,
    records: records.map(personFacts),
    ...(residence ? { residence: isBarred ? withoutAddress(residence) : { ...residence } } : {}),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** An address under a bar (§ 51 BMG) stays in the register: what is not copied cannot get out. */
function personFacts({ residences, ...person }: RegisteredPerson): JsonObject {
  if (person.blocked) return { ...person };
  return { ...person, residences: residences.map((residence) => ({ ...residence })) };
}

function withoutAddress({ kind, movedInOn }: Residence): JsonObject {
  return { kind, movedInOn };
}
