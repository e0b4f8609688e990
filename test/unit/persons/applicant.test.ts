import { expect } from 'chai';
import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { JsonObject } from '../../../core/json.ts';
import {
  applicantOf,
  namedApplicantOf,
  registeredApplicantOf,
} from '../../../core/persons/applicant.ts';

const kern = { familyName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };
const wolf = { familyName: 'Wolf', birthName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };
const file = (answers: JsonObject, facts: JsonObject = {}) => ({ answers, facts }) as CaseFile;

describe('the applicant of a case', () => {
  it('is who was proven, else who was typed, never a mixture', () => {
    expect(applicantOf(file({ ...kern, plate: 'PB-AB 1' }))).to.deep.equal(kern);
    expect(applicantOf(file(kern, { identity: { ...wolf, level: 3 } }))).to.deep.equal(wolf);
    const halfProven = { identity: { familyName: 'Wolf', givenNames: 'Lea' } };
    expect(applicantOf(file(kern, halfProven))).to.deep.equal(kern);
  });

  it('is named as was proven, else as the register has it, else as was typed', () => {
    const registered = { ...kern, givenNames: 'Lea Marie' };
    const registerMatch = { outcome: 'unique', records: [{ ...registered, blocked: false }] };
    const identity = { ...wolf, level: 4 };
    const typed = { ...kern, givenNames: 'LEA' };
    expect(namedApplicantOf(file(typed, { identity, registerMatch }))).to.deep.equal(wolf);
    expect(namedApplicantOf(file(typed, { registerMatch }))).to.deep.equal(registered);
    expect(namedApplicantOf(file(typed))).to.deep.equal(typed);
  });

  it('is nobody without name and birth date', () => {
    expect(applicantOf(file({}))).to.equal(undefined);
    expect(applicantOf(file({ ...kern, familyName: ' ' }))).to.equal(undefined);
    expect(applicantOf(file({ ...kern, birthDate: '25.05.1995' }))).to.equal(undefined);
  });

  it('leaves out a birth name that is none', () => {
    for (const birthName of ['', ' ', null, 7]) {
      expect(applicantOf(file({ ...kern, birthName }))).to.deep.equal(kern);
    }
  });

  it('is known to the register once it is sure who is meant', () => {
    const matched = (outcome: string, ...records: JsonObject[]) =>
      registeredApplicantOf(file({}, { registerMatch: { outcome, records } }));
    const record = { ...wolf, recordId: 'r1', blocked: false, residences: [] };
    expect(matched('unique', record)).to.deep.equal(wolf);
    expect(matched('blocked', record)).to.deep.equal(wolf);
    expect(matched('ambiguous', record, record)).to.equal(undefined);
    expect(matched('deceased', record)).to.equal(undefined);
    expect(matched('none')).to.equal(undefined);
    expect(registeredApplicantOf(file(kern))).to.equal(undefined);
  });

  it('is whom a clerk has chosen of several, if it was one of them', () => {
    const record = (recordId: string, givenNames: string) => ({ ...kern, recordId, givenNames });
    const registerMatch = {
      outcome: 'ambiguous',
      records: [record('r1', 'Lea Marie'), record('r2', 'Lea Sophie')],
    };
    const chosen = (chosenPerson: unknown, more: JsonObject = {}) =>
      registeredApplicantOf(
        file(kern, {
          registerMatch: { ...registerMatch, ...more },
          staffAnswers: { chosenPerson } as JsonObject,
        }),
      );
    expect(chosen('r2')).to.deep.equal({ ...kern, givenNames: 'Lea Sophie' });
    for (const nobody of ['r3', null, 7, undefined]) expect(chosen(nobody)).to.equal(undefined);
    expect(chosen('r2', { outcome: 'none' })).to.equal(undefined);
  });
});
