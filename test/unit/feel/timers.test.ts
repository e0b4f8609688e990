import { expect } from 'chai';
import {
  addDuration,
  compileExpression,
  FeelError,
  nextCycleDate,
  parseCycle,
  parseDateTime,
  parseDuration,
} from '../../../engine/feel/index.ts';

const zone = 'Europe/Berlin';
const iso = (instantMs: number | undefined) =>
  instantMs === undefined ? undefined : new Date(instantMs).toISOString();
const feel = (source: string) => compileExpression(source).evaluate({}, { nowMs: 0, zone });

describe('timer values', () => {
  describe('durations', () => {
    it('given a day over the change to summer time, when added, then the local time stays', () => {
      const start = Date.parse('2026-03-28T12:00:00+01:00');
      expect(iso(addDuration(start, 'P1D', zone))).to.equal('2026-03-29T10:00:00.000Z');
      expect(iso(addDuration(start, 'PT24H', zone))).to.equal('2026-03-29T11:00:00.000Z');
    });

    it('given a month from the 31st, when added, then the end of the shorter month', () => {
      const start = Date.parse('2026-01-31T12:00:00+01:00');
      expect(iso(addDuration(start, 'P1M', zone))).to.equal('2026-02-28T11:00:00.000Z');
    });

    it('given a negative duration, when added, then an earlier instant', () => {
      expect(addDuration(10_000, '-PT10S', zone)).to.equal(0);
    });

    it('given a FEEL duration, when read, then its ISO text', () => {
      expect(parseDuration(feel('duration("P1DT2H")'))).to.equal('P1DT2H');
      expect(addDuration(0, feel('duration("PT1M")'), zone)).to.equal(60_000);
    });

    for (const text of ['', 'P', 'PT', '5 minutes', 'P1', null, 5, 'P1Y2', 'PT1H1D']) {
      it(`given ${JSON.stringify(text)}, when read, then refused by name`, () => {
        expect(() => parseDuration(text))
          .to.throw(FeelError)
          .with.property('messageDe');
      });
    }
  });

  describe('instants', () => {
    const cases: [text: string, expected: string][] = [
      ['2026-06-01', '2026-05-31T22:00:00.000Z'],
      ['2026-06-01T12:00', '2026-06-01T10:00:00.000Z'],
      ['2026-12-01T12:00:00', '2026-12-01T11:00:00.000Z'],
      ['2026-06-01T12:00:00+05:00', '2026-06-01T07:00:00.000Z'],
      ['2026-06-01T12:00:00Z', '2026-06-01T12:00:00.000Z'],
      ['2026-06-01T12:00:00@America/New_York', '2026-06-01T16:00:00.000Z'],
      ['2026-06-01T12:00:00-04:00[America/New_York]', '2026-06-01T16:00:00.000Z'],
    ];
    for (const [text, expected] of cases) {
      it(`given ${text}, when read, then ${expected}`, () => {
        expect(iso(parseDateTime(text, zone))).to.equal(expected);
      });
    }

    it('given FEEL values, when read, then their instants', () => {
      expect(parseDateTime(feel('now() + duration("P1D")'), zone)).to.equal(86_400_000);
      expect(iso(parseDateTime(feel('date("2026-06-01")'), zone))).to.equal(
        '2026-05-31T22:00:00.000Z',
      );
    });

    for (const text of ['2026-13-01', '2026-02-30T00:00:00', 'morgen', '', null, 12]) {
      it(`given ${JSON.stringify(text)}, when read, then refused`, () => {
        expect(() => parseDateTime(text, zone)).to.throw(FeelError);
      });
    }
  });

  describe('cycles', () => {
    it('given R2/PT10M, when it has fired twice, then it is over', () => {
      const cycle = parseCycle('R2/PT10M', zone);
      expect(nextCycleDate(cycle, 0, 0, zone)).to.equal(600_000);
      expect(nextCycleDate(cycle, 1, 600_000, zone)).to.equal(1_200_000);
      expect(nextCycleDate(cycle, 2, 1_200_000, zone)).to.equal(undefined);
    });

    it('given R/P1D, when asked ever so often, then there is a next date', () => {
      expect(nextCycleDate(parseCycle('R/P1D', zone), 1_000_000, 0, zone)).to.equal(86_400_000);
    });

    it('given a start, when it has not fired, then the start, or now if that is past', () => {
      const cycle = parseCycle('R3/2026-01-01T00:00:00Z/P1D', zone);
      expect(iso(nextCycleDate(cycle, 0, 0, zone))).to.equal('2026-01-01T00:00:00.000Z');
      const later = Date.UTC(2026, 5, 1);
      expect(nextCycleDate(cycle, 0, later, zone)).to.equal(later);
    });

    it('given a cron text, when asked for the next date, then local time and weekday count', () => {
      const weekdays = parseCycle('0 0 9-17 * * MON-FRI', zone);
      expect(iso(nextCycleDate(weekdays, 0, Date.UTC(2026, 0, 2, 17), zone))).to.equal(
        '2026-01-05T08:00:00.000Z',
      );
      const leap = parseCycle('0 30 2 29 2 *', zone);
      expect(iso(nextCycleDate(leap, 0, Date.UTC(2026, 0, 1), zone))).to.equal(
        '2028-02-29T01:30:00.000Z',
      );
    });

    it('given the hour that summer time skips, when asked, then the next day that has it', () => {
      const cycle = parseCycle('0 30 2 * * *', zone);
      const start = Date.parse('2026-03-28T12:00:00+01:00');
      expect(iso(nextCycleDate(cycle, 0, start, zone))).to.equal('2026-03-30T00:30:00.000Z');
    });

    it('given a date that never comes, when asked, then none', () => {
      expect(nextCycleDate(parseCycle('0 0 0 31 2 *', zone), 0, 0, zone)).to.equal(undefined);
    });

    for (const text of [
      'R3',
      'R3/5',
      'Rx/PT1M',
      '* * * *',
      '61 * * * * *',
      '0 0 0 L * *',
      '',
      null,
    ]) {
      it(`given ${JSON.stringify(text)}, when read, then refused`, () => {
        expect(() => parseCycle(text, zone)).to.throw(FeelError);
      });
    }
  });
});
