import { applyPatch, emptyState, loadModels, step } from '../../engine/interpreter/index.ts';
import type {
  Command,
  Definition,
  InstanceState,
  ModelLibrary,
  StepResult,
  Variables,
  Wait,
} from '../../engine/interpreter/index.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const ZONE = 'Europe/Berlin';

/** One instance of the process `p`, driven command by command. */
export interface OpenInstance {
  readonly library: ModelLibrary;
  readonly state: InstanceState;
  obey(command: Command): StepResult;
  waits(): Wait[];
}

export async function libraryOf(...texts: string[]): Promise<ModelLibrary> {
  const models = await loadModels(new Map(texts.map((text, index) => [`${index}.bpmn`, text])));
  const errors = models.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1));
  const definitions = new Map<string, Definition>(
    models.processes.map(({ graph }) => [
      graph.processId,
      { key: graph.processId, graph, decide: models.decide },
    ]),
  );
  return {
    definition: (key) => definitions.get(key) as Definition,
    called: (processId) => definitions.get(processId),
  };
}

export async function openInstance(text: string, variables: Variables = {}): Promise<OpenInstance> {
  const library = await libraryOf(text);
  const state = emptyState();
  const obey = (command: Command) => {
    const result = step(library, state, command, { nowMs: START_MS, zone: ZONE });
    applyPatch(state, result.patch);
    return result;
  };
  obey({ type: 'start', definitionKey: 'p', variables });
  return { library, state, obey, waits: () => [...state.waits.rows.values()] };
}
