import type { Mapping } from '../graph.ts';
import { attributeOf, childrenNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { expressionOf } from './expression.ts';
import { extensionOf } from './extensions.ts';

/** The engine applies inputs when an element is entered; these are entered by their trigger. */
const withoutInputs = new Set(['bpmn:startEvent', 'bpmn:boundaryEvent']);

export function compileMappings(element: XmlElement, context: CompileContext): NodeParts {
  const container = extensionOf(element, 'zeebe:ioMapping');
  if (!container) return { inputs: [], outputs: [] };
  const inputs = childrenNamed(container, 'zeebe:input');
  if (withoutInputs.has(element.name)) {
    for (const input of inputs) context.report.add('element-ignored', input, { name: input.name });
  }
  return {
    inputs: withoutInputs.has(element.name) ? [] : compileEach(inputs, context),
    outputs: compileEach(childrenNamed(container, 'zeebe:output'), context),
  };
}

function compileEach(entries: readonly XmlElement[], context: CompileContext): Mapping[] {
  return entries.flatMap((entry) => compileMapping(entry, context) ?? []);
}

function compileMapping(entry: XmlElement, context: CompileContext): Mapping | undefined {
  const target = entry.attributes.get('target') ?? '';
  const source = expressionOf(entry, 'source', context);
  if (!source) context.report.add('mapping-source-missing', entry, { target });
  const usable = target.split('.').every(isVariableName);
  if (!usable) context.report.add('variable-name-unusable', entry, { name: target });
  return source && usable ? { source, target } : undefined;
}

/** Names that reach into the prototype of an object are nobody's variables. */
const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

/** A name that FEEL can read back as one word. */
export function isVariableName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) && !dangerous.has(name);
}

/** The variable that an attribute names, if there is one; reports an unusable name. */
export function variableNameOf(
  element: XmlElement,
  attribute: string,
  context: CompileContext,
): string | undefined {
  const name = attributeOf(element, attribute);
  if (name === undefined || isVariableName(name)) return name;
  context.report.add('variable-name-unusable', element, { name });
  return undefined;
}

/** The variable that takes a result; reports a missing or unusable name. */
export function resultVariableOf(element: XmlElement, context: CompileContext): string {
  const name = attributeOf(element, 'resultVariable');
  if (name === undefined) context.report.add('result-variable-missing', element);
  else if (!isVariableName(name)) context.report.add('variable-name-unusable', element, { name });
  return name ?? '';
}
