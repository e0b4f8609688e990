import { expect } from 'chai';
import { z } from 'zod';
import { makePopulationRest } from '../../../connectors/register/population-rest.ts';
import { makeVehicleRest } from '../../../connectors/register/vehicle-rest.ts';
import { matchPerson } from '../../../core/persons/match-person.ts';
import { demoCredentials } from '../../../demo/credentials.ts';
import { demoPeople } from '../../../demo/registers/demo-people.ts';
import { inventedPerson, inventedPlate } from '../../../demo/registers/invented-people.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { expectFailure, failureOf, httpFaults, timeoutMsUnder } from './failures.ts';

const token = demoCredentials.registerToken;

describe('the registers by REST', () => {
  let city: TestCity;
  before(async () => {
    city = await startTestCity();
  });
  afterEach(() => city.mend());
  after(() => city.stop());

  const population = (timeoutMs = 15_000, withToken: string = token) =>
    makePopulationRest({ url: city.populationRegisterUrl, token: withToken, timeoutMs });
  const vehicles = (timeoutMs = 15_000, withToken: string = token) =>
    makeVehicleRest({ url: city.vehicleRegisterUrl, token: withToken, timeoutMs });

  describe('the population register', () => {
    it('finds a person with residences, however the name is written', async () => {
      for (const familyName of ['Güneş', 'GUENES', ' guenes ']) {
        const [person, ...others] = await population().findPersons({
          familyName,
          birthDate: '1978-07-30',
        });
        expect(others).to.deep.equal([]);
        expect(person).to.deep.include({ givenNames: 'Ayşe', blocked: false });
        expect(person?.residences[0]).to.deep.include({ street: 'Gartenstraße', kind: 'only' });
      }
      const found = await population().findPersons({
        familyName: 'Heide, v. d.',
        birthDate: '1999-09-03',
      });
      expect(found.map(({ familyName }) => familyName)).to.deep.equal(['von der Heide']);
    });

    it('answers everybody who could be meant: two alike, the deceased, the barred', async () => {
      const two = await population().findPersons({
        familyName: 'Schmidt',
        birthDate: '1972-02-29',
      });
      const anna = { familyName: 'Schmidt', givenNames: 'Anna', birthDate: '1972-02-29' };
      expect(matchPerson(anna, two).outcome).to.equal('ambiguous');
      const dead = await population().findPersons({
        familyName: 'Winter',
        birthDate: '1940-01-21',
      });
      expect(dead.some(({ deceasedOn }) => deceasedOn !== undefined)).to.equal(true);
      const barred = await population().findPersons({
        familyName: 'Berg',
        birthDate: '1988-08-08',
      });
      expect(barred.some(({ blocked }) => blocked)).to.equal(true);
    });

    it('knows nobody of that name and day', async () => {
      const nobody = { familyName: 'Unbekanntsen', birthDate: '1980-01-01' };
      expect(await population().findPersons(nobody)).to.deep.equal([]);
      const nameless = { familyName: '-', birthDate: '1978-07-30' };
      expect(await population().findPersons(nameless)).to.deep.equal([]);
    });

    it('says that a question is malformed', async () => {
      const failure = await failureOf(population().findPersons({ familyName: '', birthDate: 'x' }));
      expectFailure(failure, { kind: 'rejected', reason: 'invalid-request' });
    });

    for (const { fault, reading } of httpFaults) {
      it(`takes ${fault.mode} for ${reading.kind}`, async () => {
        await city.fault('population-register', fault);
        const asked = population(timeoutMsUnder(fault.mode)).findPersons({
          familyName: 'Berg',
          birthDate: '1988-08-08',
        });
        expectFailure(await failureOf(asked), reading);
      });
    }
  });

  describe('the vehicle register', () => {
    it('finds a vehicle and its keeper, however the plate is written', async () => {
      for (const plate of ['MST-EL 85', 'mst el85']) {
        expect(await vehicles().findVehicle(plate)).to.deep.include({
          plate: 'MST-EL 85',
          state: 'registered',
          vehicleClass: 'M1',
          keeper: {
            kind: 'person',
            familyName: 'Lindner',
            givenNames: 'Erika Sophie',
            birthDate: '1985-04-12',
          },
        });
      }
      const company = await vehicles().findVehicle('MST-PR 100');
      expect(company?.keeper).to.deep.include({ kind: 'organisation' });
      expect((await vehicles().findVehicle('MST-TG 59'))?.maxMassKg).to.equal(3850);
      expect((await vehicles().findVehicle('MST-LK 95'))?.state).to.equal('deregistered');
    });

    it('knows neither a plate that was never given out nor a foreign one', async () => {
      expect(await vehicles().findVehicle('MST-ZZ 9999')).to.equal(undefined);
      expect(await vehicles().findVehicle('WAW 12345')).to.equal(undefined);
    });

    for (const { fault, reading } of httpFaults) {
      it(`takes ${fault.mode} for ${reading.kind}`, async () => {
        await city.fault('vehicle-register', fault);
        const asked = vehicles(timeoutMsUnder(fault.mode)).findVehicle('MST-EL 85');
        expectFailure(await failureOf(asked), reading);
      });
    }
  });

  describe('check', () => {
    it('is content when the registers let us in, and tells a wrong token', async () => {
      for (const make of [population, vehicles]) {
        const fine = { configured: true, reachable: true, credentialsAccepted: true };
        expect(await make().check()).to.deep.include(fine);
        const refused = { reachable: true, credentialsAccepted: false };
        expect(await make(15_000, 'wrong').check()).to.deep.include(refused);
      }
    });

    it('is not content with a page that is no register', async () => {
      const astray = makePopulationRest({ url: city.mailboxUrl, token, timeoutMs: 2_000 });
      expect(await astray.check()).to.deep.include({ credentialsAccepted: false });
    });
  });

  it('are nobody to ask when nobody listens', async () => {
    const url = 'http://127.0.0.1:9';
    const nobody = makePopulationRest({ url, token, timeoutMs: 2_000 });
    const asked = nobody.findPersons({ familyName: 'Berg', birthDate: '1988-08-08' });
    expect((await failureOf(asked)).kind).to.equal('transient');
    expect(await nobody.check()).to.deep.include({ configured: true, reachable: false });
  });

  it('answer as their published schemas say, of everybody one can be and of others', async () => {
    const invented = [0, 7, 64_123, 129_999];
    const people = demoPeople(new Date());
    const persons = [...people.map(({ person }) => person), ...invented.map(inventedPerson)];
    const plates = people.flatMap((one) => one.vehicles.map(({ plate }) => plate));
    const asked: { url: string; name: string; question: string; body: object }[] = [
      ...persons.map(({ familyName, birthDate }) => ({
        url: city.populationRegisterUrl,
        name: 'persons',
        question: 'person-search',
        body: { familyName, birthDate },
      })),
      ...[...plates, ...invented.map(inventedPlate), 'MST-NZ 26'].map((plate) => ({
        url: city.vehicleRegisterUrl,
        name: 'vehicles',
        question: 'vehicle-search',
        body: { plate },
      })),
    ];
    for (const { url, name, question, body } of asked) {
      expect((await published(url, question)).safeParse(body).success).to.equal(true);
      const answered = await fetch(`${url}/${name}/search`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
      const read = (await published(url, name)).safeParse(await answered.json());
      expect(read.error?.issues ?? [], JSON.stringify(body)).to.deep.equal([]);
    }
  });

  it('publish the schemas of their bodies', async () => {
    const response = await fetch(`${city.populationRegisterUrl}/schemas/persons.json`);
    expect(await response.json()).to.have.property('title', 'Answer of POST /persons/search');
  });
});

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];

async function published(url: string, name: string): Promise<z.ZodType> {
  const response = await fetch(`${url}/schemas/${name}.json`);
  return z.fromJSONSchema((await response.json()) as JsonSchema);
}
