import { expect } from 'chai';
import { isReadableTimer } from '../../../engine/model/bpmn/iso8601.ts';

const readable = {
  date: [
    '2026-03-01T09:00:00Z',
    '2026-03-01T09:00Z',
    '2026-03-01T09:00:00.123+01:00',
    '2026-03-01T09:00:00+01:00[Europe/Berlin]',
    '2028-02-29T23:59:59-05:30',
  ],
  duration: ['P30D', 'PT1H30M', 'P1Y2M3W4DT5H6M7.5S', '-PT1H', 'PT0S', 'P2W', 'PT36H'],
  cycle: [
    'R3/PT1H',
    'R/P1D',
    'R-1/P1D',
    'R0/PT1S',
    'R2/2026-03-01T09:00:00Z/P1D',
    '0 0 9-17/2 ? JAN,DEC MON-FRI',
    '@daily',
  ],
} as const;

const unreadable = {
  date: [
    '2026-03-01',
    '2026-03-01T09:00:00',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-03-01T24:01:00Z',
    '2026-03-01T09:00:00+01',
    '2026-03-01T09:00:00+01:00[Europe/Nowhere]',
    '01.03.2026',
    'tomorrow',
    '',
  ],
  duration: [
    'P',
    'PT',
    '1H',
    'P1H',
    'PT1D',
    'P1DT',
    'PT1H30',
    'P1.5D',
    'PT-1H',
    'P 1D',
    '1 day',
    '',
  ],
  cycle: [
    'R',
    'R3',
    'R3/',
    'PT1H',
    'R3/PT0S',
    'R3/-PT1H',
    'R-2/PT1H',
    'R3/PT1H/PT1H',
    '0 0 9 * *',
    '0 60 9 * * MON',
    '0 0 9 L * *',
    '0 0 17-9 * * *',
    '0 0 9 * * MO',
    '@never',
  ],
} as const;

describe('literal timers', () => {
  for (const type of ['date', 'duration', 'cycle'] as const) {
    for (const text of readable[type]) {
      it(`${type} ${text}`, () => expect(isReadableTimer(type, text)).to.equal(true));
    }
    for (const text of unreadable[type]) {
      it(`not a ${type}: ${text || '(empty)'}`, () =>
        expect(isReadableTimer(type, text)).to.equal(false));
    }
  }
});
