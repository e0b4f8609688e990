import { isRefused } from '../../model/problem.ts';
import type { Problem } from '../../model/problem.ts';
import type { Variables } from '../command.ts';
import type { LoadedModels } from '../load-models.ts';
import { withOwnNames } from '../variables.ts';
import type { HistoryLine, RunProblem, RunResult, WaitingFor } from './history-line.ts';
import { publishEffects, startMessageName } from './messages.ts';
import { advanceTo, completeWork, openWork, performStep, settle } from './perform-step.ts';
import { nextTimer, openSandbox, openWaits, startInstance } from './sandbox.ts';
import type { PlacedWait, Sandbox } from './sandbox.ts';
import type { ScenarioStep } from './scenario-step.ts';

export interface RunOptions {
  /** Absent: the first process that has a none start event. */
  readonly processId?: string;
  readonly variables?: Variables;
  readonly steps?: readonly ScenarioStep[];
  /** Completes jobs and tasks empty and passes time until nothing is left to do by itself. */
  readonly auto?: boolean;
  readonly zone?: string;
  /** Asked before every action: true ends the run (a limit on computing time). */
  readonly isOver?: () => boolean;
}

export interface Run {
  readonly history: readonly HistoryLine[];
  readonly result: RunResult;
  readonly sandbox?: Sandbox;
}

export const MAX_AUTO_ACTIONS = 10_000;

/** Runs models in the bare interpreter and tells what happened. */
export function runModel(models: LoadedModels, options: RunOptions): Run {
  if (isRefused(models.problems)) return refused(models.problems);
  const sandbox = openSandbox(models, options);
  const problems: RunProblem[] = models.problems.map(asRunProblem);
  begin(sandbox, options, problems);
  for (const [index, step] of (options.steps ?? []).entries()) {
    if (sandbox.isOver()) break;
    const skipped = performStep(sandbox, step);
    if (skipped === undefined) continue;
    problems.push({ code: 'step-skipped', message: `step ${index + 1}: ${skipped}` });
  }
  if (options.auto === true) runByItself(sandbox);
  if (sandbox.isOver()) {
    problems.push({ code: 'time-limit', message: 'the run took too long and was left as it is' });
  }
  return { history: sandbox.history, result: resultOf(sandbox, problems), sandbox };
}

function begin(sandbox: Sandbox, options: RunOptions, problems: RunProblem[]): void {
  const [first] = options.steps ?? [];
  if (first !== undefined && 'start' in first) return;
  const graph =
    options.processId === undefined
      ? sandbox.graphs.find((one) => hasNoneStart(one))
      : sandbox.graphs.find((one) => one.processId === options.processId);
  if (graph === undefined && options.processId !== undefined) {
    problems.push({ code: 'process-missing', message: `no process ${options.processId}` });
  }
  if (graph === undefined || !hasNoneStart(graph)) return;
  const { processId } = graph;
  const variables = options.variables ?? {};
  publishEffects(sandbox, startInstance(sandbox, { processId, variables }));
  settle(sandbox);
}

export function hasNoneStart(graph: Sandbox['graphs'][number]): boolean {
  return (graph.root.startEventIds ?? []).some((id) => graph.nodes.get(id)?.event?.kind === 'none');
}

function runByItself(sandbox: Sandbox): void {
  for (let action = 0; action < MAX_AUTO_ACTIONS; action++) {
    if (sandbox.isOver()) return;
    const [work] = openWork(sandbox);
    const timer = nextTimer(sandbox);
    if (work !== undefined) completeWork(sandbox, work, {});
    else if (timer !== undefined) advanceTo(sandbox, timer.wait.dueAtMs);
    else return;
    settle(sandbox);
  }
}

/** What is said of models that are not run. */
export function refused(problems: readonly Problem[]): Run {
  return {
    history: [],
    result: {
      event: 'result',
      state: 'refused',
      waiting: [],
      variables: {},
      problems: problems.map(asRunProblem),
    },
  };
}

export function asRunProblem(problem: Problem): RunProblem {
  const { file, elementId, line, code, messageEn, severity } = problem;
  return {
    ...(file === undefined ? {} : { file }),
    ...(elementId === undefined ? {} : { elementId }),
    ...(line === undefined ? {} : { line }),
    code,
    severity,
    message: messageEn,
  };
}

/** How a run stands: its state, what it waits for, its variables. */
export function resultOf(sandbox: Sandbox, problems: readonly RunProblem[]): RunResult {
  return {
    event: 'result',
    state: stateOf(sandbox),
    waiting: waitingOf(sandbox),
    variables: withOwnNames(sandbox.instances.flatMap((instance) => [...instance.variables])),
    problems,
  };
}

function stateOf(sandbox: Sandbox): RunResult['state'] {
  const { instances } = sandbox;
  if (instances.some(({ state }) => state.incidents.rows.size > 0)) return 'incident';
  if (instances.length === 0) return 'waiting';
  if (instances.some(({ state }) => state.status === 'active')) return 'waiting';
  return instances.some(({ state }) => state.status === 'terminated') ? 'terminated' : 'completed';
}

function waitingOf(sandbox: Sandbox): WaitingFor[] {
  const incidents = sandbox.instances.flatMap(({ state }) =>
    [...state.incidents.rows.values()].map(({ elementId, code }): WaitingFor => ({
      elementId,
      for: 'incident',
      name: code,
    })),
  );
  const starts = sandbox.instances.length > 0 ? [] : waitingStarts(sandbox);
  return [...openWaits(sandbox).map(waitingFor), ...incidents, ...starts];
}

function waitingFor({ wait }: PlacedWait): WaitingFor {
  const name = wait.kind === 'job' ? wait.jobType : wait.kind === 'message' ? wait.name : undefined;
  return { elementId: wait.targetId, for: wait.kind, ...(name === undefined ? {} : { name }) };
}

function waitingStarts(sandbox: Sandbox): WaitingFor[] {
  return sandbox.graphs.flatMap((graph) =>
    (graph.root.startEventIds ?? []).flatMap((id) => {
      const node = graph.nodes.get(id);
      const name = node === undefined ? undefined : startMessageName(node, sandbox);
      return name === undefined ? [] : [{ elementId: id, for: 'message' as const, name }];
    }),
  );
}
