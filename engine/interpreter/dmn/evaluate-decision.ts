import { callFeelFunction, makeFeelFunction, toJson } from '../../feel/index.ts';
import type { FeelEnvironment, JsonValue } from '../../feel/index.ts';
import type { DecisionModel } from '../../model/dmn/decision-model.ts';
import { compileDecisions, serviceFunction } from './compile-decisions.ts';
import type { CompiledDecisions, Node, Requirement } from './compile-decisions.ts';
import { DecisionError } from './decision-error.ts';
import type { Evaluation, Scope } from './surroundings.ts';
import type { EvaluatedDecision, MatchedRule, TableInputValue } from './trace.ts';
import { coerce, fromJson, isMisfit } from './value-types.ts';

export interface DecisionResult {
  /** One output column: its value; several: a context; COLLECT and the orders: a list. */
  readonly result: JsonValue;
  /** In order of evaluation, required decisions first. */
  readonly evaluated: EvaluatedDecision[];
}

const compiledModels = new WeakMap<DecisionModel, Map<string, CompiledDecisions>>();

/** Compiled once per model; imported models are told apart by their namespaces. */
function compiledOf(models: readonly DecisionModel[]): CompiledDecisions {
  const main = models[0] as DecisionModel;
  const key = models.map((model) => model.namespace).join('\n');
  const variants = compiledModels.get(main) ?? new Map<string, CompiledDecisions>();
  compiledModels.set(main, variants);
  const known = variants.get(key);
  if (known !== undefined) return known;
  const compiled = compileDecisions(models);
  variants.set(key, compiled);
  return compiled;
}

/** One call of `evaluateDecision`: values known so far and the trace. */
interface Session {
  /** Whether a decision sees all variables, not only what it requires. */
  readonly open: boolean;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly env: FeelEnvironment;
  readonly evaluated: EvaluatedDecision[];
  readonly evaluation: Evaluation;
}

type Values = Map<string, unknown>;

interface Table {
  inputs: TableInputValue[];
  rules: MatchedRule[];
}

function makeSession(
  variables: Readonly<Record<string, unknown>>,
  env: FeelEnvironment,
  open: boolean,
): Session & { tables: Table[] } {
  const tables: Table[] = [];
  const evaluation: Evaluation = {
    env,
    depth: 0,
    noteTable(inputs, rules) {
      tables.at(-1)?.inputs.push(...inputs);
      tables.at(-1)?.rules.push(...rules);
    },
  };
  return { open, variables, env, evaluated: [], evaluation, tables };
}

function inputValue(session: Session, node: Node): unknown {
  const { name, typeRef } = node.element;
  const given = Object.hasOwn(session.variables, name) ? session.variables[name] : null;
  const type = node.resolve(typeRef);
  return coerce(fromJson(given, type), type, session.env);
}

function put(scope: Scope, requirement: Requirement, value: unknown): void {
  const [first, second] = requirement.path as [string, string?];
  if (second === undefined) scope[first] = value;
  else scope[first] = { ...(scope[first] as Scope | undefined), [second]: value };
}

type FullSession = ReturnType<typeof makeSession>;

function scopeOf(session: FullSession, values: Values, requires: readonly Requirement[]): Scope {
  const scope: Scope = session.open ? { ...session.variables } : {};
  for (const requirement of requires) {
    put(scope, requirement, valueOf(session, values, requirement.node));
  }
  return scope;
}

function runDecision(session: FullSession, values: Values, node: Node): unknown {
  const { element, run } = node;
  const scope = scopeOf(session, values, node.requires);
  if (run === undefined) {
    throw new DecisionError(
      'dmn-no-logic',
      { decision: element.name, elementId: element.id, line: element.line },
      `"${element.name}" (${element.id}) has no logic`,
      `„${element.name}“ (${element.id}) hat keine Entscheidungslogik`,
    );
  }
  const table: Table = { inputs: [], rules: [] };
  session.tables.push(table);
  try {
    const value = run(scope, session.evaluation);
    if (element.kind === 'decision') noteDecision(session, node, scope, table, value);
    return value;
  } finally {
    session.tables.pop();
  }
}

