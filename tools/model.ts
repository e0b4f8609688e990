import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseJson, writeJson } from '../engine/feel/index.ts';
import { loadModels, runModel, stepProblem } from '../engine/interpreter/index.ts';
import type {
  LoadedModels,
  Run,
  RunOptions,
  ScenarioStep,
  Variables,
} from '../engine/interpreter/index.ts';

/**
 * `npm run model -- FILE.bpmn …`: runs any model, in the bare interpreter or on the embedded engine
 * with PostgreSQL, and prints its history.
 */

const USAGE = `usage: npm run --silent model -- FILE.bpmn [MORE.bpmn|.dmn ...] [--process ID]
  [--variables JSON|FILE] [--steps FILE.json] [--auto] [--engine memory|embedded]`;

/** Its own limit: a model may loop, this command does not hang. */
const MAX_COMPUTING_MS = { memory: 10_000, embedded: 120_000 };

type Engine = keyof typeof MAX_COMPUTING_MS;

const EXIT = { completed: 0, terminated: 0, waiting: 0, refused: 2, incident: 3 } as const;

class UsageError extends Error {}

async function main(args: string[]): Promise<number> {
  const { files, engine, options } = readArguments(args);
  const resources = new Map(files.map((file) => [file, readText(file)]));
  const startedMs = Date.now();
  const isOver = () => Date.now() - startedMs > MAX_COMPUTING_MS[engine];
  const models = await loadModels(resources);
  checkProcess(models, options.processId);
  const run = await runOn(engine, models, resources, { ...options, isOver });
  print(run, files.length > 1);
  return EXIT[run.result.state];
}

/** The embedded engine brings a database driver along, which a run in memory need not wait for. */
async function runOn(
  engine: Engine,
  models: LoadedModels,
  resources: ReadonlyMap<string, string>,
  options: RunOptions,
): Promise<Run> {
  if (engine === 'memory') return runModel(models, options);
  const { runOnEmbedded } = await import('./model/run-embedded.ts');
  return runOnEmbedded(models, resources, options);
}

function checkProcess({ processes, problems }: LoadedModels, processId?: string): void {
  const isRefused = problems.some(({ severity }) => severity === 'error');
  if (processId === undefined || isRefused) return;
  if (processes.some(({ graph }) => graph.processId === processId)) return;
  throw new UsageError(`there is no process ${processId}`);
}

function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  if (positionals.length === 0) throw new UsageError('no model file');
  return {
    files: positionals,
    engine: readEngine(values.engine ?? 'memory'),
    options: {
      auto: values.auto ?? false,
      ...(values.process === undefined ? {} : { processId: values.process }),
      ...(values.variables === undefined ? {} : { variables: readVariables(values.variables) }),
      ...(values.steps === undefined ? {} : { steps: readSteps(values.steps) }),
    },
  };
}

function readEngine(name: string): Engine {
  if (name === 'memory' || name === 'embedded') return name;
  throw new UsageError(`the engine ${name} cannot be chosen here`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        process: { type: 'string' },
        variables: { type: 'string' },
        steps: { type: 'string' },
        auto: { type: 'boolean' },
        engine: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${(error as NodeJS.ErrnoException).code ?? 'unreadable'}`);
  }
}

function readVariables(given: string): Variables {
  const value = readJson(given.trimStart().startsWith('{') ? given : readText(given), given);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Variables;
  }
  throw new UsageError('--variables is no JSON object');
}

function readSteps(file: string): ScenarioStep[] {
  const read = readJson(readText(file), file);
  // A scenario of a procedure holds its steps beside what is expected of them.
  const steps = Array.isArray(read) ? read : (read as { steps?: unknown } | null)?.steps;
  if (!Array.isArray(steps)) throw new UsageError(`${file}: no list of steps`);
  steps.forEach((step, index) => {
    const problem = stepProblem(step);
    if (problem !== undefined) throw new UsageError(`${file}: step ${index + 1} ${problem}`);
  });
  return steps as ScenarioStep[];
}

function readJson(text: string, name: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new UsageError(`${name}: ${(error as Error).message}`);
  }
}

function print({ history, result }: Run, withFiles: boolean): void {
  const problems = result.problems.map(({ file, ...rest }) =>
    withFiles && file !== undefined ? { file, ...rest } : rest,
  );
  const lines = [...history, { ...result, problems }].map((line) => writeJson(line));
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message } = error as Error;
  process.stderr.write(`${message}\n${error instanceof UsageError ? USAGE : ''}\n`);
  process.exitCode = 1;
}
