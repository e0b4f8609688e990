import { expect } from 'chai';
import { demoIdentities } from '../../../demo/identity/accounts.ts';
import { demoPeople } from '../../../demo/registers/demo-people.ts';

describe('the accounts of the demo city', () => {
  const people = demoPeople(new Date('2026-11-02'));
  const accounts = demoIdentities(people);

  it('are there for everybody in the registers who can sign in', () => {
    const birthdates = new Set(accounts.map(({ claims }) => claims['birthdate']));
    for (const { person } of people.filter(({ person: { deceasedOn } }) => !deceasedOn)) {
      expect(birthdates.has(person.birthDate), person.familyName).to.equal(true);
    }
  });

  it('each have an id and a subject of their own', () => {
    const ids = accounts.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    const persons = accounts.filter(({ kind }) => kind === 'person');
    const subjects = new Set(persons.map(({ claims }) => claims['amtsweg_bpk2']));
    expect(subjects.size).to.equal(persons.length);
  });
});
