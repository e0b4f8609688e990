import { compileExpression, compileUnaryTests, feelEquals, toJson } from '../../feel/index.ts';
import type { CompiledUnaryTests } from '../../feel/index.ts';
import type {
  DecisionTable,
  FeelText,
  Located,
  TableRule,
} from '../../model/dmn/decision-model.ts';

import { DecisionError } from './decision-error.ts';
import type { DecisionErrorCode } from './decision-error.ts';
import { aggregate, comparePriorities } from './hit-policy.ts';
import { compileFeel, compileText, located, within } from './surroundings.ts';
import type { Evaluation, Run, Scope, Surroundings } from './surroundings.ts';
import { coerce } from './value-types.ts';
import type { ValueType } from './value-types.ts';

interface CompiledInput extends Located {
  readonly label: string;
  readonly run: Run;
  readonly type: ValueType;
}

interface CompiledRule {
  readonly rule: TableRule;
  readonly index: number;
  matches(inputs: readonly unknown[], scope: Scope, evaluation: Evaluation): boolean;
  outputs(scope: Scope, evaluation: Evaluation): unknown[];
}

interface Hit {
  readonly rule: CompiledRule;
  readonly outputs: unknown[];
}

interface CompiledTable {
  readonly table: DecisionTable;
  readonly around: Surroundings;
  readonly inputs: CompiledInput[];
  readonly rules: CompiledRule[];
  readonly defaults: Run[] | undefined;
  /** Admitted values per output column, the highest priority first; empty where none are given. */
  readonly orders: Run[];
}

function compileCell(
  around: Surroundings,
  cell: FeelText,
  type: ValueType,
): CompiledUnaryTests | undefined {
  if (cell.source === '' || cell.source === '-') return undefined;
  const { names } = within(around, '?', type);
  return compileFeel(around, cell, () => compileUnaryTests(cell.source, names));
}

function compileRule(
  around: Surroundings,
  table: DecisionTable,
  rule: TableRule,
  index: number,
  types: ValueType[],
): CompiledRule {
  const cells = rule.inputs.map((cell, column) => ({
    cell,
    tests: compileCell(around, cell, types[column] as ValueType),
  }));
  const outputs = rule.outputs.map((cell, column) =>
    outputStep(around, cell, table.outputs[column]?.typeRef ?? 'Any'),
  );
  return {
    rule,
    index,
    matches: (inputs, scope, evaluation) =>
      cells.every(
        ({ cell, tests }, column) =>
          tests === undefined ||
          located(around, cell, () => tests.matches(inputs[column], scope, evaluation.env)) ===
            true,
      ),
    outputs: (scope, evaluation) => outputs.map((run) => run(scope, evaluation)),
  };
}

function outputStep(around: Surroundings, cell: FeelText, typeRef: string): Run {
  const run = compileText(around, cell, cell.source);
  const type = around.resolve(typeRef);
  return (scope, evaluation) => coerce(run(scope, evaluation), type, evaluation.env);
}

function compileOrder(around: Surroundings, at: Located, values: string | undefined): Run {
  if (values === undefined) return () => [];
  try {
    // Ranges have no order among single values: such columns do not decide.
    compileExpression(`[${values}]`, around.names);
  } catch {
    return () => [];
  }
  return compileText(around, at, `[${values}]`);
}

function compileDefaults(around: Surroundings, table: DecisionTable): Run[] | undefined {
  if (table.outputs.every((output) => output.defaultValue === undefined)) return undefined;
  return table.outputs.map((output) =>
    output.defaultValue === undefined
      ? () => null
      : outputStep(around, output.defaultValue, output.typeRef),
  );
}

function fail(
  compiled: CompiledTable,
  code: DecisionErrorCode,
  hits: readonly CompiledRule[],
  message: string,
  german: string,
): never {
  const { around, table } = compiled;
  const rules = hits.map((hit) => hit.index).join(', ');
  throw new DecisionError(
    code,
    { ...around.place, elementId: table.id, line: table.line },
    `${around.place.decision ?? ''} (${table.id}, line ${table.line}): ${message} (rules ${rules})`,
    `„${around.place.decision ?? ''}“ (${table.id}, Zeile ${table.line}): ${german} (Regeln ${rules})`,
  );
}

function rulesOf(hits: readonly Hit[]): CompiledRule[] {
  return hits.map((hit) => hit.rule);
}

/** Several columns make a context, one column its value. */
function shapeOutput(table: DecisionTable, outputs: readonly unknown[]): unknown {
  if (table.outputs.length === 1) return outputs[0];
  const result: Scope = {};
  table.outputs.forEach((output, column) => {
    result[output.name] = outputs[column];
  });
  return result;
}

