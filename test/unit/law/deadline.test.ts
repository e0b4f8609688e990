import { expect } from 'chai';
import { addDays, daysBetween, nextWorkingDay, periodEnd } from '../../../core/law/deadline.ts';
import { holidays } from '../../../core/law/holidays.ts';

describe('a period of the law', () => {
  it('of months ends on the day of that number, or on the last of the month (§ 188 BGB)', () => {
    for (const [announcedOn, end] of [
      ['2026-01-09', '2026-02-09'],
      ['2026-02-27', '2026-03-27'],
      ['2025-12-31', '2026-02-02'],
      ['2026-04-30', '2026-06-01'],
      ['2024-01-31', '2024-02-29'],
    ] as const) {
      expect(periodEnd(announcedOn, { months: 1 }, 'NW'), announcedOn).to.equal(end);
    }
  });

  it('of days does not count the first one (§ 187 BGB)', () => {
    expect(periodEnd('2026-03-02', { days: 14 }, 'NW')).to.equal('2026-03-16');
  });

  it('never ends on a Saturday, a Sunday or a holiday of the Land (§ 193 BGB)', () => {
    // 24 December 2025 + 1 day is Christmas, then the second day, Saturday, Sunday.
    expect(periodEnd('2025-12-24', { days: 1 }, 'NW')).to.equal('2025-12-29');
    // All Saints' is a holiday in North Rhine-Westphalia and Bavaria, not in Berlin.
    expect(periodEnd('2027-10-01', { months: 1 }, 'NW')).to.equal('2027-11-02');
    expect(periodEnd('2027-10-01', { months: 1 }, 'BE')).to.equal('2027-11-01');
    expect(nextWorkingDay('2026-04-03', 'BY')).to.equal('2026-04-07');
  });

  it('counts the days between two dates, over leap days and changes of the clock', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).to.equal(2);
    expect(daysBetween('2026-03-28', '2026-03-30')).to.equal(2);
    expect(daysBetween('2026-12-31', '2026-12-31')).to.equal(0);
    expect(daysBetween('2027-01-01', '2026-12-31')).to.equal(-1);
  });

  it('goes over the end of a month, a year and a leap day', () => {
    expect(addDays('2024-02-28', 2)).to.equal('2024-03-01');
    expect(addDays('2026-12-31', 1)).to.equal('2027-01-01');
    expect(addDays('2026-03-01', -1)).to.equal('2026-02-28');
  });
});

describe('holidays', () => {
  it('of the federal law and those that hang on Easter', () => {
    const of2026 = holidays(2026, 'HH');
    for (const day of ['2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14']) {
      expect(of2026.has(day), day).to.equal(true);
    }
    for (const day of ['2026-05-25', '2026-10-03', '2026-12-25', '2026-12-26']) {
      expect(of2026.has(day), day).to.equal(true);
    }
    expect(of2026.has('2026-04-05')).to.equal(false);
  });

  it('of the Länder', () => {
    const days: Readonly<Record<string, readonly [day: string, laender: string]>> = {
      epiphany: ['2026-01-06', 'BW BY ST'],
      womensDay: ['2026-03-08', 'BE MV'],
      easterSunday: ['2026-04-05', 'BB'],
      corpusChristi: ['2026-06-04', 'BW BY HE NW RP SL'],
      assumption: ['2026-08-15', 'SL'],
      childrensDay: ['2026-09-20', 'TH'],
      reformation: ['2026-10-31', 'BB HB HH MV NI SN ST SH TH'],
      allSaints: ['2026-11-01', 'BW BY NW RP SL'],
      repentance: ['2026-11-18', 'SN'],
    };
    const all = 'BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH'.split(' ');
    for (const [name, [day, laender]] of Object.entries(days)) {
      const found = all.filter((land) => holidays(2026, land as never).has(day));
      expect(found, name).to.have.members(laender.split(' '));
    }
  });

  it('know Easter of years that are hard to reckon', () => {
    for (const [year, goodFriday] of [
      [2000, '2000-04-21'],
      [2019, '2019-04-19'],
      [2038, '2038-04-23'],
      [2285, '2285-03-20'],
    ] as const) {
      expect(holidays(year, 'NW').has(goodFriday), String(year)).to.equal(true);
    }
  });
});
