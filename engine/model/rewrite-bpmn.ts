import { BpmnModdle } from 'bpmn-moddle';
import type { ModdleElement } from 'bpmn-moddle';
import zeebePackage from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** Makes elements of the metamodel, such as `zeebe:Input`. */
export type MakeElement = (
  type: string,
  attributes: Readonly<Record<string, unknown>>,
) => ModdleElement;

/**
 * A model as an engine wants it: `change` gets every element of this type, such as
 * `bpmn:CallActivity`. Ids, names, diagram and everything else stay. Only for models that
 * `readProcesses` has found to be in order: the reader here gives no lines.
 */
export async function rewriteBpmn(
  xml: string,
  type: string,
  change: (element: ModdleElement, make: MakeElement) => void,
): Promise<string> {
  const moddle = new BpmnModdle({ zeebe: zeebePackage });
  const { rootElement, elementsById } = await moddle.fromXML(xml);
  const elements = Object.values(elementsById).filter((element) => element.$instanceOf(type));
  if (elements.length === 0) return xml;
  for (const element of elements) change(element, (name, values) => moddle.create(name, values));
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
