import { expect } from 'chai';
import type { Variables } from '../../../engine/interpreter/index.ts';
import { bpmn, flows } from '../../support/bpmn.ts';
import { end, onTimer, parallel, start, wait } from '../../support/engine-model.ts';
import { completed, firstIncident, run, told } from '../../support/engine-run.ts';

const timer = (kind: 'Date' | 'Duration', text: string) =>
  bpmn(`${start()}${wait('t', onTimer(kind, text))}${end()}${flows('s -> t -> e')}`);

async function firesAt(kind: 'Date' | 'Duration', text: string, variables: Variables = {}) {
  const ran = await run(timer(kind, text), { variables, auto: true });
  expect(ran.result.state).to.equal('completed');
  return ran.history.find(({ event }) => event === 'timer')?.at;
}

describe('timers', () => {
  it('given a duration, then days and months follow the calendar of the zone', async () => {
    expect(await firesAt('Duration', 'PT36H')).to.equal('2026-01-02T12:00:00.000Z');
    expect(await firesAt('Duration', 'P1M')).to.equal('2026-02-01T00:00:00.000Z');
    // 1 April begins an hour earlier by UTC: summer time.
    expect(await firesAt('Duration', 'P3M')).to.equal('2026-03-31T23:00:00.000Z');
    expect(await firesAt('Duration', 'P90D')).to.equal('2026-03-31T23:00:00.000Z');
    expect(await firesAt('Duration', 'PT2160H')).to.equal('2026-04-01T00:00:00.000Z');
  });

  it('given a date, then local times are those of the zone', async () => {
    expect(await firesAt('Date', '2026-07-01T12:00:00Z')).to.equal('2026-07-01T12:00:00.000Z');
    expect(await firesAt('Date', '= date and time("2026-07-01T12:00:00")')).to.equal(
      '2026-07-01T10:00:00.000Z',
    );
    expect(await firesAt('Date', '= at', { at: '2026-07-01T12:00:00+02:00' })).to.equal(
      '2026-07-01T10:00:00.000Z',
    );
  });

  it('given past, zero or negative, then it fires at once', async () => {
    const start = '2026-01-01T00:00:00.000Z';
    expect(await firesAt('Date', '2020-01-01T00:00:00Z')).to.equal(start);
    expect(await firesAt('Duration', 'PT0S')).to.equal(start);
    expect(await firesAt('Duration', '= duration("-PT1H")')).to.equal(start);
  });

  it('given computed values, then FEEL durations and dates are taken as they are', async () => {
    expect(await firesAt('Duration', '= duration("PT1H") * n', { n: 3 })).to.equal(
      '2026-01-01T03:00:00.000Z',
    );
    expect(await firesAt('Date', '= now() + duration("P1D")')).to.equal('2026-01-02T00:00:00.000Z');
  });

  it('given what is no time, then it is an incident that names it', async () => {
    for (const value of ['soon', 5, null, true, ['PT1H']]) {
      const ran = await run(timer('Duration', '= x'), { variables: { x: value } });
      expect(ran.result.state, JSON.stringify(value)).to.equal('incident');
      expect(firstIncident(ran).message).to.contain("'x'");
    }
  });

  it('given a duration beyond all calendars, then it is an incident', async () => {
    const ran = await run(timer('Duration', '= x'), { variables: { x: 'P999999999Y' } });
    expect(ran.result.state).to.equal('incident');
  });

  it('given several, then they fire in the order of their due times, those created on the way too', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${wait('a', onTimer('Duration', 'PT3H'))}
         ${wait('b', onTimer('Duration', 'PT1H'))}${wait('c', onTimer('Duration', 'PT1H'))}
         ${flows('s -> f -> a', 'f -> b -> c')}`,
      ),
      { steps: [{ advance: 'P1D' }] },
    );
    expect(told(ran, 'timer')).to.deep.equal(['timer b', 'timer c', 'timer a']);
    const times = ran.history.filter(({ event }) => event === 'timer').map(({ at }) => at);
    expect(times.map((at) => at.slice(11, 13))).to.deep.equal(['01', '02', '03']);
  });

  it('given time that passes in steps, then one exactly due fires', async () => {
    const ran = await run(timer('Duration', 'PT2H'), {
      steps: [{ advance: 'PT1H' }, { advance: 'PT1H' }],
    });
    expect(completed(ran)).to.include('t');
  });
});
