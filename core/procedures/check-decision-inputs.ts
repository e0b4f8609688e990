import type { Decision, DecisionModel } from '../../engine/model/dmn/decision-model.ts';
import type { Assembly, Part } from './assemble-procedure.ts';
import { constant } from './check-model-references.ts';
import { variablesOf } from './feel-variables.ts';
import type { ProblemList } from './problem-list.ts';

/**
 * Decisions read variables by the names of their input data. A table sees only what its decision
 * requires (DMN 1.5, 6.3.7): what is not drawn would be null, and the wrong rule would hit.
 */
export function checkDecisionInputs(
  { parts }: Assembly,
  known: ReadonlySet<string>,
  problems: ProblemList,
): void {
  const byWorkers = new Set(parts.flatMap(decisionsOfWorkers));
  for (const { file, model } of parts.flatMap(({ decisions }) => decisions)) {
    // Workers hand over what they have read, such as the street: it never enters the process.
    const isOfWorker = model.elements.some(({ id }) => byWorkers.has(id));
    for (const element of model.elements) {
      if (element.kind === 'decision') checkTable(file, model, element, problems);
      if (element.kind !== 'input' || isOfWorker || known.has(element.name)) continue;
      const place = { line: element.line, elementId: element.id };
      problems.add(file, 'data-undeclared', place, { name: element.name });
    }
  }
}

/** Decisions that elements name for their workers: `zoneDecision` and the like. */
function decisionsOfWorkers({ process }: Part): string[] {
  const mappings = [...(process?.nodes.values() ?? [])].flatMap(({ inputs }) => inputs);
  return mappings.flatMap(({ target, source }) =>
    target.endsWith('Decision') ? (constant(source) ?? []) : [],
  );
}

function checkTable(
  file: string,
  model: DecisionModel,
  decision: Decision,
  problems: ProblemList,
): void {
  if (decision.expression?.kind !== 'table') return;
  // Of other models only the names of their imports are known here.
  const required = decision.requires.map((href) => href.slice(href.indexOf('#') + 1));
  const drawn = new Set([
    ...model.elements.filter(({ id }) => required.includes(id)).map(({ name }) => name),
    ...model.imports.map(({ name }) => name),
  ]);
  for (const input of decision.expression.inputs) {
    for (const name of variablesOf(input.expression)) {
      if (drawn.has(name)) continue;
      const place = { line: input.line, elementId: input.id };
      problems.add(file, 'decision-input-undrawn', place, { name });
    }
  }
}
