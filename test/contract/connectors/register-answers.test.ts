import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { makePopulationRest } from '../../../connectors/register/population-rest.ts';
import type {
  PopulationRegisterPort,
  VehicleRegisterPort,
} from '../../../connectors/register/port.ts';
import { makeVehicleRest } from '../../../connectors/register/vehicle-rest.ts';
import { expectFailure, failureOf } from './failures.ts';

const residence = {
  kind: 'main',
  street: 'Lindenstraße',
  houseNumber: '4',
  postalCode: '12345',
  city: 'Musterstadt',
  movedInOn: '2019-03-01',
};
const person = (change: object = {}) => ({
  recordId: 'r1',
  familyName: 'Güneş',
  givenNames: 'Ayşe',
  birthDate: '1978-07-30',
  blocked: false,
  residences: [residence],
  ...change,
});
const vehicle = (change: object = {}) => ({
  plate: 'PB-AB 12 E',
  vinLastDigits: '123456',
  state: 'registered',
  registeredOn: '2021-05-10',
  vehicleClass: 'M1',
  maxMassKg: 1850,
  keeper: { kind: 'organisation', name: 'X GmbH' },
  ...change,
});
const asked = { familyName: 'Guenes', birthDate: '1978-07-30' };

/** Registers that answer what the test wants, as no honest ones would. */
describe('answers of a register that cannot be right', () => {
  let server: Server;
  let answer: { status?: number; body?: unknown };
  let questions: { path: string | undefined; body: unknown }[];
  let population: PopulationRegisterPort;
  let vehicles: VehicleRegisterPort;

  before(async () => {
    server = createServer((incoming, response) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        questions.push({ path: incoming.url, body: JSON.parse(text) });
        response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    population = makePopulationRest({ url, token: 't', timeoutMs: 15_000 });
    vehicles = makeVehicleRest({ url, token: 't', timeoutMs: 15_000 });
  });
  beforeEach(() => (questions = []));
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  it('would take honest ones, and ignores what it does not know', async () => {
    answer = { body: { persons: [person({ religion: 'x' })], took: 3 } };
    expect(await population.findPersons(asked)).to.deep.equal([person()]);
    answer = { body: { vehicles: [vehicle({ plate: 'PB AB 12E', colour: 'red' })] } };
    expect(await vehicles.findVehicle('pb-ab 12e')).to.deep.equal(vehicle());
    for (const vehicleClass of ['M1G', 'L3e-A2', 'T4.1', '01']) {
      answer = { body: { vehicles: [vehicle({ vehicleClass })] } };
      expect(await vehicles.findVehicle('PB-AB 12 E')).to.include({ vehicleClass });
    }
  });

  it('puts names and plates into no address of a call', async () => {
    answer = { body: { persons: [] } };
    await population.findPersons({ ...asked, secret: 'x' } as typeof asked);
    answer = { body: { vehicles: [] } };
    await vehicles.findVehicle('pb-ab 12e');
    expect(questions).to.deep.equal([
      { path: '/persons/search', body: asked },
      { path: '/vehicles/search', body: { plate: 'PB-AB 12 E' } },
    ]);
  });

  for (const [what, body] of [
    ['no list', {}],
    ['a list alone', [person()]],
    ['null', null],
    ['a birth date that is none', { persons: [person({ birthDate: '1978-02-30' })] }],
    ['a bar that is a text', { persons: [person({ blocked: 'nein' })] }],
    ['no word about a bar', { persons: [person({ blocked: undefined })] }],
    ['an unknown kind of residence', residences({ ...residence, kind: 'weekend' })],
    ['a residence without a day', residences({ ...residence, movedInOn: undefined })],
    ['a postal code that is none', residences({ ...residence, postalCode: 'D-123' })],
    ['one record twice', { persons: [person(), person({ givenNames: 'Fatma' })] }],
    ['the whole city', { persons: many(51) }],
  ] as [string, unknown][]) {
    it(`takes ${what} for garbage (population)`, async () => {
      answer = { body };
      const failure = await failureOf(population.findPersons(asked));
      expectFailure(failure, { kind: 'garbage', reason: 'protocol' });
      expect(failure.message).not.to.match(/Güneş|Ayşe|Linden|1978/);
    });
  }

  it('lets nobody through who was not asked for', async () => {
    for (const change of [{ familyName: 'Berg' }, { birthDate: '1978-07-31' }]) {
      answer = { body: { persons: [person(), person({ recordId: 'r2', ...change })] } };
      const failure = await failureOf(population.findPersons(asked));
      expectFailure(failure, { kind: 'garbage', reason: 'other-person' });
    }
    answer = { body: { persons: [person({ familyName: 'Wolf', birthName: 'GÜNES' })] } };
    for (const familyName of ['Wolff', '-']) {
      const failure = await failureOf(population.findPersons({ ...asked, familyName }));
      expectFailure(failure, { kind: 'garbage', reason: 'other-person' });
    }
    answer = { body: { persons: [person()] } };
    const failure = await failureOf(population.findPersons({ ...asked, familyName: '-' }));
    expectFailure(failure, { kind: 'garbage', reason: 'other-person' });
  });

  it('hands on that too many are alike', async () => {
    const code = 'too-many';
    answer = { status: 422, body: { type: 'about:blank', status: 422, title: 'Zu viele', code } };
    expectFailure(await failureOf(population.findPersons(asked)), {
      kind: 'rejected',
      reason: code,
    });
  });

  for (const [what, body] of [
    ['a state that nobody knows', { vehicles: [vehicle({ state: 'stolen' })] }],
    ['a mass that is a text', { vehicles: [vehicle({ maxMassKg: '3500' })] }],
    ['no mass', { vehicles: [vehicle({ maxMassKg: 0 })] }],
    ['a class in words', { vehicles: [vehicle({ vehicleClass: 'PKW Meier' })] }],
    ['a keeper of no kind', { vehicles: [vehicle({ keeper: { name: 'X' } })] }],
    ['two for one plate', { vehicles: [vehicle(), vehicle({ state: 'deregistered' })] }],
  ] as [string, unknown][]) {
    it(`takes ${what} for garbage (vehicles)`, async () => {
      answer = { body };
      const failure = await failureOf(vehicles.findVehicle('PB-AB 12 E'));
      expectFailure(failure, { kind: 'garbage', reason: 'protocol' });
    });
  }

  it('lets no other vehicle through', async () => {
    for (const plate of ['PB-AB 13 E', 'PB-AB 12', 'PBAB12E', '']) {
      answer = { body: { vehicles: [vehicle({ plate })] } };
      const failure = await failureOf(vehicles.findVehicle('PB-AB 12 E'));
      expectFailure(failure, { kind: 'garbage', reason: 'other-vehicle' });
    }
  });

  it('asks for no plate that is none', async () => {
    for (const plate of ['', 'WAW 12345', 'PBAB12', 'PB-AB 012']) {
      expect(await vehicles.findVehicle(plate)).to.equal(undefined);
    }
    expect(questions).to.deep.equal([]);
  });
});

function residences(...given: object[]): object {
  return { persons: [person({ residences: given })] };
}

function many(count: number): object[] {
  return Array.from({ length: count }, (_, index) => person({ recordId: `r${index}` }));
}
