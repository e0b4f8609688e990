import { loadModels, runModel } from '../../engine/interpreter/index.ts';
import type { HistoryLine, Run, ScenarioStep, Variables } from '../../engine/interpreter/index.ts';
import type { LoadedModels } from '../../engine/interpreter/index.ts';
import { variablesSeenFrom } from '../../engine/interpreter/variables.ts';
import type { ElementState, ProcessState, TaskState } from '../../core/cases/process-state.ts';
import type { CaseStatus } from '../../core/procedures/case-status.ts';
import { caseStatus } from '../../core/procedures/case-status.ts';
import type { Bundle, Procedure } from '../../core/procedures/procedure.ts';
import type { Scenario } from '../../core/procedures/scenario.ts';

/** Where a scenario stands after some of its steps, as the pages would see it. */
export interface Standing {
  readonly run: Run;
  readonly status: CaseStatus;
  readonly nowMs: number;
  /** Elements that are waited for, jobs and tasks included. */
  readonly waiting: readonly string[];
  /** Input of the open jobs by element id. */
  readonly jobs: ReadonlyMap<string, Variables>;
  readonly openTasks: readonly TaskState[];
}

export function loadBundle(bundle: Bundle): Promise<LoadedModels> {
  const models = [...bundle.files].filter(([path]) => /\.(bpmn|dmn)$/.test(path));
  return loadModels(new Map(models));
}

/** Runs the first `steps` steps in the bare interpreter. */
export function runScenario(
  procedure: Procedure,
  models: LoadedModels,
  scenario: Scenario,
  start: Variables,
  steps: number,
): Standing {
  const [processId = ''] = procedure.processes.keys();
  const run = runModel(models, {
    processId,
    variables: start,
    steps: scenario.steps.slice(0, steps) as ScenarioStep[],
  });
  const [instance] = run.sandbox?.instances ?? [];
  if (!run.sandbox || !instance) throw new Error(JSON.stringify(run.result.problems));
  const waits = [...instance.state.waits.rows.values()];
  const { nowMs } = run.sandbox;
  const state = processState(procedure, processId, run);
  return {
    run,
    nowMs,
    status: caseStatus(procedure, state, 'de', nowMs),
    waiting: waits.map(({ targetId }) => targetId),
    jobs: new Map(
      waits.flatMap((wait) =>
        wait.kind === 'job'
          ? [[wait.targetId, variablesSeenFrom(instance.state, wait.elementKey)] as const]
          : [],
      ),
    ),
    openTasks: state.openTasks,
  };
}

/** The read model that the engine would have written. */
function processState(procedure: Procedure, processId: string, run: Run): ProcessState {
  const [instance] = run.sandbox?.instances ?? [];
  if (!instance) throw new Error('no instance');
  const { state, rootKey } = instance;
  const key = (element: number): string => `${rootKey}.${element}`;
  const elements = elementStates(run.history);
  const waits = [...state.waits.rows.values()];
  const common = { processId, rootInstanceKey: String(rootKey), bundleHash: procedure.hash };
  return {
    ...common,
    caseId: 'case',
    state: state.status,
    startedAtMs: elements[0]?.startedAtMs ?? 0,
    elements,
    openTasks: waits.flatMap((wait) =>
      wait.kind === 'task'
        ? [
            {
              ...common,
              key: `task-${wait.key}`,
              elementId: wait.targetId,
              elementInstanceKey: key(wait.elementKey),
              instanceKey: '',
              state: 'open' as const,
              candidateGroups: wait.candidateGroups,
              priority: wait.priority,
              createdAtMs: 0,
              ...(wait.formReference === undefined ? {} : { formReference: wait.formReference }),
              ...(wait.dueAtMs === undefined ? {} : { dueAtMs: wait.dueAtMs }),
            },
          ]
        : [],
    ),
    openTimers: waits.flatMap((wait) =>
      wait.kind === 'timer'
        ? [
            {
              elementId: wait.targetId,
              elementInstanceKey: key(wait.elementKey),
              dueAtMs: wait.dueAtMs,
            },
          ]
        : [],
    ),
    openIncidents: [...state.incidents.rows.values()].map((incident) => ({
      ...common,
      key: key(incident.key),
      elementId: incident.elementId,
      elementInstanceKey: key(incident.elementKey),
      code: incident.code,
      message: incident.message,
      createdAtMs: incident.createdAtMs,
    })),
  };
}

function elementStates(history: readonly HistoryLine[]): ElementState[] {
  const found = new Map<string, ElementState>();
  for (const line of history) {
    const atMs = Date.parse(line.at);
    if (line.event === 'activated') {
      found.set(line.elementInstance, {
        key: line.elementInstance,
        elementId: line.elementId,
        elementType: line.elementType,
        processId: line.process,
        state: 'active',
        startedAtMs: atMs,
        instanceKey: '',
        ...(line.scope === null ? {} : { scopeKey: line.scope }),
      });
    } else if (line.event === 'completed' || line.event === 'terminated') {
      const element = found.get(line.elementInstance);
      if (element) {
        found.set(line.elementInstance, { ...element, state: line.event, endedAtMs: atMs });
      }
    }
  }
  return [...found.values()];
}
