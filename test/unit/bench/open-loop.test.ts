import { expect } from 'chai';
import { arriveAtRate } from '../../bench/open-loop.ts';

/** Time passes only while somebody sleeps, and as much as the test says. */
function aTimer(sleptMs: (askedMs: number) => number) {
  let nowMs = 5_000;
  return {
    now: () => nowMs,
    async sleep(askedMs: number) {
      // What was sent before has ended by then.
      await new Promise((resolve) => setImmediate(resolve));
      nowMs += sleptMs(askedMs);
    },
    pass: (byMs: number) => {
      nowMs += byMs;
    },
  };
}

describe('arrivals at a fixed rate', () => {
  it('count from when they were due, where they are sent late', async () => {
    const timer = aTimer((askedMs) => askedMs + 3);
    const latencies = await arriveAtRate(2, 0.5, async () => timer.pass(4), timer);
    expect(latencies).to.deep.equal([4, 7]);
  });

  it('count from when they were sent, where a timer woke early', async () => {
    const timer = aTimer((askedMs) => askedMs - 0.75);
    const latencies = await arriveAtRate(2, 0.5, async () => timer.pass(0.5), timer);
    expect(latencies).to.deep.equal([0.5, 0.5]);
  });
});
