import { expect } from 'chai';
import { mock } from 'node:test';
import { keepLock, LOCK_MS } from '../../../workers/keep-lock.ts';

describe('the lock of a job', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  function held(longestMs: number, extend: () => Promise<void> = async () => undefined) {
    const renewals: number[] = [];
    const lost: unknown[] = [];
    const extendLock = (byMs: number): Promise<void> => {
      renewals.push(byMs);
      return extend();
    };
    const letGo = keepLock({ extendLock }, longestMs, (error) => lost.push(error));
    return { renewals, lost, letGo };
  }

  it('is renewed well before it runs out, while the worker is busy', () => {
    const { renewals, letGo } = held(60_000);
    mock.timers.tick(LOCK_MS - 1);
    expect(renewals).to.deep.equal([LOCK_MS, LOCK_MS]);
    letGo();
    mock.timers.tick(60_000);
    expect(renewals).to.have.lengthOf(2);
  });

  it('runs out when a worker hangs', () => {
    const { renewals } = held(20_000);
    mock.timers.tick(3_600_000);
    expect(renewals).to.have.lengthOf(3);
  });

  it('that is lost is told, and nothing else happens', async () => {
    const gone = new Error('somebody else has it');
    const { lost, letGo } = held(60_000, () => Promise.reject(gone));
    mock.timers.tick(5_000);
    await Promise.resolve();
    await Promise.resolve();
    expect(lost).to.deep.equal([gone]);
    letGo();
  });
});
