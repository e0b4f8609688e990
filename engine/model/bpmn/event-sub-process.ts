import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { booleanOf } from './expression.ts';

export function isEventSubProcess(element: XmlElement, context: CompileContext): boolean {
  return (
    element.name === 'bpmn:subProcess' && booleanOf(element, 'triggeredByEvent', false, context)
  );
}
