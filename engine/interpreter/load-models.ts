import { compileExpression, FeelError } from '../feel/index.ts';
import type { JsonValue } from '../feel/index.ts';
import { readDecisions } from '../model/dmn/read-decisions.ts';
import type { DecisionModel } from '../model/dmn/decision-model.ts';
import type { ProcessGraph } from '../model/graph.ts';
import type { Problem } from '../model/problem.ts';
import { readProcesses } from '../model/read-processes.ts';
import type { Variables } from './command.ts';
import { compileDecisions, DecisionError, evaluateDecision } from './dmn/index.ts';
import { expressionsOf } from './expressions-of.ts';
import type { PlacedExpression } from './expressions-of.ts';
import type { Definition } from './library.ts';
import { StepFailure } from './step-failure.ts';

export interface LoadedProcess {
  readonly graph: ProcessGraph;
  readonly file: string;
}

interface LoadedDecisions {
  readonly model: DecisionModel;
  readonly file: string;
}

/** Models of one deployment, read and checked; with an error among the problems, not to be run. */
export interface LoadedModels {
  readonly processes: readonly LoadedProcess[];
  readonly decide: Definition['decide'];
  readonly problems: readonly Problem[];
}

/** Reads BPMN and DMN files (path → text) that are deployed together. */
export async function loadModels(resources: ReadonlyMap<string, string>): Promise<LoadedModels> {
  const processes: LoadedProcess[] = [];
  const decisions: LoadedDecisions[] = [];
  const problems: Problem[] = [];
  for (const [file, text] of resources) {
    if (file.endsWith('.dmn')) {
      const read = readDecisions(text, file);
      problems.push(...read.problems);
      if (read.decisions !== undefined) decisions.push({ model: read.decisions, file });
    } else {
      const read = await readProcesses(text, file);
      problems.push(...read.problems);
      processes.push(...read.processes.map((graph) => ({ graph, file })));
    }
  }
  problems.push(...doubledProcesses(processes));
  problems.push(...processes.flatMap(({ graph, file }) => unreadableFeel(graph, file)));
  problems.push(...decisions.flatMap((one) => unreadableDecisions(one, decisions)));
  return { processes, decide: makeDecide(decisions.map(({ model }) => model)), problems };
}

function doubledProcesses(processes: readonly LoadedProcess[]): Problem[] {
  const seen = new Map<string, string>();
  return processes.flatMap(({ graph, file }) => {
    const other = seen.get(graph.processId);
    seen.set(graph.processId, file);
    if (other === undefined) return [];
    const { processId } = graph;
    return [
      {
        code: 'process-doubled',
        severity: 'error' as const,
        file,
        elementId: processId,
        message: `Der Prozess „${processId}“ steht auch in ${other}.`,
        messageEn: `The process "${processId}" stands in ${other} too.`,
      },
    ];
  });
}

function unreadableFeel(graph: ProcessGraph, file: string): Problem[] {
  return expressionsOf(graph).flatMap((placed) => unreadable(placed, file));
}

function unreadable({ expression, elementId, line }: PlacedExpression, file: string): Problem[] {
  if (expression.kind === 'text') return [];
  try {
    compileExpression(expression.source);
    return [];
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    return [
      {
        code: error.code,
        severity: 'error',
        file,
        elementId,
        ...(line === undefined ? {} : { line }),
        message: error.messageDe,
        messageEn: error.message,
      },
    ];
  }
}

/** FEEL in tables and boxed expressions, which the border does not look into. */
function unreadableDecisions(
  { model, file }: LoadedDecisions,
  all: readonly LoadedDecisions[],
): Problem[] {
  const others = all.map((one) => one.model).filter((other) => other !== model);
  return compileDecisions([model, ...others]).problems.map((problem) => ({ ...problem, file }));
}

/** Finds a decision in whichever file of the deployment has it. */
function makeDecide(models: readonly DecisionModel[]): Definition['decide'] {
  return (decisionId, variables, env): JsonValue => {
    for (const model of models) {
      const rest = models.filter((other) => other !== model);
      const result = tryModel([model, ...rest], decisionId, variables, env);
      if (result !== undefined) return result;
    }
    throw new StepFailure('decision-missing', `there is no decision ${decisionId}`);
  };
}

function tryModel(
  models: readonly DecisionModel[],
  decisionId: string,
  variables: Variables,
  env: Parameters<Definition['decide']>[2],
): JsonValue | undefined {
  try {
    return evaluateDecision(models, decisionId, variables, env, { open: true }).result;
  } catch (error) {
    if (!(error instanceof DecisionError)) throw error;
    if (error.code === 'dmn-unknown-decision') return undefined;
    throw new StepFailure(error.code, error.message);
  }
}
