import { expect } from 'chai';
import { makePopulationRest } from '../../../connectors/register/population-rest.ts';
import { makeVehicleRest } from '../../../connectors/register/vehicle-rest.ts';
import type { JsonObject } from '../../../core/json.ts';
import { demoCredentials } from '../../../demo/credentials.ts';
import { demoPeople } from '../../../demo/registers/demo-people.ts';
import { askRegister } from '../../../workers/ask-register.ts';
import type { Worker } from '../../../workers/define-worker.ts';
import { registerMatch } from '../../../workers/register-match.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { variablesOf, WORLD_START_MS, workerWorld } from '../../support/worker-world.ts';

const zones = { Lindenstraße: 'A', Gartenstraße: 'A', Marktgasse: 'B', 'Am Brunnen': 'B' };

/** Record number of a demo person → what the process gets to know. */
const persons: Readonly<Record<number, JsonObject>> = {
  1: { personMatch: 'unique', residenceKind: 'main', zone: 'A' },
  2: { personMatch: 'unique', residenceKind: 'secondary', zone: 'B' },
  3: { personMatch: 'unique', residenceKind: 'main', zone: 'A' },
  4: { personMatch: 'unique', residenceKind: 'main', zone: 'B', movedInDays: 8 },
  5: { personMatch: 'unique', residenceKind: 'main', zone: null },
  6: { personMatch: 'ambiguous', residenceKind: 'none', zone: null, movedInDays: null },
  7: { personMatch: 'ambiguous', residenceKind: 'none', zone: null, movedInDays: null },
  8: { personMatch: 'blocked', residenceKind: 'main', zone: 'A' },
  9: { personMatch: 'deceased' },
  10: { personMatch: 'unique', residenceKind: 'main', zone: 'B' },
  11: { personMatch: 'unique', residenceKind: 'main', zone: 'B' },
  12: { personMatch: 'unique', residenceKind: 'main', zone: 'A' },
  13: { personMatch: 'unique', residenceKind: 'main', zone: 'A' },
  14: { personMatch: 'unique', residenceKind: 'secondary', zone: 'A' },
  15: { personMatch: 'unique', residenceKind: 'none', zone: null, movedInDays: null },
  16: { personMatch: 'unique', residenceKind: 'unclear', zone: null, movedInDays: null },
};

/** Plate → whose it is for the person with this record number, and what else counts. */
const plates: Readonly<Record<string, JsonObject & { of: number }>> = {
  'mst el85': { of: 1, vehicleState: 'registered', keeperMatch: 'own', maxMassKg: 1850 },
  MSTEL85: { of: 2, vehicleState: 'registered', keeperMatch: 'other-person' },
  ELB85: { of: 1, vehicleState: 'unclear', keeperMatch: 'unknown' },
  'MST-VH 60': { of: 2, vehicleState: 'registered', keeperMatch: 'other-person' },
  'MST-PR 100': { of: 3, vehicleState: 'registered', keeperMatch: 'organisation' },
  'MST-TG 59': { of: 10, vehicleState: 'registered', keeperMatch: 'own', maxMassKg: 3850 },
  'MST-LK 95': { of: 11, vehicleState: 'deregistered', keeperMatch: 'own' },
  'MST-NB 83': { of: 12, vehicleState: 'registered', keeperMatch: 'own' },
  'MST-NB 84': { of: 12, vehicleState: 'registered', keeperMatch: 'own' },
  'MST-NZ 26': { of: 13, vehicleState: 'unknown', keeperMatch: 'unknown', maxMassKg: null },
  'WAW 12345': { of: 13, vehicleState: 'foreign', keeperMatch: 'unknown' },
};

describe('the persons and vehicles of the demo city, as a process sees them', () => {
  const now = () => new Date(WORLD_START_MS);
  const people = demoPeople(now()).map(({ person }) => person);
  let city: TestCity;
  before(async () => {
    city = await startTestCity({ now });
  });
  after(() => city.stop());

  const ask = async (worker: Worker, input: JsonObject, number: number, plate = '') => {
    const person = people.find(({ recordId }) => Number(recordId.slice(3)) === number);
    if (!person) throw new Error(`no demo person ${number}`);
    const { familyName, givenNames, birthDate } = person;
    const answers = { familyName: familyName.toUpperCase(), givenNames, birthDate, plate };
    const world = workerWorld({ answers });
    Object.assign(world.registers.zones, zones);
    const settings = { token: demoCredentials.registerToken, timeoutMs: 15_000 };
    Object.assign(world.ports, {
      populationRegister: makePopulationRest({ ...settings, url: city.populationRegisterUrl }),
      vehicleRegister: makeVehicleRest({ ...settings, url: city.vehicleRegisterUrl }),
    });
    return variablesOf(await world.run(worker, input));
  };

  for (const [number, wanted] of Object.entries(persons)) {
    it(`person ${number} is ${Object.values(wanted).join(', ')}`, async () => {
      const input = { zoneDecision: 'parkingZone' };
      expect(await ask(registerMatch, input, Number(number))).to.deep.include(wanted);
    });
  }

  it('has no person whose branch is not shown here', () => {
    expect(people.map(({ recordId }) => Number(recordId.slice(3)))).to.deep.equal(
      Object.keys(persons).map(Number),
    );
  });

  for (const [plate, { of, ...wanted }] of Object.entries(plates)) {
    it(`vehicle ${plate} is ${Object.values(wanted).join(', ')} for person ${of}`, async () => {
      const input = { register: 'vehicles' };
      expect(await ask(askRegister, input, of, plate)).to.deep.include(wanted);
    });
  }
});
