import type { JsonObject } from '../../core/json.ts';
import type { Scenario } from '../../core/procedures/scenario.ts';
import { addDuration } from '../../engine/feel/index.ts';
import type { Job, JobAnswer } from '../../engine/port.ts';
import type { EngineHarness } from '../support/engine-harness.ts';
import { eventually } from '../support/engine-harness.ts';

/** A worker for every topic whose jobs wait until the scenario answers them. */
export interface HeldJobs {
  has(caseId: string, elementId: string): boolean;
  /** The oldest open job of this element of a case. */
  answer(caseId: string, elementId: string, answer: JobAnswer): void;
  stop(): Promise<void>;
}

/** Longer than any scenario. */
const LOCK_MS = 20 * 365 * 86_400_000;
const HOUR_MS = 3_600_000;
const ZONE = 'Europe/Berlin';

export function holdJobs({ engine }: Pick<EngineHarness, 'engine'>, topics: string[]): HeldJobs {
  const held: { job: Job; answer: (answer: JobAnswer) => void }[] = [];
  const indexOf = (caseId: string, elementId: string): number =>
    held.findIndex(({ job }) => job.caseId === caseId && job.elementId === elementId);
  const subscriptions = topics.map((topic) =>
    engine.subscribe(
      topic,
      (job) => new Promise<JobAnswer>((answer) => held.push({ job, answer })),
      { lockMs: LOCK_MS, maxParallel: 32 },
    ),
  );
  return {
    has: (caseId, elementId) => indexOf(caseId, elementId) >= 0,
    answer(caseId, elementId, answer) {
      const [taken] = held.splice(indexOf(caseId, elementId), 1);
      taken?.answer(answer);
    },
    async stop() {
      for (const { answer } of held.splice(0)) answer({ type: 'giveUp', reason: 'the test ends' });
      await Promise.all(subscriptions.map((subscription) => subscription.stop()));
    },
  };
}

/** Plays the steps of a scenario on an engine as workers, clerks and citizens would. */
export async function playScenario(
  harness: EngineHarness,
  jobs: HeldJobs,
  caseId: string,
  scenario: Scenario,
): Promise<void> {
  for (const step of scenario.steps) {
    if ('complete' in step) await complete(harness, jobs, caseId, step);
    else if ('correlationKey' in step) await publish(harness, caseId, step);
    else if ('advance' in step) advance(harness, step.advance);
    else throw new Error(`unknown step ${JSON.stringify(step)}`);
    await harness.tick();
  }
}

type Step = Scenario['steps'][number];
type MessageStep = Extract<Step, { correlationKey: string | number }>;

/** A job, or a user task, which only the read model tells of. */
async function complete(
  harness: EngineHarness,
  jobs: HeldJobs,
  caseId: string,
  { complete: elementId, variables = {} }: Extract<Step, { complete: string }>,
): Promise<void> {
  const given = variables as JsonObject;
  const isTask = await eventually(async () => {
    if (jobs.has(caseId, elementId)) return 'job';
    return (await taskKey(harness, caseId, elementId)) && 'task';
  }, `a job or task ${elementId}`);
  if (isTask === 'job') jobs.answer(caseId, elementId, { type: 'done', variables: given });
  else {
    const key = await taskKey(harness, caseId, elementId);
    await harness.engine.tasks.complete(key ?? '', given);
  }
}

async function taskKey(
  { readModel }: EngineHarness,
  caseId: string,
  elementId: string,
): Promise<string | undefined> {
  const state = await readModel.processState(caseId);
  return state?.openTasks.find((task) => task.elementId === elementId)?.key;
}

/** In the scenarios the case is called `case`; here each has a name of its own. */
async function publish(
  { engine }: EngineHarness,
  caseId: string,
  step: MessageStep,
): Promise<void> {
  const { message: name, correlationKey, variables = {} } = step;
  await engine.publishMessage({
    name,
    correlationKey: correlationKey === 'case' ? caseId : String(correlationKey),
    timeToLiveMs: HOUR_MS,
    variables: variables as JsonObject,
  });
}

function advance({ clock }: EngineHarness, duration: string): void {
  clock.advance(addDuration(clock.now(), duration, ZONE) - clock.now());
}
