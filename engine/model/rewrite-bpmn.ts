import { BpmnModdle } from 'bpmn-moddle';
import type { ModdleElement } from 'bpmn-moddle';
import zeebePackage from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

export type ModelElement = ModdleElement;

/** Makes elements of the metamodel, such as `zeebe:Input`. */
export type MakeElement = (
  type: string,
  attributes: Readonly<Record<string, unknown>>,
) => ModdleElement;

/**
 * A model as an engine wants it: `change` gets all elements that have an id. Ids, names, diagram and
 * everything else stay. Only for models that `readProcesses` has found to be in order: the reader here
 * gives no lines.
 */
export async function rewriteBpmn(
  xml: string,
  change: (elements: readonly ModdleElement[], make: MakeElement) => void,
): Promise<string> {
  const moddle = new BpmnModdle({ zeebe: zeebePackage });
  const { rootElement, elementsById } = await moddle.fromXML(xml);
  change(Object.values(elementsById), (type, attributes) => moddle.create(type, attributes));
  return (await moddle.toXML(rootElement, { format: true })).xml;
}

/** The extension of this type on an element, made where there is none. */
export function extensionOf(
  element: ModdleElement,
  type: string,
  make: MakeElement,
): ModdleElement {
  element.extensionElements ??= make('bpmn:ExtensionElements', { values: [] });
  const values = (element.extensionElements.values ??= []);
  const there = values.find((value) => value.$type === type);
  if (there) return there;
  const made = make(type, {});
  values.push(made);
  return made;
}
