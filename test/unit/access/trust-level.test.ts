import { expect } from 'chai';
import { attributeLevel, demandedLevel } from '../../../core/access/trust-level.ts';

describe('trust levels', () => {
  it('are numbers for what a procedure demands; none lets guests in', () => {
    const words = ['none', 'normal', 'substantial', 'high'] as const;
    expect(words.map(demandedLevel)).to.deep.equal([undefined, 2, 3, 4]);
  });

  it('an attribute counts with its own level, and never with more than the person', () => {
    const proven = { level: 3, attributeLevels: { address: 1, email: 4 } } as const;
    expect(attributeLevel(proven, 'address')).to.equal(1);
    expect(attributeLevel(proven, 'familyName')).to.equal(3);
    expect(attributeLevel(proven, 'email')).to.equal(3);
    expect(attributeLevel(proven, 'toString')).to.equal(3);
  });
});
