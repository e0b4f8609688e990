import { compileExpression, FeelError, feelTypeOf } from '../feel/index.ts';
import type { CompiledFeel, JsonValue } from '../feel/index.ts';
import type { Expression } from '../model/graph.ts';
import { StepFailure } from './step-failure.ts';
import type { StepContext } from './step-context.ts';
import { lookUp } from './variables.ts';

const compiledExpressions = new WeakMap<Expression, CompiledFeel>();

/** The value of an expression as seen from a scope, as JSON. */
export function evaluate(step: StepContext, expression: Expression, scopeKey: number): JsonValue {
  if (expression.kind === 'text') return expression.text;
  return guarded(expression.source, () =>
    compiled(expression).evaluateJson(contextOf(step, compiled(expression), scopeKey), step.env),
  );
}

/** The FEEL value itself, for timers: dates and durations are not yet text. */
export function evaluateRaw(step: StepContext, expression: Expression, scopeKey: number): unknown {
  if (expression.kind === 'text') return expression.text;
  return guarded(expression.source, () =>
    compiled(expression).evaluate(contextOf(step, compiled(expression), scopeKey), step.env),
  );
}

/** Text where the model needs text; a number counts as its text (Zeebe: correlation keys). */
export function evaluateText(
  step: StepContext,
  expression: Expression,
  scopeKey: number,
  what: string,
): string {
  const value = evaluate(step, expression, scopeKey);
  if (typeof value === 'string') return value;
  if (feelTypeOf(value) === 'number') return String(value);
  throw new StepFailure(
    'expression-no-text',
    `${what}: '${sourceOf(expression)}' gives ${JSON.stringify(value)}, not text`,
  );
}

/** A condition that is neither true nor false stops its element; `where` says whose it is. */
export function evaluateCondition(
  step: StepContext,
  condition: Expression,
  scopeKey: number,
  where = '',
): boolean {
  const value = evaluate(step, condition, scopeKey);
  if (typeof value === 'boolean') return value;
  throw new StepFailure(
    'condition-no-boolean',
    `condition '${sourceOf(condition)}'${where} gives ${JSON.stringify(value)}, not true or false`,
  );
}

/** As the model has it, without the `=`. */
export function sourceOf(expression: Expression): string {
  return expression.kind === 'feel' ? expression.source : expression.text;
}

/** Runs what may fail by FEEL and names the expression. */
export function guarded<T>(source: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    throw new StepFailure(error.code, `'${source}': ${error.message}`);
  }
}

function compiled(expression: Expression & { kind: 'feel' }): CompiledFeel {
  const found = compiledExpressions.get(expression);
  if (found !== undefined) return found;
  const made = compileExpression(expression.source);
  compiledExpressions.set(expression, made);
  return made;
}

function contextOf(
  step: StepContext,
  expression: CompiledFeel,
  scopeKey: number,
): Record<string, unknown> {
  const context: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const name of expression.variableNames) {
    const value = lookUp(step, scopeKey, name);
    if (value !== undefined) context[name] = value;
  }
  return context;
}
