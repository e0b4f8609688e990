import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';

/** Warns about shapes of elements that are gone; a diagram has no effect on the flow. */
export function checkDiagram(root: XmlElement, context: CompileContext): void {
  const pending = root.children.filter(({ name }) => name.startsWith('bpmndi:'));
  for (let shape = pending.pop(); shape; shape = pending.pop()) {
    for (const child of shape.children) pending.push(child);
    const id = shape.attributes.get('bpmnElement');
    if (!id || context.elementsById.has(id)) continue;
    context.report.add('diagram-reference-broken', shape, { id });
  }
}
