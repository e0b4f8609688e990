import { z } from 'zod';
import type { VehicleKeeper } from '../connectors/register/port.ts';
import type { CaseFile } from '../core/cases/case-file.ts';
import { applicantOf, registeredApplicantOf } from '../core/persons/applicant.ts';
import type { NamedPerson } from '../core/persons/match-person.ts';
import { matchPerson } from '../core/persons/match-person.ts';
import { readPlate } from '../core/vehicles/plate.ts';
import { defineWorker } from './define-worker.ts';

const input = z.object({
  /** Which register; the population register has `register-match`. */
  register: z.literal('vehicles'),
  /** Which answer holds the plate; default `plate`. */
  plateAnswer: z.string().min(1).nullish(),
});

const output = z.object({
  /** `unclear`: the plate can be read in two ways. `foreign`, `invalid`: see `core/vehicles/plate.ts`. */
  vehicleState: z.enum(['registered', 'deregistered', 'unknown', 'unclear', 'foreign', 'invalid']),
  keeperMatch: z.enum(['own', 'other-person', 'organisation', 'unknown']),
  vehicleClass: z.string().nullable(),
  maxMassKg: z.number().int().nullable(),
});

type VehicleState = z.output<typeof output>['vehicleState'];

/** What the vehicle register says of the plate that the applicant gave. */
export const askRegister = defineWorker({
  topic: 'ask-register',
  title: 'Fahrzeugregister fragen',
  input,
  output,
  errors: {},
  async handle({ input: { plateAnswer }, file, ports, nowMs, change }) {
    const typed = file.answers[plateAnswer ?? 'plate'];
    if (typeof typed !== 'string' || typed.trim() === '') {
      return { type: 'giveUp', reason: `no answer ${plateAnswer ?? 'plate'}` };
    }
    const read = readPlate(typed);
    const vehicle =
      read.kind === 'german' ? await ports.vehicleRegister.findVehicle(read.plate) : undefined;
    const state: VehicleState = read.kind === 'german' ? (vehicle?.state ?? 'unknown') : read.kind;
    const keeper = keeperOf(vehicle?.keeper, namesOf(file));
    await change(() => ({
      facts: {
        vehicle: {
          state,
          keeperMatch: keeper,
          checkedAtMs: nowMs,
          ...('plate' in read ? { plate: read.plate } : {}),
          ...(vehicle ? { record: { ...vehicle, keeper: { ...vehicle.keeper } } } : {}),
        },
      },
      audit: [{ event: 'vehicle-asked', detail: { state, keeper } }],
    }));
    return {
      type: 'done',
      output: {
        vehicleState: state,
        keeperMatch: keeper,
        vehicleClass: vehicle?.vehicleClass ?? null,
        maxMassKg: vehicle?.maxMassKg ?? null,
      },
    };
  },
});

/** The applicant's own names and those that the population register has: a car outlives a marriage. */
function namesOf(file: CaseFile): NamedPerson[] {
  return [applicantOf(file), registeredApplicantOf(file)].filter((person) => person !== undefined);
}

function keeperOf(
  keeper: VehicleKeeper | undefined,
  names: readonly NamedPerson[],
): z.output<typeof output>['keeperMatch'] {
  if (keeper === undefined) return 'unknown';
  if (keeper.kind === 'organisation') return 'organisation';
  if (names.length === 0) return 'unknown';
  const isOwn = names.some(
    (person) => matchPerson(person, [{ ...keeper, blocked: false }]).outcome === 'unique',
  );
  return isOwn ? 'own' : 'other-person';
}
