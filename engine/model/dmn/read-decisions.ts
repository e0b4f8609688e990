import type { Problem } from '../problem.ts';
import type { DecisionModel, DrgElement } from './decision-model.ts';
import { checkRequirements } from './check-requirements.ts';
import { checkTypes } from './check-types.ts';
import { findExpression, readBoxed, readFunction } from './read-boxed.ts';
import { makeReport } from '../report.ts';
import { scanXml } from '../xml/scan-xml.ts';
import { childNamed, childrenNamed, DMN_NAMESPACES, nameOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';
import { dmnRules } from './dmn-rules.ts';
import { idOf, typeRefOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { readItemType } from './read-types.ts';

type ElementReader = (reading: Reading, element: XmlElement) => DrgElement;

const READERS: Record<string, ElementReader> = {
  inputData: (_reading, element) => ({ kind: 'input', ...common(element) }),
  decision: readDecision,
  businessKnowledgeModel: readKnowledge,
  decisionService: (_reading, element) => ({
    kind: 'service',
    ...common(element),
    outputs: hrefs(element, 'outputDecision'),
    encapsulated: hrefs(element, 'encapsulatedDecision'),
    inputDecisions: hrefs(element, 'inputDecision'),
    inputs: hrefs(element, 'inputData'),
  }),
};

function common(element: XmlElement) {
  const variable = childNamed(element, 'variable');
  return {
    id: idOf(element),
    line: element.line,
    name: element.attributes.get('name') ?? variable?.attributes.get('name') ?? '',
    typeRef: variable === undefined ? 'Any' : typeRefOf(variable),
  };
}

function hrefs(element: XmlElement, name: string): string[] {
  return childrenNamed(element, name).map((child) => child.attributes.get('href') ?? '');
}

function requirements(element: XmlElement): string[] {
  const holders = [
    ...childrenNamed(element, 'informationRequirement'),
    ...childrenNamed(element, 'knowledgeRequirement'),
  ];
  return holders.flatMap((holder) =>
    ['requiredInput', 'requiredDecision', 'requiredKnowledge'].flatMap((name) =>
      hrefs(holder, name),
    ),
  );
}

function readDecision(reading: Reading, element: XmlElement): DrgElement {
  const expression = findExpression(element);
  return {
    kind: 'decision',
    ...common(element),
    requires: requirements(element),
    ...(expression === undefined ? {} : { expression: readBoxed(reading, expression) }),
  };
}

function readKnowledge(reading: Reading, element: XmlElement): DrgElement {
  const logic = childNamed(element, 'encapsulatedLogic');
  return {
    kind: 'knowledge',
    ...common(element),
    requires: requirements(element),
    ...(logic === undefined ? {} : { logic: readFunction(reading, logic) }),
  };
}

function readImports(root: XmlElement) {
  return childrenNamed(root, 'import').map((element) => ({
    name: element.attributes.get('name') ?? '',
    namespace: element.attributes.get('namespace') ?? '',
    line: element.line,
  }));
}

function readModel(reading: Reading, root: XmlElement): DecisionModel {
  const elements = root.children
    .filter((child) => Object.hasOwn(READERS, nameOf(child)))
    .map((child) => (READERS[nameOf(child)] as ElementReader)(reading, child));
  return {
    id: idOf(root),
    name: root.attributes.get('name') ?? '',
    namespace: root.attributes.get('namespace') ?? '',
    imports: readImports(root),
    types: childrenNamed(root, 'itemDefinition').map(readItemType),
    elements,
    ...(reading.file === undefined ? {} : { file: reading.file }),
  };
}

/**
 * Reads a DMN model of version 1.1 to 1.5. FEEL is not looked at here, see `compileDecisions`.
 *
 * @returns problems with line and element id, and the model, undefined when it cannot run. With an
 * unknown type it can: it is refused, but cases that were begun with it must go on.
 */
export function readDecisions(
  xml: string,
  fileName?: string,
): { decisions: DecisionModel | undefined; problems: Problem[] } {
  const scan = scanXml(xml, fileName, { namespaces: DMN_NAMESPACES });
  const report = makeReport(dmnRules, fileName);
  const { root } = scan;
  if (root !== undefined && root.name !== 'dmn:definitions') {
    report.add('dmn-no-definitions', root, { found: root.name });
  }
  const problems = () => [...scan.problems, ...report.problems()];
  if (root === undefined || report.hasErrors()) {
    return { decisions: undefined, problems: problems() };
  }
  const reading: Reading = { report, ...(fileName === undefined ? {} : { file: fileName }) };
  const decisions = readModel(reading, root);
  checkRequirements(reading, decisions);
  const refused = problems().some((problem) => problem.severity === 'error');
  checkTypes(reading, root, decisions);
  return { decisions: refused ? undefined : decisions, problems: problems() };
}
