import type { JsonValue } from '../feel/index.ts';
import type {
  Expression,
  FlowNode,
  LoopDefinition,
  MultiInstanceDefinition,
} from '../model/graph.ts';
import { endElement, terminateChildren } from './endings.ts';
import { evaluate, evaluateCondition, sourceOf } from './evaluate.ts';
import { createElement } from './flows.ts';
import { remember, remembered, rememberedNumber } from './ledger.ts';
import type { ElementInstance } from './state/rows.ts';
import { countOf } from './state/table.ts';
import { element, existingElement } from './step-context.ts';
import type { StepContext } from './step-context.ts';
import { StepFailure } from './step-failure.ts';
import { propagate, setLocal, withOwnNames } from './variables.ts';

/**
 * Multi-instance and standard loops (BPMN 2.0.2, 13.3.6 and 13.3.7). The body stands for all
 * rounds: it carries the boundary events and remembers, row by row, how far it is and what each
 * round gave, so that a round costs the same however many there are.
 */

/** One round of a loop, seen from its row. */
export function isRound(step: StepContext, row: ElementInstance): boolean {
  return element(step, row.scopeKey)?.type === 'multiInstanceBody';
}

export function beginLoop(step: StepContext, body: ElementInstance, node: FlowNode): void {
  const loop = node.loop as LoopDefinition;
  if (loop.kind === 'standard') {
    const begins = !loop.testBefore || goesOn(step, body.key, 0, loop);
    return begins ? openRound(step, body, node, 0) : completeBody(step, body);
  }
  const items = itemsOf(step, body, loop);
  remember(step, body.key, 'total', items.length);
  if (items.length === 0) return completeBody(step, body);
  if (!loop.sequential) {
    items.forEach((item, index) => openRound(step, body, node, index, item));
    return;
  }
  remember(step, body.key, 'items', items);
  openRound(step, body, node, 0, items[0]);
}

/** A round is over: its result is kept, and either the next one begins or the body is done. */
export function completeRound(step: StepContext, row: ElementInstance, node: FlowNode): void {
  const body = existingElement(step, row.scopeKey);
  const loop = node.loop as LoopDefinition;
  const done = rememberedNumber(step, body.key, 'done') + 1;
  if (loop.kind === 'standard') {
    const again = goesOn(step, row.key, done, loop);
    endRound(step, row, body, done);
    return again ? openRound(step, body, node, done) : completeBody(step, body);
  }
  if (loop.outputElement !== undefined) {
    const index = rememberedNumber(step, row.key, 'index');
    remember(step, body.key, outputName(index), evaluate(step, loop.outputElement, row.key));
  }
  const isEnough = completesEarly(step, row, body, done, loop);
  endRound(step, row, body, done);
  if (isEnough) {
    terminateChildren(step, body.key);
    return completeBody(step, body);
  }
  if (loop.sequential) return openNext(step, body, node, done);
  if (countOf(step.elements, body.key) === 0) completeBody(step, body);
}

/** The output collection goes outward when the body ends, in the order of the input. */
export function giveCollection(step: StepContext, body: ElementInstance, node: FlowNode): void {
  if (node.loop?.kind !== 'multiInstance' || node.loop.outputCollection === undefined) return;
  const total = rememberedNumber(step, body.key, 'total');
  const collection = Array.from(
    { length: total },
    (_, index) => remembered(step, body.key, outputName(index)) ?? null,
  );
  propagate(step, body.key, withOwnNames([[node.loop.outputCollection, collection]]));
}

function openRound(
  step: StepContext,
  body: ElementInstance,
  node: FlowNode,
  index: number,
  item: JsonValue = null,
): void {
  const row = createElement(step, node, { scopeKey: body.key, processKey: body.processKey });
  setLocal(step, row.key, 'loopCounter', index + 1);
  if (node.loop?.kind !== 'multiInstance') return;
  const { inputElement, outputElement } = node.loop;
  if (inputElement !== undefined) setLocal(step, row.key, inputElement, item);
  if (outputElement === undefined) return;
  remember(step, row.key, 'index', index);
  const result = ownVariableOf(outputElement);
  // Rounds at the same time would overwrite one another's result outside.
  if (result !== undefined && result !== inputElement) setLocal(step, row.key, result, null);
}

function openNext(step: StepContext, body: ElementInstance, node: FlowNode, done: number): void {
  const items = remembered(step, body.key, 'items');
  if (!Array.isArray(items) || done >= items.length) completeBody(step, body);
  else openRound(step, body, node, done, items[done]);
}

function endRound(
  step: StepContext,
  row: ElementInstance,
  body: ElementInstance,
  done: number,
): void {
  remember(step, body.key, 'done', done);
  endElement(step, row, 'completed');
}

function completeBody(step: StepContext, body: ElementInstance): void {
  step.agenda.push({ do: 'complete', key: body.key });
}

function itemsOf(
  step: StepContext,
  body: ElementInstance,
  { inputCollection, cardinality }: MultiInstanceDefinition,
): JsonValue[] {
  if (inputCollection === undefined) return numberOf(step, body, cardinality as Expression);
  const value = evaluate(step, inputCollection, body.key);
  if (Array.isArray(value)) return value;
  throw new StepFailure(
    'collection-no-list',
    `'${sourceOf(inputCollection)}' gives ${JSON.stringify(value)}, not a list`,
  );
}

const MAX_CARDINALITY = 100_000;

function numberOf(step: StepContext, body: ElementInstance, cardinality: Expression): null[] {
  const value = Number(evaluate(step, cardinality, body.key) ?? Number.NaN);
  if (Number.isInteger(value) && value >= 0 && value <= MAX_CARDINALITY) {
    return Array.from({ length: value }, () => null);
  }
  throw new StepFailure(
    'cardinality-no-number',
    `'${sourceOf(cardinality)}' gives no whole number from 0 to ${MAX_CARDINALITY}`,
  );
}

function completesEarly(
  step: StepContext,
  row: ElementInstance,
  body: ElementInstance,
  done: number,
  { completionCondition }: MultiInstanceDefinition,
): boolean {
  if (completionCondition === undefined) return false;
  const counts = {
    numberOfInstances: rememberedNumber(step, body.key, 'total'),
    numberOfActiveInstances: countOf(step.elements, body.key) - 1,
    numberOfCompletedInstances: done,
    numberOfTerminatedInstances: 0,
  };
  for (const [name, count] of Object.entries(counts)) setLocal(step, row.key, name, count);
  return evaluateCondition(step, completionCondition, row.key);
}

function goesOn(
  step: StepContext,
  scopeKey: number,
  done: number,
  { condition, maximum }: Extract<LoopDefinition, { kind: 'standard' }>,
): boolean {
  if (maximum !== undefined && done >= maximum) return false;
  return condition === undefined || evaluateCondition(step, condition, scopeKey);
}

function outputName(index: number): string {
  return `output ${index}`;
}

/** `= result` and `= result.part` name a variable of the round itself, as on Zeebe. */
function ownVariableOf(expression: Expression): string | undefined {
  if (expression.kind === 'text') return undefined;
  return /^([\p{L}_][\p{L}\p{M}\p{N}_]*)(?:\s*\.\s*[\p{L}_][\p{L}\p{M}\p{N}_]*)*$/u.exec(
    expression.source,
  )?.[1];
}
