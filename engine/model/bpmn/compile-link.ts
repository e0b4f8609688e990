import type { EventDefinition } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';

/** BPMN 2.0.2, 10.5.4: a link is known by its name. */
export function linkOf(definition: XmlElement, context: CompileContext): EventDefinition {
  const name = attributeOf(definition, 'name')?.trim() ?? '';
  if (name === '') context.report.add('link-name-missing', definition);
  return { kind: 'link', name };
}
