import { openBenchEngine } from '../bench-engine.ts';
import type { BenchEngine } from '../bench-engine.ts';
import type { BenchCase, BenchContext, Figure } from '../bench-case.ts';

const CLIENTS = 128;

/** Instances from start to end as fast as they go: one service task, ten, ten with 11 kB. */
export const closedLoop: BenchCase = {
  name: 'closed-loop',
  what: `${CLIENTS} clients start one instance after the other; workers in the same process`,
  async run(context) {
    return [
      ...(await measure(context, { tasks: 1, bytes: 20, instances: 6_000 })),
      ...(await measure(context, { tasks: 10, bytes: 500, instances: 1_000 })),
      ...(await measure(context, { tasks: 10, bytes: 11_000, instances: 500 })),
    ];
  },
};

interface Load {
  readonly tasks: number;
  readonly bytes: number;
  readonly instances: number;
}

async function measure({ databaseUrl, runs }: BenchContext, load: Load): Promise<Figure[]> {
  const variables = { x: 3, text: 'x'.repeat(load.bytes) };
  const bench = await openBenchEngine(databaseUrl, { tasks: load.tasks, variables });
  let ended = 0;
  const perSecond: number[] = [];
  const round = async (instances: number): Promise<number> => {
    const startedMs = performance.now();
    await startAll(bench, instances, ended);
    ended += instances;
    await bench.untilEnded(ended);
    return instances / ((performance.now() - startedMs) / 1000);
  };
  await round(Math.ceil(load.instances / 4));
  for (let run = 0; run < runs; run++) perSecond.push(await round(load.instances));
  await bench.stop();
  // A start and each completion of a job is a durable step.
  const steps = perSecond.map((value) => value * (load.tasks + 1));
  const name = `${load.tasks} task${load.tasks > 1 ? 's' : ''}, ${load.bytes} B of variables`;
  return [
    { name: `instances/s, ${name}`, unit: '1/s', values: perSecond, digits: 0 },
    { name: `durable steps/s, ${name}`, unit: '1/s', values: steps, digits: 0 },
  ];
}

async function startAll(bench: BenchEngine, instances: number, offset: number): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < instances) {
      next += 1;
      await bench.start(`start-${offset + next}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}
