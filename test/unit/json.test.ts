import { expect } from 'chai';
import { asObject, memberOf } from '../../core/json.ts';

describe('values of JSON', () => {
  it('are objects, or count as one without members', () => {
    expect(asObject({ a: 1 })).to.deep.equal({ a: 1 });
    for (const other of [undefined, null, 'text', 1, true, [{ a: 1 }]]) {
      expect(asObject(other)).to.deep.equal({});
    }
  });

  it('have the members that they have themselves, and none that all objects inherit', () => {
    expect(memberOf({ a: null }, 'a')).to.equal(null);
    expect(memberOf({ a: 1 }, 'b')).to.equal(undefined);
    expect(memberOf({}, 'toString')).to.equal(undefined);
    expect(memberOf([1], 'length')).to.equal(undefined);
    expect(memberOf(undefined, 'a')).to.equal(undefined);
  });
});
