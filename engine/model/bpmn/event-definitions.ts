import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { getMetamodel } from './metamodel.ts';

export function definitionsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter(
    ({ name }) =>
      name === 'bpmn:eventDefinitionRef' ||
      getMetamodel().typeOf(name)?.isA('bpmn:EventDefinition'),
  );
}

/** The only event definition; several are reported and none of them is returned. */
export function onlyDefinition(
  element: XmlElement,
  context: CompileContext,
): XmlElement | undefined {
  const definitions = definitionsOf(element);
  if (definitions.length > 1) {
    context.report.add('several-event-definitions', element);
    return undefined;
  }
  return definitions[0];
}
