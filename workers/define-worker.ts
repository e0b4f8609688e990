import { z } from 'zod';
import type { CaseFile, CaseChange } from '../core/cases/case-file.ts';
import type { JsonObject } from '../core/json.ts';
import type { Procedure } from '../core/procedures/procedure.ts';
import type { JobAnswer } from '../engine/port.ts';
import type { WorkerPorts } from './worker-ports.ts';

/**
 * A worker does what service tasks with its topic name. It gets the case and the declared input,
 * and answers with the declared output; everything else goes into the case file.
 */
export interface WorkerDefinition<Input extends z.ZodType, Output extends z.ZodType> {
  readonly topic: string;
  /** German, for the analyst's building block. */
  readonly title: string;
  readonly input: Input;
  readonly output: Output;
  /** BPMN error codes that a boundary event may catch: code → when. */
  readonly errors: Readonly<Record<string, string>>;
  /** How long one call may take before another worker may try; default 60 s. */
  readonly lockMs?: number;
  readonly handle: (
    context: WorkerContext<z.output<Input>>,
  ) => Promise<WorkerAnswer<z.input<Output>>>;
}

export interface WorkerContext<Input> {
  readonly input: Input;
  readonly file: CaseFile;
  readonly procedure: Procedure;
  readonly ports: WorkerPorts;
  /** Unique per element instance: what keys of outside effects are made of. */
  readonly elementInstanceKey: string;
  readonly elementId: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly nowMs: number;
  /** Writes to the case file; idempotent writes only, a job may run twice. */
  change(decide: (file: CaseFile) => CaseChange | undefined): Promise<CaseFile>;
}

export type WorkerAnswer<Output> =
  | { readonly type: 'done'; readonly output: Output }
  | { readonly type: 'businessError'; readonly code: string; readonly message: string }
  | { readonly type: 'retryLater'; readonly reason: string; readonly afterMs: number }
  | { readonly type: 'giveUp'; readonly reason: string };

/** A definition with its types closed over: what `run-workers.ts` subscribes. */
export interface Worker {
  readonly topic: string;
  readonly title: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly errors: Readonly<Record<string, string>>;
  readonly lockMs: number;
  /** Names of the variables that it declares as input; absent when the schema names none. */
  readonly inputNames?: readonly string[];
  /** Checks the input, handles, checks the output. */
  run(input: JsonObject, context: Omit<WorkerContext<never>, 'input'>): Promise<JobAnswer>;
}

const DEFAULT_LOCK_MS = 60_000;

export function defineWorker<Input extends z.ZodType, Output extends z.ZodType>(
  definition: WorkerDefinition<Input, Output>,
): Worker {
  return {
    topic: definition.topic,
    title: definition.title,
    input: definition.input,
    output: definition.output,
    errors: definition.errors,
    lockMs: definition.lockMs ?? DEFAULT_LOCK_MS,
    ...(definition.input instanceof z.ZodObject
      ? { inputNames: Object.keys(definition.input.shape) }
      : {}),
    run: (input, context) => runWorker(definition, input, context),
  };
}

async function runWorker<Input extends z.ZodType, Output extends z.ZodType>(
  definition: WorkerDefinition<Input, Output>,
  variables: JsonObject,
  context: Omit<WorkerContext<never>, 'input'>,
): Promise<JobAnswer> {
  const input = definition.input.safeParse(variables);
  if (!input.success) {
    return { type: 'giveUp', reason: `input of ${definition.topic}: ${problems(input.error)}` };
  }
  const answer = await definition.handle({ ...context, input: input.data });
  if (answer.type === 'retryLater' || answer.type === 'giveUp') return answer;
  if (answer.type === 'businessError') {
    return { type: 'bpmnError', code: answer.code, message: answer.message };
  }
  const output = definition.output.safeParse(answer.output);
  if (!output.success) {
    return { type: 'giveUp', reason: `output of ${definition.topic}: ${problems(output.error)}` };
  }
  return { type: 'done', variables: output.data as JsonObject };
}

/** Which variable does not fit, and why; never its value. */
function problems(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
