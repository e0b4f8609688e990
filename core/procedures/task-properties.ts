import type { FlowNode } from '../../engine/model/graph.ts';
import type { TaskState } from '../cases/process-state.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { constant } from './check-model-references.ts';
import type { FormContext } from './form-context.ts';
import { evaluateInForm } from './form-context.ts';
import { isExpression } from './feel-variables.ts';
import type { Procedure } from './procedure.ts';

type Task = Pick<TaskState, 'processId' | 'elementId' | 'formReference'>;

/** What a task says to the desk: its own property, else that of the call of its block. */
export function taskProperty(procedure: Procedure, task: Task, name: string): string | undefined {
  const own = procedure.processes.get(task.processId)?.nodes.get(task.elementId)?.properties[name];
  return own ?? callsOf(procedure, task).find((call) => call.properties[name])?.properties[name];
}

/** Where a block is called more than once, the calls that hand it the form of this task. */
function callsOf({ processes }: Procedure, { processId, formReference }: Task): FlowNode[] {
  const calls = [...processes.values()].flatMap(({ nodes }) =>
    [...nodes.values()].filter(({ calledElement }) => {
      const called = calledElement?.processId;
      return called?.kind === 'text' && called.text === processId;
    }),
  );
  const handing = calls.filter(({ inputs }) =>
    inputs.some(({ source }) => formReference !== undefined && constant(source) === formReference),
  );
  return handing.length > 0 ? handing : calls;
}

/** The one answer that may be given to many cases at once (`bulk`). */
export interface BulkAnswer {
  readonly field: string;
  readonly value: string;
  /** Key of the text of its button. */
  readonly textKey: string;
}

export function bulkAnswer(procedure: Procedure, task: Task): BulkAnswer | undefined {
  const [field, value] = taskProperty(procedure, task, 'bulk')?.split('=') ?? [];
  const status = taskProperty(procedure, task, 'status');
  if (!field || value === undefined || status === undefined) return undefined;
  return { field, value, textKey: `${status}.bulk` };
}

/** The variable in which the reasons of a task stand. */
export function reasonsVariable(procedure: Procedure, task: Task): string | undefined {
  return taskProperty(procedure, task, 'reasons');
}

/** Codes as a decision yields them; each has a text `reason.<code>`. */
export function reasonCodes(variables: JsonObject | undefined, name: string | undefined): string[] {
  const value = name === undefined ? undefined : variables?.[name];
  const codes: readonly JsonValue[] = Array.isArray(value) ? value : value == null ? [] : [value];
  return codes.filter((code) => typeof code === 'string');
}

/**
 * Which letter an answer leads to: path of its template, without `.letter.hbs`. A property that
 * begins with `=` chooses it by the case, as FEEL over its answers, `facts` and `staff`.
 */
export function letterFor(
  procedure: Procedure,
  task: Task,
  answers: JsonObject,
  context: FormContext,
): string | undefined {
  const field = taskProperty(procedure, task, 'letterField');
  const answer = field === undefined ? undefined : answers[field];
  if (typeof answer !== 'string') return undefined;
  const letter = taskProperty(procedure, task, `letter-${answer}`);
  if (!letter?.startsWith('=')) return letter;
  const chosen = evaluateInForm(letter.slice(1), answers, context);
  return typeof chosen === 'string' ? chosen : undefined;
}

/** Templates that such a property names; undefined where it cannot be read. */
export function namedLetters(letter: string): string[] | undefined {
  if (!letter.startsWith('=')) return [letter];
  if (!isExpression(letter.slice(1))) return undefined;
  return [...letter.matchAll(/"([^"\\]*templates\/[^"\\]+)"/g)].map(([, name]) => name ?? '');
}
