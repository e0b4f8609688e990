import { startEmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { EmbeddedEngine } from '../../engine/embedded/embedded-engine.ts';
import type { LoadedModels, Run, RunOptions, RunProblem } from '../../engine/interpreter/index.ts';
import {
  asRunProblem,
  hasNoneStart,
  MAX_AUTO_ACTIONS,
  refused,
  resultOf,
} from '../../engine/interpreter/sandbox/run-model.ts';
import { openWork } from '../../engine/interpreter/sandbox/perform-step.ts';
import { nextTimer, openSandbox } from '../../engine/interpreter/sandbox/sandbox.ts';
import { isRefused } from '../../engine/model/problem.ts';
import { openEngineStore } from '../../store/engine/engine-store.ts';
import type { EmbeddedRun } from './embedded-steps.ts';
import { advanceTo, completeWork, performStep, settle, startProcess } from './embedded-steps.ts';
import { makeMirror } from './mirror.ts';
import { makeParkedJobs } from './parked-jobs.ts';
import { openScratchDatabase } from './scratch-database.ts';
import type { ScratchDatabase } from './scratch-database.ts';

/** Its own notifications are enough; a poll would only come in between. */
const NO_POLL_MS = 3_600_000;
export const BUNDLE = 'model';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Runs models as `runModel` does, but on the embedded engine and a database of its own. */
export async function runOnEmbedded(
  models: LoadedModels,
  resources: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<Run> {
  if (isRefused(models.problems)) return refused(models.problems);
  const database = await openScratchDatabase();
  try {
    const run = await openRun(models, options, database);
    await run.engine.deploy({ hash: BUNDLE, key: BUNDLE, resources });
    const problems = await perform(run, models, options);
    const { sandbox } = run;
    const result = resultOf(sandbox, problems);
    await stop(run);
    return { history: sandbox.history, result };
  } finally {
    await database.drop();
  }
}

async function openRun(
  models: LoadedModels,
  options: RunOptions,
  database: ScratchDatabase,
): Promise<EmbeddedRun> {
  const sandbox = openSandbox(models, options);
  const jobs = makeParkedJobs();
  const mirror = makeMirror(sandbox, (topic) => jobs.take(engine, topic));
  const store = mirror.decorate(openEngineStore(database.url));
  const engine: EmbeddedEngine = await startEmbeddedEngine(store, {
    now: () => sandbox.nowMs,
    zone: sandbox.zone,
    log: silent,
    owner: 'model',
    pollMs: NO_POLL_MS,
  });
  const { dropMessages } = database;
  return { engine, dropMessages, sandbox, mirror, jobs, bundle: BUNDLE };
}

async function perform(
  run: EmbeddedRun,
  models: LoadedModels,
  options: RunOptions,
): Promise<RunProblem[]> {
  const problems: RunProblem[] = models.problems.map(asRunProblem);
  await begin(run, options);
  for (const [index, step] of (options.steps ?? []).entries()) {
    if (run.sandbox.isOver()) break;
    const skipped = await performStep(run, step);
    if (skipped === undefined) continue;
    problems.push({ code: 'step-skipped', message: `step ${index + 1}: ${skipped}` });
  }
  if (options.auto === true) await runByItself(run);
  if (run.sandbox.isOver()) {
    problems.push({ code: 'time-limit', message: 'the run took too long and was left as it is' });
  }
  return problems;
}

async function begin(run: EmbeddedRun, { steps = [], processId }: RunOptions): Promise<void> {
  const [first] = steps;
  if (first !== undefined && 'start' in first) return;
  const graph = run.sandbox.graphs.find((one) =>
    processId === undefined ? hasNoneStart(one) : one.processId === processId,
  );
  if (graph === undefined || !hasNoneStart(graph)) return;
  await startProcess(run, graph.processId, run.sandbox.startVariables);
  await settle(run);
}

async function runByItself(run: EmbeddedRun): Promise<void> {
  const { sandbox } = run;
  for (let action = 0; action < MAX_AUTO_ACTIONS && !sandbox.isOver(); action++) {
    const [work] = openWork(sandbox);
    const timer = nextTimer(sandbox);
    if (work !== undefined) await completeWork(run, work, {});
    else if (timer !== undefined) await advanceTo(run, timer.wait.dueAtMs);
    else return;
    await settle(run);
  }
}

/** The engine waits for its workers; ours hold jobs that nobody will answer any more. */
async function stop({ engine, jobs }: EmbeddedRun): Promise<void> {
  const stopped = engine.stop();
  const releasing = setInterval(() => jobs.release(), 5);
  await stopped.finally(() => clearInterval(releasing));
}
