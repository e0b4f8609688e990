import { expect } from 'chai';
import { toPerson, toStaff } from '../../../connectors/identity/claims.ts';
import { ConnectorError } from '../../../connectors/connector.ts';
import { acrValues, readLevel } from '../../../connectors/identity/levels.ts';

function refusal(work: () => unknown): [string, string] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConnectorError) return [error.kind, error.reason];
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what a provider says of somebody', () => {
  it('levels have many names and one order', () => {
    const high = ['STORK-QAA-Level-4', 'http://eidas.europa.eu/LoA/high', 'HOCH', '4', 4];
    expect(high.map(readLevel)).to.deep.equal([4, 4, 4, 4, 4]);
    expect(['SUBSTANTIELL', 'SUBSTANZIELL', 'substanziell'].map(readLevel)).to.deep.equal([
      3, 3, 3,
    ]);
    expect(['', 'STORK-QAA-Level-5', 'constructor', 'very high'].map(readLevel)).to.deep.equal(
      Array.from({ length: 4 }),
    );
    expect(acrValues(3)).to.equal('STORK-QAA-Level-3 STORK-QAA-Level-4');
  });

  it('the level of the account goes before the one of the broker; none is the lowest', () => {
    expect(toPerson({ sub: 'a', acr: '4', amtsweg_level: 'NORMAL' }).level).to.equal(2);
    expect(toPerson({ sub: 'a', acr: '0' }).level).to.equal(1);
    expect(toPerson({ sub: 'a' }).level).to.equal(1);
  });

  it('an attribute never proves more than the person', () => {
    const amtsweg_attribute_levels = { address: '4', email: '1', birthdate: '3', unknown: '1' };
    const person = toPerson({ sub: 'a', acr: '3', amtsweg_attribute_levels });
    expect(person.attributeLevels).to.deep.equal({ email: 1 });
  });

  it('bPK2 goes before sub, and half an address is none', () => {
    const address = { street_address: 'Lindenstraße 4', locality: 'Musterstadt' };
    const person = toPerson({ sub: 'a', amtsweg_bpk2: 'b', address });
    expect(person.subject).to.equal('b');
    expect(person).not.to.have.property('address');
  });

  it('refuses unknown levels and claims of another form', () => {
    expect(refusal(() => toPerson({ sub: 'a', acr: 'gold' }))).to.deep.equal([
      'garbage',
      'unknown-level',
    ]);
    const levels = { amtsweg_attribute_levels: { address: 'gold' } };
    expect(refusal(() => toPerson({ sub: 'a', ...levels }))).to.deep.equal([
      'garbage',
      'unknown-level',
    ]);
    for (const wrong of [
      {},
      { sub: 7 },
      { sub: 'a', birthdate: '12.4.85' },
      { sub: 'a', email: '@' },
    ]) {
      expect(refusal(() => toPerson(wrong))).to.deep.equal(['garbage', 'protocol']);
    }
    expect(refusal(() => toStaff({ sub: 'a', amtsweg_roles: 'clerk' }))).to.deep.equal([
      'garbage',
      'protocol',
    ]);
  });

  it('staff needs a role, and is called by whatever name there is', () => {
    const roles = { amtsweg_roles: ['clerk'] };
    expect(refusal(() => toStaff({ sub: 'a' }))).to.deep.equal(['rejected', 'no-role']);
    expect(toStaff({ sub: 'a', ...roles }).name).to.equal('a');
    expect(toStaff({ sub: 'a', given_name: 'Ina', family_name: 'Krug', ...roles }).name).to.equal(
      'Ina Krug',
    );
  });
});
