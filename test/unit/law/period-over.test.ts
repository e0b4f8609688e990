import { expect } from 'chai';
import { periodOverMs } from '../../../core/law/period-over.ts';

const over = (from: string, days: number): string =>
  new Date(periodOverMs(Date.parse(from), days)).toISOString();

describe('a period of days', () => {
  it('runs to the end of its last day, at whatever hour it has begun', () => {
    for (const from of ['2026-11-29T00:00:00+01:00', '2026-11-29T19:50:00+01:00']) {
      expect(over(from, 3)).to.equal('2026-12-02T23:00:00.000Z');
    }
  });

  it('begins on the day that it is where the municipality is', () => {
    expect(over('2026-11-29T23:30:00Z', 3)).to.equal('2026-12-03T23:00:00.000Z');
  });

  it('ends at midnight across a change of the clock', () => {
    expect(over('2026-10-20T12:00:00Z', 14)).to.equal('2026-11-03T23:00:00.000Z');
    expect(over('2026-03-20T12:00:00Z', 14)).to.equal('2026-04-03T22:00:00.000Z');
  });

  it('of no days is the rest of today', () => {
    expect(over('2026-11-29T18:50:00Z', 0)).to.equal('2026-11-29T23:00:00.000Z');
  });
});
