import { compileExpression, excerpt, FeelError } from '../../feel/index.ts';
import type { FeelEnvironment, Names } from '../../feel/index.ts';
import type { Located } from '../../model/dmn/decision-model.ts';
import type { Problem } from '../../model/problem.ts';
import { DecisionError } from './decision-error.ts';
import type { DecisionPlace } from './decision-error.ts';
import type { MatchedRule, TableInputValue } from './trace.ts';
import { coerce, shapeOf } from './value-types.ts';
import type { ResolveType, ValueType } from './value-types.ts';

const MAX_CALLS = 200;

export type Scope = Record<string, unknown>;

/** What one evaluation carries along. */
export interface Evaluation {
  readonly env: FeelEnvironment;
  /** Called by tables. */
  noteTable(inputs: TableInputValue[], rules: MatchedRule[]): void;
  depth: number;
}

export type Run = (scope: Scope, evaluation: Evaluation) => unknown;

/** What compiling needs to know of the model around an expression. */
export interface Surroundings {
  readonly place: DecisionPlace;
  readonly names: Names;
  readonly resolve: ResolveType;
  readonly problems: Problem[];
}

export function within(around: Surroundings, name: string, type?: ValueType): Surroundings {
  const shape = type === undefined ? null : shapeOf(type);
  return { ...around, names: { ...around.names, [name]: shape } };
}

function placeOf(around: Surroundings, at: Located): DecisionPlace {
  return { ...around.place, elementId: at.id, line: at.line };
}

/** Runs something of FEEL and locates its failure in the model. */
export function located<Result>(around: Surroundings, at: Located, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    const place = placeOf(around, at);
    const where = `${place.decision ?? ''} (${at.id}, line ${at.line})`;
    throw new DecisionError(
      'dmn-feel-failure',
      place,
      `${where}: ${error.message}`,
      `„${place.decision ?? ''}“ (${at.id}, Zeile ${at.line}): ${error.messageDe}`,
      error,
    );
  }
}

/** Compiles FEEL; what cannot be read becomes a problem, and running it an error. */
export function compileFeel<Compiled>(
  around: Surroundings,
  at: Located,
  compile: () => Compiled,
): Compiled | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    around.problems.push({
      code: 'dmn-feel-syntax',
      severity: 'error',
      elementId: at.id,
      line: at.line,
      message: error.messageDe,
      messageEn: error.message,
      ...(around.place.file === undefined ? {} : { file: around.place.file }),
    });
    return undefined;
  }
}

function failUnread(around: Surroundings, at: Located, source: string): never {
  const place = placeOf(around, at);
  const where = `${place.decision ?? ''} (${at.id}, line ${at.line})`;
  throw new DecisionError(
    'dmn-feel-failure',
    place,
    `${where}: "${excerpt(source)}" is no FEEL`,
    `„${place.decision ?? ''}“ (${at.id}, Zeile ${at.line}): „${excerpt(source)}“ ist kein FEEL`,
  );
}

/** FEEL text as a step; empty text is null. */
export function compileText(around: Surroundings, at: Located, source: string): Run {
  if (source.trim() === '') return () => null;
  const compiled = compileFeel(around, at, () => compileExpression(source, around.names));
  if (compiled === undefined) return () => failUnread(around, at, source);
  return (scope, evaluation) => located(around, at, () => compiled.evaluate(scope, evaluation.env));
}

/** The value of a step in its declared type. */
export function typed(around: Surroundings, typeRef: string, run: Run): Run {
  if (typeRef === 'Any') return run;
  const type = around.resolve(typeRef);
  return (scope, evaluation) => coerce(run(scope, evaluation), type, evaluation.env);
}

/** Runs a call of a function, which may call others. */
export function deeper(
  around: Surroundings,
  at: Located,
  evaluation: Evaluation,
  run: () => unknown,
) {
  if (evaluation.depth >= MAX_CALLS) {
    throw new DecisionError(
      'dmn-too-deep',
      placeOf(around, at),
      `Functions call each other more than ${MAX_CALLS} deep`,
      `Funktionen rufen einander mehr als ${MAX_CALLS} Ebenen tief auf`,
    );
  }
  evaluation.depth += 1;
  try {
    return run();
  } finally {
    evaluation.depth -= 1;
  }
}