function collect(table: DecisionTable, hits: readonly Hit[]): unknown {
  const { aggregation } = table;
  if (aggregation === undefined) return hits.map((hit) => shapeOutput(table, hit.outputs));
  const columns = table.outputs.map((_output, column) =>
    aggregate(
      aggregation,
      hits.map((hit) => hit.outputs[column]),
    ),
  );
  return shapeOutput(table, columns);
}

function requireSame(compiled: CompiledTable, hits: readonly Hit[]): void {
  const [first, ...others] = hits as [Hit, ...Hit[]];
  if (others.every((hit) => feelEquals(hit.outputs, first.outputs))) return;
  fail(
    compiled,
    'dmn-any-violated',
    rulesOf(hits),
    'hit policy ANY, but the matching rules have different outputs',
    'Trefferregel ANY, aber die zutreffenden Regeln haben verschiedene Ergebnisse',
  );
}

function requireSingle(compiled: CompiledTable, hits: readonly Hit[]): void {
  if (hits.length < 2) return;
  fail(
    compiled,
    'dmn-unique-violated',
    rulesOf(hits),
    'hit policy UNIQUE, but several rules match',
    'Trefferregel UNIQUE, aber mehrere Regeln treffen zu',
  );
}

function decide(
  compiled: CompiledTable,
  hits: Hit[],
  orders: readonly (readonly unknown[])[],
): { used: Hit[]; value: unknown } {
  const { table } = compiled;
  const single = (hit: Hit) => ({ used: [hit], value: shapeOutput(table, hit.outputs) });
  const sorted = () =>
    [...hits].sort((left, right) => comparePriorities(left.outputs, right.outputs, orders));
  switch (table.hitPolicy) {
    case 'UNIQUE':
      requireSingle(compiled, hits);
      return single(hits[0] as Hit);
    case 'FIRST':
      return single(hits[0] as Hit);
    case 'ANY':
      requireSame(compiled, hits);
      return { ...single(hits[0] as Hit), used: hits };
    case 'PRIORITY':
      return single(sorted()[0] as Hit);
    case 'COLLECT':
      return { used: hits, value: collect(table, hits) };
    case 'RULE ORDER':
      return { used: hits, value: hits.map((hit) => shapeOutput(table, hit.outputs)) };
    case 'OUTPUT ORDER': {
      const used = sorted();
      return { used, value: used.map((hit) => shapeOutput(table, hit.outputs)) };
    }
  }
}

function findHits(
  compiled: CompiledTable,
  inputs: unknown[],
  scope: Scope,
  evaluation: Evaluation,
): Hit[] {
  const hits: Hit[] = [];
  for (const rule of compiled.rules) {
    if (!rule.matches(inputs, scope, evaluation)) continue;
    hits.push({ rule, outputs: rule.outputs(scope, evaluation) });
    if (compiled.table.hitPolicy === 'FIRST') break;
  }
  return hits;
}

function withoutHit(compiled: CompiledTable, scope: Scope, evaluation: Evaluation): unknown {
  const { defaults, table } = compiled;
  if (defaults === undefined) return null;
  return shapeOutput(
    table,
    defaults.map((run) => run(scope, evaluation)),
  );
}

function runTable(compiled: CompiledTable, scope: Scope, evaluation: Evaluation): unknown {
  const { inputs, orders, table } = compiled;
  const values = inputs.map((input) =>
    coerce(input.run(scope, evaluation), input.type, evaluation.env),
  );
  const noted = inputs.map(({ id, label }, column) => ({
    id,
    label,
    value: toJson(values[column]),
  }));
  const hits = findHits(compiled, values, scope, evaluation);
  if (hits.length === 0) {
    evaluation.noteTable(noted, []);
    return withoutHit(compiled, scope, evaluation);
  }
  const ranks = orders.map((order) => order({}, evaluation) as unknown[]);
  const { used, value } = decide(compiled, hits, ranks);
  evaluation.noteTable(
    noted,
    used.map(({ rule }) => ({ tableId: table.id, ruleId: rule.rule.id, index: rule.index })),
  );
  return value;
}

/**
 * A decision table, DMN 1.5 chapter 8. No matching rule: the default outputs, else null. An input
 * that is missing is null; `inputValues` document the column and do not decide.
 */
export function compileTable(around: Surroundings, table: DecisionTable): Run {
  const inputs = table.inputs.map((input) => ({
    ...input,
    run: compileText(around, input, input.expression),
    type: around.resolve(input.typeRef),
  }));
  const types = inputs.map((input) => input.type);
  const compiled: CompiledTable = {
    table,
    around,
    inputs,
    rules: table.rules.map((rule, index) => compileRule(around, table, rule, index + 1, types)),
    defaults: compileDefaults(around, table),
    orders: table.outputs.map((output) => compileOrder(around, output, output.allowedValues)),
  };
  return (scope, evaluation) => runTable(compiled, scope, evaluation);
}
