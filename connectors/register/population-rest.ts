import { z } from 'zod';
import { normaliseName } from '../../core/persons/normalise-name.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import type { PopulationRegisterPort, RegisteredPerson } from './port.ts';
import { makeTokenApi, statusSchema, type TokenApiSettings } from '../token-api.ts';

const text = z.string().min(1).max(250);

const residenceSchema = z.object({
  kind: z.enum(['only', 'main', 'secondary']),
  street: text,
  houseNumber: z.string().max(20),
  postalCode: z.string().regex(/^\d{5}$/),
  city: text,
  movedInOn: z.iso.date(),
  movedOutOn: z.iso.date().optional(),
});

const personSchema = z.object({
  recordId: z.string().min(1).max(60),
  familyName: text,
  birthName: text.optional(),
  givenNames: text,
  birthDate: z.iso.date(),
  deceasedOn: z.iso.date().optional(),
  blocked: z.boolean(),
  residences: z.array(residenceSchema).max(50),
});

const answerSchema = z.object({
  persons: z
    .array(personSchema)
    .max(50)
    .refine((persons) => new Set(persons.map(({ recordId }) => recordId)).size === persons.length, {
      error: 'one record twice',
    }),
});

/**
 * The population register by REST. The interface is our own assumption: the registers of the Länder
 * speak XMeld over OSCI, and a city's middleware turns it into something like this.
 */
export function makePopulationRest(settings: TokenApiSettings): PopulationRegisterPort {
  const name = 'population register';
  const { get, search, parse } = makeTokenApi(name, settings);
  return {
    check: () => checkByCall(name, async () => parse(statusSchema, await get('/status'))),
    async findPersons({ familyName, birthDate }) {
      const wanted = { familyName, birthDate };
      const { persons } = parse(answerSchema, await search('/persons/search', wanted));
      for (const person of persons) if (!isAskedFor(person, wanted)) throw stranger(name);
      return persons as readonly RegisteredPerson[];
    },
  };
}

/** Nobody else's data comes further than this, whatever the register sends. */
function isAskedFor(
  { familyName, birthName, birthDate }: z.output<typeof personSchema>,
  wanted: { familyName: string; birthDate: string },
): boolean {
  const name = normaliseName(wanted.familyName);
  const isNamed = [familyName, birthName].some(
    (one) => one !== undefined && name !== '' && normaliseName(one) === name,
  );
  return isNamed && birthDate === wanted.birthDate;
}

function stranger(name: string): ConnectorError {
  return new ConnectorError('garbage', 'other-person', `the ${name} sent somebody else`);
}
