import { parseDateTime } from '../feel/index.ts';
import type { JsonValue } from '../feel/index.ts';
import type { Expression, UserTaskDefinition } from '../model/graph.ts';
import { evaluate, evaluateRaw, guarded, sourceOf } from './evaluate.ts';
import type { ElementInstance, TaskWait } from './state/rows.ts';
import { setRow } from './state/table.ts';
import { StepFailure } from './step-failure.ts';
import { nextKey, record } from './step-context.ts';
import type { StepContext } from './step-context.ts';

const DEFAULT_PRIORITY = 50;

export function openTask(
  step: StepContext,
  row: ElementInstance,
  task: UserTaskDefinition | undefined,
): void {
  const formReference = optionalText(step, task?.formReference, row.key);
  const assignee = optionalText(step, task?.assignee, row.key);
  const dueAtMs = optionalDate(step, task?.dueDate, row.key);
  const followUpAtMs = optionalDate(step, task?.followUpDate, row.key);
  const wait: TaskWait = {
    kind: 'task',
    key: nextKey(step),
    elementKey: row.key,
    targetId: row.elementId,
    candidateGroups: names(step, task?.candidateGroups, row.key),
    candidateUsers: names(step, task?.candidateUsers, row.key),
    priority: priority(step, task?.priority, row.key),
    ...(formReference === undefined ? {} : { formReference }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    ...(followUpAtMs === undefined ? {} : { followUpAtMs }),
  };
  setRow(step.waits, wait);
  record(step, 'task', row);
}

function optionalText(
  step: StepContext,
  expression: Expression | undefined,
  scopeKey: number,
): string | undefined {
  if (expression === undefined) return undefined;
  const value = evaluate(step, expression, scopeKey);
  if (value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  return failed(expression, value, 'text');
}

function optionalDate(
  step: StepContext,
  expression: Expression | undefined,
  scopeKey: number,
): number | undefined {
  if (expression === undefined) return undefined;
  const value = evaluateRaw(step, expression, scopeKey);
  if (value === null || value === undefined || value === '') return undefined;
  return guarded(sourceOf(expression), () => parseDateTime(value, step.env.zone));
}

/** A FEEL list of texts, or text separated by commas. */
function names(
  step: StepContext,
  expression: Expression | undefined,
  scopeKey: number,
): readonly string[] {
  if (expression === undefined) return [];
  const value = evaluate(step, expression, scopeKey);
  const list = typeof value === 'string' ? value.split(',') : (value ?? []);
  if (!Array.isArray(list)) return failed(expression, value, 'a list of names');
  return list.map((name) =>
    typeof name === 'string' ? name.trim() : failed(expression, value, 'a list of names'),
  );
}

function priority(step: StepContext, expression: Expression | undefined, scopeKey: number): number {
  if (expression === undefined) return DEFAULT_PRIORITY;
  const value = Number(evaluate(step, expression, scopeKey));
  if (Number.isInteger(value) && value >= 0 && value <= 100) return value;
  return failed(expression, value, 'a whole number from 0 to 100');
}

function failed(expression: Expression, value: JsonValue, wanted: string): never {
  throw new StepFailure(
    'task-property-unusable',
    `'${sourceOf(expression)}' gives ${JSON.stringify(value)}, not ${wanted}`,
  );
}
