import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { RegisteredPerson, RegisteredVehicle } from '../../../connectors/register/port.ts';
import type { JsonObject } from '../../../core/json.ts';
import { askRegister } from '../../../workers/ask-register.ts';
import { registerMatch } from '../../../workers/register-match.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';

const answers = {
  familyName: 'Guenes',
  givenNames: 'Ayse',
  birthDate: '1978-07-30',
  plate: 'pb-ag 78',
};

const residence = {
  kind: 'main' as const,
  street: 'Gartenstraße',
  houseNumber: '12',
  postalCode: '12345',
  city: 'Musterstadt',
  movedInOn: '2026-02-22',
};

const person: RegisteredPerson = {
  recordId: 'r1',
  familyName: 'Güneş',
  givenNames: 'Ayşe',
  birthDate: '1978-07-30',
  blocked: false,
  residences: [residence],
};

describe('register-match', () => {
  const match = async (
    persons: readonly RegisteredPerson[],
    given: { answers?: JsonObject; facts?: JsonObject } = {},
  ) => {
    const world = workerWorld({ answers, ...given });
    world.registers.persons.push(...persons);
    world.registers.zones['Gartenstraße'] = 'A';
    const answer = await world.run(registerMatch, { zoneDecision: 'parkingZone' });
    return { answer, world };
  };

  it('tells where the person lives, by zone and days, and keeps the address out of the process', async () => {
    const { answer, world } = await match([person]);
    expect(variablesOf(answer)).to.deep.equal({
      personMatch: 'unique',
      residenceKind: 'main',
      movedInDays: 8,
      zone: 'A',
    });
    expect(JSON.stringify(answer)).not.to.match(/Gartenstra|G(ü|ue)ne/i);
    expect(world.store.file().facts['registerMatch']).to.deep.include({
      outcome: 'unique',
      zone: 'A',
    });
  });

  it('counts a residence in a zone first, and none that was left', async () => {
    const outside = { ...residence, street: 'Feldweg', movedInOn: '2020-01-01' };
    const second = { ...residence, kind: 'secondary' as const };
    const left = { ...residence, movedOutOn: '2026-02-28' };
    const kinds = async (...residences: RegisteredPerson['residences']) => {
      const { residenceKind, zone } = variablesOf(
        (await match([{ ...person, residences }])).answer,
      );
      return [residenceKind, zone];
    };
    expect(await kinds(outside, second)).to.deep.equal(['secondary', 'A']);
    expect(await kinds(second, residence)).to.deep.equal(['main', 'A']);
    expect(await kinds(outside, left)).to.deep.equal(['main', null]);
    expect(await kinds(left)).to.deep.equal(['none', null]);
    const tomorrow = { ...residence, movedInOn: '2026-03-03' };
    expect(await kinds(tomorrow)).to.deep.equal(['none', null]);
    expect(await kinds({ ...residence, movedInOn: '2026-03-02' })).to.deep.equal(['main', 'A']);
  });

  it('says that residences contradict each other, instead of choosing one', async () => {
    const kind = async (...kinds: RegisteredPerson['residences'][number]['kind'][]) => {
      const residences = kinds.map((each) => ({ ...residence, kind: each }));
      return variablesOf((await match([{ ...person, residences }])).answer)['residenceKind'];
    };
    expect(await kind('main', 'main')).to.equal('unclear');
    expect(await kind('only', 'main')).to.equal('unclear');
    expect(await kind('only', 'secondary')).to.equal('unclear');
    expect(await kind('only')).to.equal('main');
    expect(await kind('secondary', 'secondary', 'main')).to.equal('main');
    const former = { ...residence, kind: 'only' as const, movedOutOn: '2026-02-22' };
    const moved = await match([{ ...person, residences: [former, residence] }]);
    expect(variablesOf(moved.answer)['residenceKind']).to.equal('main');
  });

  it('copies no address of a person with a bar on information', async () => {
    const barred = { ...person, blocked: true };
    for (const persons of [[barred], [person, { ...barred, recordId: 'r2' }]]) {
      const { answer, world } = await match(persons);
      expect(answer.type).to.equal('done');
      const { records, ...rest } = world.store.file().facts['registerMatch'] as {
        records: JsonObject[];
      };
      const kept = records.find(({ blocked }) => blocked === true);
      expect(kept).to.include({ familyName: 'Güneş' }).and.not.to.have.property('residences');
      expect(JSON.stringify(rest)).not.to.match(/Gartenstra|12345|"12"/);
    }
    const { answer, world } = await match([barred]);
    expect(variablesOf(answer)).to.deep.equal({
      personMatch: 'blocked',
      residenceKind: 'main',
      movedInDays: 8,
      zone: 'A',
    });
    expect(world.store.file().facts['registerMatch']).to.deep.include({
      zone: 'A',
      residence: { kind: 'main', movedInOn: '2026-02-22' },
    });
  });

  it('finds a person whose new name the register does not have yet by the birth name', async () => {
    const identity = {
      familyName: 'Wolf',
      birthName: 'Güneş',
      givenNames: 'Ayşe',
      birthDate: '1978-07-30',
    };
    const { answer, world } = await match([person], { facts: { identity } });
    expect(variablesOf(answer)['personMatch']).to.equal('unique');
    expect(world.registers.asked.map(({ familyName }) => familyName)).to.deep.equal([
      'Wolf',
      'Güneş',
    ]);
  });

  it('takes too many alike for several', async () => {
    const world = workerWorld({ answers });
    world.faults.push(new ConnectorError('rejected', 'too-many', 'more than 50'));
    const { personMatch } = variablesOf(await world.run(registerMatch, {}));
    expect(personMatch).to.equal('ambiguous');
    world.faults.push(new ConnectorError('rejected', 'invalid-request', 'no'));
    const failure = await world.run(registerMatch, {}).catch((error: unknown) => error);
    expect(failure).to.include({ kind: 'rejected' });
  });

  it('names the others without deciding: several, nobody, deceased, barred', async () => {
    const outcomes: readonly [readonly RegisteredPerson[], string][] = [
      [[person, { ...person, recordId: 'r2' }], 'ambiguous'],
      [[], 'none'],
      [[{ ...person, deceasedOn: '2026-01-01' }], 'deceased'],
      [[{ ...person, blocked: true }], 'blocked'],
    ];
    for (const [persons, outcome] of outcomes) {
      expect(variablesOf((await match(persons)).answer)['personMatch']).to.equal(outcome);
    }
  });

  it('goes by what the identity provider proved, before what was typed', async () => {
    const typed = { ...answers, familyName: 'Anders' };
    const identity = { familyName: 'Güneş', givenNames: 'Ayşe', birthDate: '1978-07-30' };
    const proven = await match([person], { answers: typed, facts: { identity } });
    expect(variablesOf(proven.answer)['personMatch']).to.equal('unique');
    const unproven = await match([person], { answers: typed });
    expect(variablesOf(unproven.answer)['personMatch']).to.equal('none');
    expect((await match([person], { answers: {} })).answer.type).to.equal('giveUp');
  });

  it('asks for letters only about somebody who has proven who they are', async () => {
    const asked = async (facts: JsonObject) => {
      const world = workerWorld({ answers, facts });
      world.registers.persons.push(person);
      const answer = await world.run(registerMatch, { onlyProven: true });
      return [variablesOf(answer)['personMatch'], world.store.file().facts['registerMatch']];
    };
    expect(await asked({})).to.deep.equal(['none', undefined]);
    const [match, kept] = await asked({ identity: { ...answers, level: 3 } });
    expect(match).to.equal('unique');
    expect(kept).to.deep.include({ outcome: 'unique' });
  });

  it('hands on that the register is away', async () => {
    const world = workerWorld({ answers });
    world.faults.push(new ConnectorError('transient', 'unreachable', 'away'));
    const failure = await world.run(registerMatch, {}).catch((error: unknown) => error);
    expect(failure).to.include({ kind: 'transient' });
  });
});

