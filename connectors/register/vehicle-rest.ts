import { z } from 'zod';
import { readPlate } from '../../core/vehicles/plate.ts';
import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import type { RegisteredVehicle, VehicleRegisterPort } from './port.ts';
import { makeTokenApi, statusSchema, type TokenApiSettings } from '../token-api.ts';

const text = z.string().min(1).max(250);

const vehicleSchema = z.object({
  plate: z.string().max(20),
  vinLastDigits: z.string().max(17),
  state: z.enum(['registered', 'deregistered']),
  registeredOn: z.iso.date(),
  // M1, N1G, L3e-A2, T4.1; older vehicles have a number. No free text: it goes into the process.
  vehicleClass: z.string().regex(/^[A-Za-z0-9.-]{1,10}$/),
  maxMassKg: z.number().int().min(1).max(100_000),
  keeper: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('person'),
      familyName: text,
      givenNames: text,
      birthDate: z.iso.date(),
    }),
    z.object({ kind: z.literal('organisation'), name: text }),
  ]),
});

const answerSchema = z.object({ vehicles: z.array(vehicleSchema).max(1) });

/**
 * The vehicle register by REST; our own assumption too: the central register is asked by a city's
 * registration software.
 */
export function makeVehicleRest(settings: TokenApiSettings): VehicleRegisterPort {
  const name = 'vehicle register';
  const { get, search, parse } = makeTokenApi(name, settings);
  return {
    check: () => checkByCall(name, async () => parse(statusSchema, await get('/status'))),
    async findVehicle(typed): Promise<RegisteredVehicle | undefined> {
      const read = readPlate(typed);
      if (read.kind !== 'german') return undefined;
      const { plate } = read;
      const { vehicles } = parse(answerSchema, await search('/vehicles/search', { plate }));
      const [vehicle] = vehicles;
      if (vehicle === undefined) return undefined;
      const answered = readPlate(vehicle.plate);
      if (answered.kind !== 'german' || answered.plate !== plate) {
        throw new ConnectorError('garbage', 'other-vehicle', `the ${name} sent another vehicle`);
      }
      return { ...vehicle, plate };
    },
  };
}