function noteDecision(
  session: FullSession,
  node: Node,
  scope: Scope,
  table: Table,
  value: unknown,
) {
  const required = node.requires
    .filter((requirement) => requirement.node.element.kind !== 'knowledge')
    .map(({ path, node: { element } }) => ({
      id: element.id,
      label: path.join('.'),
      value: toJson(path.length === 1 ? scope[path[0] as string] : undefined),
    }));
  session.evaluated.push({
    decisionId: node.element.id,
    name: node.element.name,
    inputs: table.inputs.length > 0 ? table.inputs : required,
    matchedRules: table.rules,
    output: toJson(value),
  });
}

/**
 * A knowledge model is a function. What it requires is looked up when it is first called, since it
 * may require itself.
 */
function knowledgeFunction(session: FullSession, values: Values, node: Node): unknown {
  const { element, run } = node;
  if (element.kind !== 'knowledge' || element.logic === undefined || run === undefined) return null;
  const names = element.logic.parameters.map((parameter) => parameter.name);
  let made: unknown;
  return makeFeelFunction(names, (...args) => {
    made ??= run(scopeOf(session, values, node.requires), session.evaluation);
    return callFeelFunction(
      made,
      Object.fromEntries(names.map((name, index) => [name, args[index] ?? null])),
    );
  });
}

/** Arguments and result in their declared types; an argument that does not fit gives null. */
function runService(session: FullSession, given: Values, node: Node): unknown {
  const { env } = session;
  const values: Values = new Map();
  for (const { node: input } of node.service?.inputs ?? []) {
    const type = input.resolve(input.element.typeRef);
    const value = given.get(input.key);
    if (isMisfit(value, type, env)) return null;
    values.set(input.key, coerce(value, type, env));
  }
  return coerce(outputsOf(session, values, node), node.resolve(node.element.typeRef), env);
}

function outputsOf(session: FullSession, values: Values, node: Node): unknown {
  const outputs = node.service?.outputs ?? [];
  const results = outputs.map((output) => ({
    name: output.node.element.name,
    value: valueOf(session, values, output.node),
  }));
  if (results.length === 1) return results[0]?.value;
  const context: Scope = {};
  for (const { name, value } of results) context[name] = value;
  return context;
}

/** Of a node within one evaluation; each decision runs once. */
function valueOf(session: FullSession, values: Values, node: Node): unknown {
  if (values.has(node.key)) return values.get(node.key);
  const value = compute(session, values, node);
  values.set(node.key, value);
  return value;
}

function compute(session: FullSession, values: Values, node: Node): unknown {
  switch (node.element.kind) {
    case 'input':
      return inputValue(session, node);
    case 'decision':
      return runDecision(session, values, node);
    case 'knowledge':
      return knowledgeFunction(session, values, node);
    case 'service':
      return serviceFunction(node, (args) => runService(session, args, node));
  }
}

/** A service called from outside takes its inputs, and its input decisions' values, by name. */
function callService(session: FullSession, node: Node): unknown {
  const values: Values = new Map();
  for (const { node: input } of node.service?.inputs ?? []) {
    values.set(input.key, inputValue(session, input));
  }
  return runService(session, values, node);
}

/**
 * Evaluates a decision, with all it requires, or a decision service.
 *
 * @param models the model, or the model and those it imports
 * @param decision id or name
 * @param variables inputs by name; a missing one is null; ISO text where the model declares a
 *   temporal type
 * @param options `open`: a decision also sees variables that it does not require, as Zeebe does it
 *   for business rule tasks, whose models often leave the requirements out
 * @throws DecisionError located in the model
 */
export function evaluateDecision(
  models: DecisionModel | readonly DecisionModel[],
  decision: string,
  variables: Readonly<Record<string, unknown>>,
  env: FeelEnvironment,
  options: { readonly open?: boolean } = {},
): DecisionResult {
  const compiled = compiledOf(Array.isArray(models) ? models : [models as DecisionModel]);
  const node = compiled.find(decision);
  if (node === undefined) {
    throw new DecisionError(
      'dmn-unknown-decision',
      { decision },
      `There is no decision "${decision}"`,
      `Eine Entscheidung „${decision}“ gibt es nicht`,
    );
  }
  const session = makeSession(variables, env, options.open ?? false);
  const value =
    node.element.kind === 'service'
      ? callService(session, node)
      : valueOf(session, new Map(), node);
  return { result: toJson(value), evaluated: session.evaluated };
}
