import { expect } from 'chai';
import { makeByteBudget } from '../../../api/middleware/byte-budget.ts';

describe('the bytes that uploads hold together', () => {
  it('are limited over all requests, and come back when one is answered', () => {
    const budget = makeByteBudget(100);
    const [one, other] = [budget.open(), budget.open()];
    expect(one.take(60)).to.equal(true);
    expect(other.take(50)).to.equal(false);
    expect(other.take(40)).to.equal(true);
    one.release();
    expect(other.take(60)).to.equal(true);
    expect(other.take(1)).to.equal(false);
  });

  it('come back once, and what arrives after the answer is not counted', () => {
    const budget = makeByteBudget(100);
    const one = budget.open();
    one.take(100);
    one.release();
    one.release();
    expect(one.take(1)).to.equal(false);
    const other = budget.open();
    expect(other.take(100)).to.equal(true);
    expect(other.take(1)).to.equal(false);
  });
});
