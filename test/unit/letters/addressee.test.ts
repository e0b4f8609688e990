import { expect } from 'chai';
import type { CaseFile } from '../../../core/cases/case-file.ts';
import type { JsonObject } from '../../../core/json.ts';
import { addresseeOf } from '../../../core/letters/addressee.ts';

const kern = { familyName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };
const home = { street: 'Mühlgasse', houseNumber: '5', postalCode: '12345', city: 'Musterstadt' };
const CHECKED_AT_MS = Date.UTC(2026, 0, 15);
const DAY_MS = 86_400_000;
const match = {
  checkedAtMs: CHECKED_AT_MS,
  outcome: 'unique',
  records: [{ ...kern, blocked: false, residences: [] }],
  residence: { kind: 'main', movedInOn: '2020-01-01', ...home },
};
const proven = { ...kern, level: 3 };
const nowhere = { name: 'Lea Kern', street: null, place: null };

const addressee = (facts: JsonObject, answers: JsonObject = kern, daysLater = 0) =>
  addresseeOf({ answers, facts } as CaseFile, CHECKED_AT_MS + daysLater * DAY_MS);

describe('whom a letter is addressed to', () => {
  it('is a proven person at the address that the register has', () => {
    expect(addressee({ identity: proven, registerMatch: match })).to.deep.equal({
      name: 'Lea Kern',
      street: 'Mühlgasse 5',
      place: '12345 Musterstadt',
    });
  });

  it('has no address as long as nobody has proven to be that person', () => {
    expect(addressee({ registerMatch: match })).to.deep.equal(nowhere);
    const halfProven = { familyName: 'Kern', level: 2 };
    expect(addressee({ identity: halfProven, registerMatch: match })).to.deep.equal(nowhere);
  });

  it('has no address that is barred, not sure or not known', () => {
    const barred = { ...kern, blocked: true };
    for (const registerMatch of [
      { ...match, outcome: 'blocked', records: [barred] },
      { ...match, records: [barred] },
      { ...match, outcome: 'ambiguous', records: [...match.records, ...match.records] },
      { ...match, residence: { kind: 'main', movedInOn: '2020-01-01' } },
      { outcome: 'none', records: [] },
    ]) {
      expect(addressee({ identity: proven, registerMatch })).to.deep.equal(nowhere);
    }
    expect(addressee({ identity: proven })).to.deep.equal(nowhere);
  });

  it('has no address that the register named more than half a year ago', () => {
    const facts = { identity: proven, registerMatch: match };
    expect(addressee(facts, kern, 183)).to.include({ street: 'Mühlgasse 5' });
    expect(addressee(facts, kern, 184)).to.deep.equal(nowhere);
  });

  it('is nobody where the case names nobody', () => {
    expect(addressee({}, { cardNumber: '1' })).to.equal(null);
  });
});
