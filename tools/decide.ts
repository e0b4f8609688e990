/**
 * Evaluates a decision from the command line:
 *
 *     npm run --silent decide -- MODEL.dmn [IMPORTED.dmn …] --decision NAME|ID --variables JSON|FILE
 *     npm run --silent decide -- --batch FILE
 *
 * Prints `{"result": …}` or `{"error": "CODE: …"}`, in a batch exactly one line for each line. Exit:
 * 0 result, 1 wrong usage, 2 model refused, 3 evaluation failed.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FeelError } from '../engine/feel/index.ts';
import { DecisionError, evaluateDecision } from '../engine/interpreter/dmn/index.ts';
import type { DecisionModel } from '../engine/model/dmn/decision-model.ts';
import { readDecisions } from '../engine/model/dmn/read-decisions.ts';
import { isRefused } from '../engine/model/problem.ts';
import type { Problem } from '../engine/model/problem.ts';
import { linesOf } from './lines-of.ts';

const USAGE = `usage: npm run --silent decide -- MODEL.dmn [IMPORTED.dmn …] --decision NAME|ID
         --variables JSON|FILE
       npm run --silent decide -- --batch FILE`;
const ZONE = 'Europe/Berlin';
const EXIT = { result: 0, usage: 1, refused: 2, failed: 3 } as const;

/** What was asked cannot be done; the code is stable, the text is for people. */
class Refusal extends Error {
  readonly exit: number;

  constructor(code: string, message: string, exit: number = EXIT.usage) {
    super(`${code}: ${message}`);
    this.exit = exit;
  }
}

interface Request {
  readonly models: readonly string[];
  readonly decision: string;
  readonly variables: Record<string, unknown>;
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.batch !== undefined) return runBatch(values.batch, positionals);
  if (positionals.length === 0) throw new Refusal('usage', 'no model file');
  if (values.decision === undefined) throw new Refusal('usage', '--decision is missing');
  const variables = readVariables(values.variables);
  return runSingle({ models: positionals, decision: values.decision, variables });
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        decision: { type: 'string' },
        variables: { type: 'string', default: '{}' },
        batch: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Refusal('usage', (error as Error).message);
  }
}

function readVariables(given: string): Record<string, unknown> {
  const isInline = /^\s*[{[]/.test(given);
  const text = isInline ? given : readText(given, 'variables-unreadable');
  const variables = parseJson(text, 'variables-invalid');
  if (isRecord(variables)) return variables;
  throw new Refusal('variables-invalid', '--variables is no JSON object');
}

async function runBatch(file: string, positionals: readonly string[]): Promise<number> {
  if (positionals.length > 0) throw new Refusal('usage', 'the models stand in the batch');
  try {
    for await (const line of linesOf(createReadStream(file, 'utf8'))) {
      print(answerTo(() => decide(parseRequest(line))).answer);
    }
  } catch (error) {
    throw new Refusal('batch-unreadable', `${file}: ${reasonOf(error)}`);
  }
  return EXIT.result;
}

function runSingle(request: Request): number {
  const { answer, exit } = answerTo(() => decide(request));
  // Wrong usage is told like every other: no answer was asked for.
  if (exit === EXIT.usage) throw new Refusal('usage', String(answer['error']));
  print(answer);
  return exit;
}

function answerTo(evaluate: () => unknown): { answer: Record<string, unknown>; exit: number } {
  try {
    return { answer: { result: evaluate() }, exit: EXIT.result };
  } catch (error) {
    const exit = error instanceof Refusal ? error.exit : EXIT.failed;
    return { answer: { error: messageOf(error) }, exit };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof DecisionError || error instanceof FeelError) {
    return `${error.code}: ${error.message}`;
  }
  return `evaluation-failed: ${reasonOf(error)}`;
}

function parseRequest(line: string): Request {
  const request = parseJson(line, 'line-not-json');
  if (!isRecord(request)) throw new Refusal('line-invalid', 'not a JSON object');
  const { model, decision, variables = {} } = request;
  const models: unknown[] = Array.isArray(model) ? model : [model];
  if (models.length === 0 || !models.every((each) => typeof each === 'string')) {
    throw new Refusal('line-invalid', '"model" is no path and no list of paths');
  }
  if (typeof decision !== 'string') throw new Refusal('line-invalid', '"decision" is no text');
  if (!isRecord(variables)) throw new Refusal('line-invalid', '"variables" is no object');
  return { models, decision, variables };
}

function decide({ models, decision, variables }: Request): unknown {
  const environment = { nowMs: Date.now(), zone: ZONE };
  return evaluateDecision(models.map(readModel), decision, variables, environment).result;
}

/** Whole batches ask the same models; each is read once. */
const knownModels = new Map<string, DecisionModel>();

function readModel(path: string): DecisionModel {
  const known = knownModels.get(path);
  if (known !== undefined) return known;
  const { decisions, problems } = readDecisions(readText(path, 'model-unreadable'), path);
  if (decisions === undefined || isRefused(problems)) throw refusedModel(problems, path);
  knownModels.set(path, decisions);
  return decisions;
}

function refusedModel(problems: readonly Problem[], path: string): Refusal {
  const lines = problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, file = path, line = 1, elementId, messageEn }) => {
      const place = elementId === undefined ? '' : ` (${elementId})`;
      return `${code} in ${file}:${line}${place}: ${messageEn}`;
    });
  return new Refusal('model-refused', lines.join('; '), EXIT.refused);
}

function readText(file: string, code: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal(code, `${file}: ${reasonOf(error)}`);
  }
}

function parseJson(text: string, code: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Refusal(code, reasonOf(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'must not be read',
};

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The separators that some readers take for the end of a line are escaped. */
function print(answer: Record<string, unknown>): void {
  const line = JSON.stringify(answer)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = error.exit;
}
