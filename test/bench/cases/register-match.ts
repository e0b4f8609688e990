import { makePopulationRest } from '../../../connectors/register/population-rest.ts';
import { makeVehicleRest } from '../../../connectors/register/vehicle-rest.ts';
import { matchPerson } from '../../../core/persons/match-person.ts';
import { demoCredentials } from '../../../demo/credentials.ts';
import { inventedPerson, inventedPlate } from '../../../demo/registers/invented-people.ts';
import { startTestCity } from '../../support/demo-city.ts';
import type { BenchCase } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';
import { arriveAtRate } from '../open-loop.ts';

const RATE = 50;
const SECONDS = 10;
const PEOPLE = 130_000;
/** A prime, so that the people come from everywhere. */
const STRIDE = 7_919;

/** Person and vehicle of an application, asked for and matched. */
export const registerMatch: BenchCase = {
  name: 'register-match',
  what: `${RATE} applications/s for ${SECONDS} s: the person among ${PEOPLE} and the vehicle, by HTTP; register in the same process`,
  async run({ runs }) {
    const city = await startTestCity();
    const settings = { token: demoCredentials.registerToken, timeoutMs: 10_000 };
    const population = makePopulationRest({ ...settings, url: city.populationRegisterUrl });
    const vehicles = makeVehicleRest({ ...settings, url: city.vehicleRegisterUrl });
    const ask = async (index: number): Promise<void> => {
      const number = (index * STRIDE) % PEOPLE;
      const person = inventedPerson(number);
      const [candidates, vehicle] = await Promise.all([
        population.findPersons(person),
        vehicles.findVehicle(inventedPlate(number)),
      ]);
      if (matchPerson(person, candidates).outcome === 'none' || !vehicle) {
        throw new Error(`person ${number} was not found`);
      }
    };
    // The registers make their indexes at the first question.
    await ask(1);
    const p50: number[] = [];
    const p99: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const latencies = await arriveAtRate(RATE * SECONDS, SECONDS, ask);
      p50.push(percentile(latencies, 0.5));
      p99.push(percentile(latencies, 0.99));
    }
    await city.stop();
    return [
      { name: 'register match p50', unit: 'ms', values: p50, digits: 1 },
      { name: 'register match p99', unit: 'ms', values: p99, digits: 1 },
    ];
  },
};