describe('ask-register', () => {
  const vehicle: RegisteredVehicle = {
    plate: 'PB-AG 78',
    vinLastDigits: '123456',
    state: 'registered',
    registeredOn: '2020-01-01',
    vehicleClass: 'M1',
    maxMassKg: 1850,
    keeper: { kind: 'person', familyName: 'Güneş', givenNames: 'Ayşe', birthDate: '1978-07-30' },
  };
  const ask = async (known: Partial<RegisteredVehicle> | undefined, plate = answers.plate) => {
    const world = workerWorld({ answers: { ...answers, plate } });
    if (known) world.registers.vehicles.set(vehicle.plate, { ...vehicle, ...known });
    return variablesOf(await world.run(askRegister, { register: 'vehicles' }));
  };

  it('tells whose vehicle it is, and how heavy', async () => {
    expect(await ask({})).to.deep.equal({
      vehicleState: 'registered',
      keeperMatch: 'own',
      vehicleClass: 'M1',
      maxMassKg: 1850,
    });
    const mother = { ...vehicle.keeper, givenNames: 'Fatma' } as RegisteredVehicle['keeper'];
    expect((await ask({ keeper: mother }))['keeperMatch']).to.equal('other-person');
    const company = { keeper: { kind: 'organisation', name: 'X GmbH' } } as const;
    expect((await ask(company))['keeperMatch']).to.equal('organisation');
  });

  it('knows the keeper by the birth name that the population register has', async () => {
    const record = { ...person, familyName: 'Wolf', birthName: 'Güneş', residences: [] };
    const facts = { registerMatch: { outcome: 'unique', records: [record] } };
    const world = workerWorld({ answers: { ...answers, familyName: 'Wolf' }, facts });
    world.registers.vehicles.set(vehicle.plate, vehicle);
    const { keeperMatch } = variablesOf(await world.run(askRegister, { register: 'vehicles' }));
    expect(keeperMatch).to.equal('own');
  });

  it('tells what is no registered German vehicle', async () => {
    const states = [
      (await ask({ state: 'deregistered' }))['vehicleState'],
      (await ask(undefined))['vehicleState'],
      (await ask(undefined, 'PBAG78'))['vehicleState'],
      (await ask(undefined, 'WAW 12345'))['vehicleState'],
      (await ask(undefined, 'PB-AG 0078'))['vehicleState'],
    ];
    expect(states).to.deep.equal(['deregistered', 'unknown', 'unclear', 'foreign', 'invalid']);
  });

  it('gives up on a case without a plate', async () => {
    const world = workerWorld({ answers: {} });
    expect((await world.run(askRegister, { register: 'vehicles' })).type).to.equal('giveUp');
  });
});
