import type {
  Aggregation,
  DecisionTable,
  FeelText,
  HitPolicy,
  TableInput,
  TableOutput,
  TableRule,
} from './decision-model.ts';
import { idOf, readFeelText, typeRefOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { childNamed, childrenNamed, textOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';

const HIT_POLICIES: readonly string[] = [
  'UNIQUE',
  'FIRST',
  'PRIORITY',
  'ANY',
  'COLLECT',
  'RULE ORDER',
  'OUTPUT ORDER',
];
const AGGREGATIONS: readonly string[] = ['SUM', 'COUNT', 'MIN', 'MAX'];

function allowed(element: XmlElement, name: string): { allowedValues?: string } {
  const values = childNamed(element, name);
  const text = values === undefined ? undefined : textOf(values, 'text');
  return text === undefined || text === '-' ? {} : { allowedValues: text };
}

function readInput(reading: Reading, element: XmlElement): TableInput {
  const expression = childNamed(element, 'inputExpression');
  const source = expression === undefined ? undefined : readFeelText(reading, expression);
  if (source === undefined || source.source === '') {
    reading.report.add('dmn-input-without-expression', element);
  }
  const text = source?.source ?? '';
  return {
    id: idOf(element),
    line: source?.line ?? element.line,
    label: element.attributes.get('label') ?? text,
    expression: text,
    typeRef: expression === undefined ? 'Any' : typeRefOf(expression),
    ...allowed(element, 'inputValues'),
  };
}

function readOutput(reading: Reading, element: XmlElement): TableOutput {
  const fallback = childNamed(element, 'defaultOutputEntry');
  return {
    id: idOf(element),
    line: element.line,
    name: element.attributes.get('name') ?? '',
    typeRef: typeRefOf(element),
    ...allowed(element, 'outputValues'),
    ...(fallback === undefined ? {} : { defaultValue: readFeelText(reading, fallback) }),
  };
}

function readRule(reading: Reading, element: XmlElement): TableRule {
  const cells = (name: string): FeelText[] =>
    childrenNamed(element, name).map((cell) => readFeelText(reading, cell));
  const description = textOf(element, 'description');
  return {
    id: idOf(element),
    line: element.line,
    inputs: cells('inputEntry'),
    outputs: cells('outputEntry'),
    ...(description === undefined ? {} : { description }),
  };
}

function checkRule(reading: Reading, element: XmlElement, table: DecisionTable, rule: TableRule) {
  const { inputs, outputs } = table;
  if (rule.inputs.length === inputs.length && rule.outputs.length === outputs.length) return;
  reading.report.add('dmn-rule-cells', element, {
    inputs: rule.inputs.length,
    outputs: rule.outputs.length,
    inputColumns: inputs.length,
    outputColumns: outputs.length,
  });
}

function checkPolicy(reading: Reading, element: XmlElement, table: DecisionTable): void {
  const { hitPolicy, aggregation, outputs } = table;
  const { report } = reading;
  if (!HIT_POLICIES.includes(hitPolicy)) {
    report.add('dmn-hit-policy', element, { policy: hitPolicy });
  }
  if (aggregation !== undefined && !AGGREGATIONS.includes(aggregation)) {
    report.add('dmn-aggregation', element, { aggregation });
  }
  const ordered = hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER';
  if (ordered && !outputs.some((output) => output.allowedValues !== undefined)) {
    report.add('dmn-no-priorities', element, { policy: hitPolicy });
  }
  if (outputs.length === 0) report.add('dmn-no-output', element);
  checkOutputNames(reading, element, table);
}

/** Several outputs make a context, whose entries need names. */
function checkOutputNames(reading: Reading, element: XmlElement, table: DecisionTable): void {
  const names = table.outputs.map((output) => output.name);
  if (names.length < 2) return;
  const bad = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  if (bad !== undefined) reading.report.add('dmn-output-name', element, { name: bad });
}

export function readTable(reading: Reading, element: XmlElement): DecisionTable {
  const ruleElements = childrenNamed(element, 'rule');
  const aggregation = element.attributes.get('aggregation');
  const hitPolicy = element.attributes.get('hitPolicy') ?? 'UNIQUE';
  const table: DecisionTable = {
    kind: 'table',
    id: idOf(element),
    line: element.line,
    // Checked below: an unknown value is reported, and a model with problems is not handed out.
    hitPolicy: hitPolicy as HitPolicy,
    ...(aggregation === undefined ? {} : { aggregation: aggregation as Aggregation }),
    inputs: childrenNamed(element, 'input').map((input) => readInput(reading, input)),
    outputs: childrenNamed(element, 'output').map((output) => readOutput(reading, output)),
    rules: ruleElements.map((rule) => readRule(reading, rule)),
    typeRef: typeRefOf(element),
  };
  checkPolicy(reading, element, table);
  table.rules.forEach((rule, index) =>
    checkRule(reading, ruleElements[index] as XmlElement, table, rule),
  );
  return table;
}
