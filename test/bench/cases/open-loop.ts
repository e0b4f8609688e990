import type { EngineStore, InstanceWrite } from '../../../engine/embedded/store.ts';
import { bpmn, element, flows, message, zeebe } from '../../support/bpmn.ts';
import { openBenchEngine } from '../bench-engine.ts';
import type { BenchEngine } from '../bench-engine.ts';
import type { BenchCase, Figure } from '../bench-case.ts';
import { percentile } from '../bench-case.ts';
import { arriveAtRate } from '../open-loop.ts';

const STEPS_PER_SECOND = 1_000;
const SECONDS = 10;
const WARM_UP_SECONDS = 2;

/** Every command that moves an instance, one after the other. */
const KINDS = ['start', 'job', 'task', 'message'] as const;
type Kind = (typeof KINDS)[number];
type Latencies = Record<Kind, number[]>;

/**
 * Commands arrive at a fixed rate, whatever the engine does: a quarter each are starts, completions
 * of jobs, of user tasks, and messages. Each round runs so many instances through all four, in
 * waves: what a wave needs is there before it begins. Latency counts from the arrival to the commit.
 */
export const openLoop: BenchCase = {
  name: 'open-loop',
  what: `${STEPS_PER_SECOND} steps/s arrive for ${SECONDS} s, starts, jobs, tasks and messages in equal parts; time from the intended arrival to the commit`,
  async run({ databaseUrl, runs }) {
    const world = await openWorld(databaseUrl);
    await world.round(WARM_UP_SECONDS);
    const rounds: Latencies[] = [];
    for (let run = 0; run < runs; run++) rounds.push(await world.round(SECONDS));
    await world.bench.stop();
    return figuresOf(rounds);
  },
};

function figuresOf(rounds: readonly Latencies[]): Figure[] {
  const figure = (name: string, share: number, pick: (one: Latencies) => number[]): Figure => ({
    name: `${name} p${share * 100} at 1,000 steps/s`,
    unit: 'ms',
    values: rounds.map((one) => percentile(pick(one), share)),
    digits: 1,
  });
  const all = (one: Latencies) => KINDS.flatMap((kind) => one[kind]);
  return [
    figure('step', 0.5, all),
    figure('step', 0.99, all),
    ...KINDS.flatMap((kind) => [
      figure(kind, 0.5, (one) => one[kind]),
      figure(kind, 0.99, (one) => one[kind]),
    ]),
  ];
}

interface World {
  readonly bench: BenchEngine;
  /** Latencies of so many seconds; every instance comes to its end. */
  round(seconds: number): Promise<Latencies>;
}

async function openWorld(databaseUrl: string): Promise<World> {
  const watched = watchCommits();
  const bench = await openBenchEngine(databaseUrl, {
    tasks: 0,
    variables: {},
    model: model(),
    decorateStore: watched.decorate,
  });
  const jobs = new Map<string, () => void>();
  bench.engine.subscribe(
    'measured',
    ({ rootInstanceKey }) =>
      new Promise((resolve) => jobs.set(rootInstanceKey, () => resolve({ type: 'done' }))),
    { lockMs: 600_000, maxParallel: 100_000 },
  );
  let started = 0;

  const act: Record<Kind, (instance: Instance) => Promise<void>> = {
    start: async (instance) => {
      const { instanceKey } = await bench.engine.start({
        processId: 'p',
        bundleHash: 'bench',
        startKey: instance.id,
        variables: { id: instance.id },
      });
      instance.key = instanceKey;
    },
    job: async ({ key }) => {
      const committed = watched.next(key);
      jobs.get(key)?.();
      jobs.delete(key);
      await committed;
    },
    task: ({ key }) => bench.engine.tasks.complete(watched.taskOf(key), {}),
    message: ({ id }) =>
      bench.engine.publishMessage({
        name: 'answer',
        correlationKey: id,
        timeToLiveMs: 60_000,
        variables: {},
      }),
  };

  return {
    bench,
    async round(seconds) {
      const count = (STEPS_PER_SECOND / KINDS.length) * seconds;
      const instances = Array.from({ length: count }, (): Instance => {
        started += 1;
        return { id: `open-${started}`, key: '' };
      });
      const latencies: Latencies = { start: [], job: [], task: [], message: [] };
      for (const kind of KINDS) {
        // What the wave needs may still be on its way into the hands of the worker.
        if (kind === 'job') await until(() => instances.every(({ key }) => jobs.has(key)));
        const actOn = (index: number) => act[kind](instances[index] as Instance);
        latencies[kind] = await arriveAtRate(count, seconds / KINDS.length, actOn);
      }
      await bench.untilEnded(started);
      return latencies;
    },
  };
}

interface Instance {
  readonly id: string;
  key: string;
}

/** Who waits for the next commit of an instance, and the open task of each. */
function watchCommits() {
  const waiting = new Map<string, () => void>();
  const tasks = new Map<string, string>();
  const note = ({ meta, patch }: InstanceWrite): void => {
    for (const wait of patch.waits.put) {
      if (wait.kind === 'task') tasks.set(meta.rootKey, `${meta.rootKey}.${wait.key}`);
    }
    waiting.get(meta.rootKey)?.();
    waiting.delete(meta.rootKey);
  };
  return {
    decorate: (store: EngineStore): EngineStore => ({
      ...store,
      commit: async (writes) => {
        const outcome = await store.commit(writes);
        for (const write of writes) if (outcome.applied.has(write.meta.rootKey)) note(write);
        return outcome;
      },
    }),
    next: (root: string) => new Promise<void>((resolve) => void waiting.set(root, resolve)),
    taskOf: (root: string) => tasks.get(root) ?? '',
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Start, a service task, a user task, a message, end: four steps. */
function model(): string {
  return bpmn(
    [
      element('startEvent', 's'),
      element('serviceTask', 'j', zeebe('taskDefinition type="measured"')),
      element('userTask', 'u', zeebe('userTask')),
      element('receiveTask', 'm', '', 'messageRef="answer"'),
      element('endEvent', 'e'),
      flows('s -> j -> u -> m -> e'),
    ].join('\n'),
    { rootElements: message('answer', 'answer', '= id') },
  );
}
