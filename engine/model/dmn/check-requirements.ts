import type { Decision, DecisionModel, DrgElement } from './decision-model.ts';
import type { Reading } from './reading.ts';

const MAX_CHAIN = 300;

function placeOf(element: DrgElement): { elementId: string; line: number } {
  return { elementId: element.id, line: element.line };
}

function referencesOf(element: DrgElement): readonly string[] {
  if (element.kind === 'decision' || element.kind === 'knowledge') return element.requires;
  if (element.kind === 'input') return [];
  return [
    ...element.outputs,
    ...element.encapsulated,
    ...element.inputDecisions,
    ...element.inputs,
  ];
}

/** `#id`, or `namespace#id` with the model's own namespace. */
function localId(model: DecisionModel, href: string): string | undefined {
  const hash = href.lastIndexOf('#');
  if (hash < 0) return undefined;
  const namespace = href.slice(0, hash);
  return namespace === '' || namespace === model.namespace ? href.slice(hash + 1) : undefined;
}

function checkTargets(reading: Reading, model: DecisionModel, byId: Map<string, DrgElement>): void {
  const imported = model.imports.map((each) => each.namespace);
  for (const element of model.elements) {
    for (const href of referencesOf(element)) {
      const id = localId(model, href);
      const namespace = href.slice(0, Math.max(0, href.lastIndexOf('#')));
      if (id === undefined ? imported.includes(namespace) : byId.has(id)) continue;
      reading.report.add('dmn-unknown-requirement', placeOf(element), { name: element.name, href });
    }
  }
}

/** Decisions must not require themselves, over however many others. */
function checkCycles(reading: Reading, model: DecisionModel, byId: Map<string, DrgElement>): void {
  const done = new Set<string>();
  const visit = (decision: Decision, path: Set<string>): void => {
    if (done.has(decision.id)) return;
    if (path.has(decision.id)) {
      reading.report.add('dmn-requirement-cycle', placeOf(decision), { name: decision.name });
      return;
    }
    if (path.size >= MAX_CHAIN) {
      const about = { name: decision.name, max: MAX_CHAIN };
      reading.report.add('dmn-requirements-too-deep', placeOf(decision), about);
      return;
    }
    path.add(decision.id);
    for (const href of decision.requires) {
      const required = byId.get(localId(model, href) ?? '');
      if (required?.kind === 'decision') visit(required, path);
    }
    path.delete(decision.id);
    done.add(decision.id);
  };
  for (const element of model.elements) {
    if (element.kind === 'decision') visit(element, new Set());
  }
}

/** FEEL finds inputs and decisions by their names, so a name must mean one thing. */
function checkNames(reading: Reading, model: DecisionModel): void {
  const known = new Map<string, DrgElement>();
  for (const element of model.elements) {
    const before = known.get(element.name);
    if (before === undefined) known.set(element.name, element);
    else {
      const about = { name: element.name, firstLine: before.line };
      reading.report.add('dmn-duplicate-name', placeOf(element), about);
    }
  }
}

/** Reports references to nothing and decisions that require themselves. */
export function checkRequirements(reading: Reading, model: DecisionModel): void {
  const byId = new Map(model.elements.map((element) => [element.id, element]));
  checkTargets(reading, model, byId);
  checkCycles(reading, model, byId);
  checkNames(reading, model);
}
