import { expect } from 'chai';
import fc from 'fast-check';
import type { RegisterCandidate } from '../../../core/persons/match-person.ts';
import { matchPerson, personKey } from '../../../core/persons/match-person.ts';

const applicant = { familyName: 'Mueller', givenNames: 'Anna', birthDate: '1980-05-17' };
const candidate = (change: Partial<RegisterCandidate> & { id?: number } = {}) => ({
  familyName: 'Müller',
  givenNames: 'Anna Maria',
  birthDate: '1980-05-17',
  blocked: false,
  ...change,
});

describe('the match with the population register', () => {
  it('is unique for one person, by family or birth name', () => {
    const other = candidate({ givenNames: 'Berta' });
    const anna = candidate();
    expect(matchPerson(applicant, [other, anna])).to.deep.equal({
      outcome: 'unique',
      record: anna,
    });
    const married = candidate({ familyName: 'Schulz', birthName: 'Müller' });
    expect(matchPerson(applicant, [married]).outcome).to.equal('unique');
    const newlyMarried = { ...applicant, familyName: 'Wolf', birthName: 'MÜLLER' };
    expect(matchPerson(newlyMarried, [candidate()]).outcome).to.equal('unique');
    expect(matchPerson(newlyMarried, [married]).outcome).to.equal('unique');
  });

  it('is nobody when name, given name or birth date is another one', () => {
    const others = [
      candidate({ familyName: 'Miller' }),
      candidate({ givenNames: 'Hanna' }),
      candidate({ birthDate: '1980-05-18' }),
    ];
    expect(matchPerson(applicant, others)).to.deep.equal({ outcome: 'none' });
    expect(matchPerson({ ...applicant, familyName: ' ' }, [candidate()]).outcome).to.equal('none');
  });

  it('is ambiguous for several, unless one has exactly these given names', () => {
    const [maria, luise] = [candidate(), candidate({ givenNames: 'Anna Luise' })];
    expect(matchPerson(applicant, [maria, luise])).to.deep.equal({
      outcome: 'ambiguous',
      records: [maria, luise],
    });
    const anna = candidate({ givenNames: 'Anna' });
    expect(matchPerson(applicant, [maria, anna])).to.deep.equal({
      outcome: 'unique',
      record: anna,
    });
    expect(matchPerson(applicant, [anna, { ...anna, id: 2 }]).outcome).to.equal('ambiguous');
  });

  it('names who has died or is barred, and decides nothing when others fit too', () => {
    const dead = candidate({ deceasedOn: '2025-01-01' });
    const barred = candidate({ blocked: true });
    expect(matchPerson(applicant, [dead])).to.deep.equal({ outcome: 'deceased', record: dead });
    expect(matchPerson(applicant, [barred])).to.deep.equal({ outcome: 'blocked', record: barred });
    expect(matchPerson(applicant, [dead, candidate()]).outcome).to.equal('ambiguous');
    expect(
      matchPerson(applicant, [candidate({ blocked: true, deceasedOn: '2025-01-01' })]).outcome,
    ).to.equal('blocked');
  });

  it('takes one for sure only when nobody else has the same names, in whatever order they come', () => {
    const somebody = fc.record({
      familyName: fc.constantFrom('Müller', 'MUELLER', 'Miller'),
      givenNames: fc.constantFrom('Anna', 'Anna Maria', 'Maria', 'Berta'),
      birthDate: fc.constantFrom('1980-05-17', '1980-05-18'),
      blocked: fc.boolean(),
      died: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(somebody, { maxLength: 6 }), (people) => {
        const candidates = people.map(({ died, ...one }, id) => ({
          ...one,
          id,
          ...(died ? { deceasedOn: '2025-01-01' } : {}),
        }));
        const match = matchPerson(applicant, candidates);
        expect(matchPerson(applicant, candidates.toReversed()).outcome).to.equal(match.outcome);
        const alike = candidates.filter(
          (one) =>
            one.familyName !== 'Miller' &&
            one.givenNames.includes('Anna') &&
            one.birthDate === applicant.birthDate,
        );
        const same = alike.filter(({ givenNames }) => givenNames === 'Anna');
        const [one] = same.length === 1 ? same : alike;
        const count = same.length === 1 ? 1 : alike.length;
        if (!one) expect(match).to.deep.equal({ outcome: 'none' });
        else if (count > 1) expect(match.outcome).to.equal('ambiguous');
        else {
          const outcome = one.blocked ? 'blocked' : one.deceasedOn ? 'deceased' : 'unique';
          expect(match).to.deep.equal({ outcome, record: one });
        }
      }),
    );
  });

  it('has one key per person, however the name is written', () => {
    const spelled = { familyName: 'MÜLLER', givenNames: 'anna', birthDate: '1980-05-17' };
    expect(personKey(spelled)).to.equal(personKey(applicant));
    expect(personKey({ ...applicant, birthDate: '1980-05-18' })).to.not.equal(personKey(applicant));
    const married = { ...applicant, familyName: 'Wolf', birthName: 'Müller' };
    expect(personKey(married)).to.equal(personKey(applicant));
  });
});
