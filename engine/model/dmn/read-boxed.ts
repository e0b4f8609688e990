import type { Boxed, BoxedFunction, Located, Parameter, TypeRef } from './decision-model.ts';
import { idOf, readFeelText, typeRefOf } from './reading.ts';
import type { Reading } from './reading.ts';
import { readTable } from './read-table.ts';
import { childNamed, childrenNamed, nameOf } from './dmn-element.ts';
import type { XmlElement } from './dmn-element.ts';

type Reader = (reading: Reading, element: XmlElement, base: Base) => Boxed;
type Base = Located & { typeRef: TypeRef };

const READERS: Record<string, Reader> = {
  literalExpression: readLiteral,
  decisionTable: (reading, element) => readTable(reading, element),
  context: readContext,
  invocation: readInvocation,
  functionDefinition: (reading, element) => readFunction(reading, element),
  list: (reading, element, base) => ({
    ...base,
    kind: 'list',
    items: expressionsIn(element).map((item) => readBoxed(reading, item)),
  }),
  relation: readRelation,
  conditional: (reading, element, base) => ({
    ...base,
    kind: 'conditional',
    condition: readInner(reading, element, 'if'),
    whenTrue: readInner(reading, element, 'then'),
    whenFalse: readInner(reading, element, 'else'),
  }),
  filter: (reading, element, base) => ({
    ...base,
    kind: 'filter',
    list: readInner(reading, element, 'in'),
    match: readInner(reading, element, 'match'),
  }),
  for: (reading, element, base) => readIteration(reading, element, base, 'for', 'return'),
  every: (reading, element, base) => readIteration(reading, element, base, 'every', 'satisfies'),
  some: (reading, element, base) => readIteration(reading, element, base, 'some', 'satisfies'),
};

const NULL_TEXT = 'null';

function expressionsIn(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => Object.hasOwn(READERS, nameOf(child)));
}

/** The expression within a DRG element, undefined when there is none. */
export function findExpression(element: XmlElement): XmlElement | undefined {
  return expressionsIn(element)[0];
}

export function readBoxed(reading: Reading, element: XmlElement): Boxed {
  const read = READERS[nameOf(element)] as Reader;
  return read(reading, element, {
    id: idOf(element),
    line: element.line,
    typeRef: typeRefOf(element),
  });
}

function missing(reading: Reading, element: XmlElement): Boxed {
  reading.report.add('dmn-no-expression', element, { name: nameOf(element) });
  return {
    kind: 'literal',
    id: idOf(element),
    line: element.line,
    text: NULL_TEXT,
    typeRef: 'Any',
  };
}

function readOnly(reading: Reading, element: XmlElement): Boxed {
  const inner = findExpression(element);
  return inner === undefined ? missing(reading, element) : readBoxed(reading, inner);
}

function readInner(reading: Reading, element: XmlElement, name: string): Boxed {
  const holder = childNamed(element, name);
  return holder === undefined ? missing(reading, element) : readOnly(reading, holder);
}

function readLiteral(reading: Reading, element: XmlElement, base: Base): Boxed {
  const imported = childNamed(element, 'importedValues');
  if (imported !== undefined) reading.report.add('dmn-imported-values', imported);
  const text = readFeelText(reading, element);
  return { ...base, kind: 'literal', line: text.line, text: text.source };
}

function readParameter(element: XmlElement): Parameter {
  return { name: element.attributes.get('name') ?? '', typeRef: typeRefOf(element) };
}

function readContext(reading: Reading, element: XmlElement, base: Base): Boxed {
  const entries = childrenNamed(element, 'contextEntry').map((entry) => {
    const variable = childNamed(entry, 'variable');
    const value = readOnly(reading, entry);
    if (variable === undefined) return { typeRef: 'Any', value };
    const { name, typeRef } = readParameter(variable);
    return { name, typeRef, value };
  });
  return { ...base, kind: 'context', entries };
}

function readInvocation(reading: Reading, element: XmlElement, base: Base): Boxed {
  const bindings = childrenNamed(element, 'binding').map((binding) => {
    const parameter = childNamed(binding, 'parameter');
    const value = findExpression(binding);
    return {
      ...(parameter === undefined ? { name: '', typeRef: 'Any' } : readParameter(parameter)),
      ...(value === undefined ? {} : { value: readBoxed(reading, value) }),
    };
  });
  return { ...base, kind: 'invocation', called: readOnly(reading, element), bindings };
}

/** A boxed function or the encapsulated logic of a business knowledge model. */
export function readFunction(reading: Reading, element: XmlElement): BoxedFunction {
  const kind = element.attributes.get('kind') ?? 'FEEL';
  if (kind !== 'FEEL') reading.report.add('dmn-external-function', element, { kind });
  return {
    kind: 'function',
    id: idOf(element),
    line: element.line,
    parameters: childrenNamed(element, 'formalParameter').map(readParameter),
    body: readOnly(reading, element),
    typeRef: typeRefOf(element),
  };
}

function readRelation(reading: Reading, element: XmlElement, base: Base): Boxed {
  const columns = childrenNamed(element, 'column').map(readParameter);
  const rows = childrenNamed(element, 'row').map((row) => {
    const cells = expressionsIn(row).map((cell) => readBoxed(reading, cell));
    if (cells.length !== columns.length) {
      reading.report.add('dmn-relation-cells', row, {
        cells: cells.length,
        columns: columns.length,
      });
    }
    return cells;
  });
  return { ...base, kind: 'relation', columns, rows };
}

function readIteration(
  reading: Reading,
  element: XmlElement,
  base: Base,
  kind: 'for' | 'every' | 'some',
  bodyName: string,
): Boxed {
  return {
    ...base,
    kind,
    variable: element.attributes.get('iteratorVariable') ?? '',
    list: readInner(reading, element, 'in'),
    body: readInner(reading, element, bodyName),
  };
}
