import { openBenchEngine } from '../bench-engine.ts';
import type { BenchCase } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';

const STEPS = 300;
const PAUSE_MS = 5;

/** One step on an idle engine. */
export const loneStep: BenchCase = {
  name: 'lone-step',
  what: `${STEPS} starts, one every ${PAUSE_MS} ms, nothing else running`,
  async run({ databaseUrl, runs }) {
    const bench = await openBenchEngine(databaseUrl, { tasks: 1, variables: { x: 3 } });
    const p50: number[] = [];
    let started = 0;
    for (let run = 0; run <= runs; run++) {
      const latencies: number[] = [];
      for (let index = 0; index < STEPS; index++) {
        const startedMs = performance.now();
        await bench.start(`lone-${started++}`);
        latencies.push(performance.now() - startedMs);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (run > 0) p50.push(percentile(latencies, 0.5));
    }
    await bench.untilEnded(started);
    await bench.stop();
    return [{ name: 'lone step p50', unit: 'ms', values: p50, digits: 2 }];
  },
};
