import type { ModdleProperty } from 'bpmn-moddle';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { getMetamodel } from './metamodel.ts';

/** They describe data types, operations and categories; nothing of that is executed. */
const unused = new Set([
  'itemSubjectRef',
  'itemRef',
  'structureRef',
  'operationRef',
  'categoryValueRef',
  'dataStoreRef',
  'partnerEntityRef',
  'partnerRoleRef',
  'definitionalCollaborationRef',
  'supportedInterfaceRefs',
  'interfaceRef',
  'endPointRefs',
  'definition',
]);

/** Whether an attribute refers to something that was reported as broken or of the wrong type. */
export function isBrokenReference(
  element: XmlElement,
  attribute: string,
  typeName: string,
  context: CompileContext,
): boolean {
  const id = attributeOf(element, attribute)?.trim();
  if (id === undefined) return false;
  const target = context.elementsById.get(id);
  return !target || getMetamodel().typeOf(target.name)?.isA(typeName) !== true;
}

/** A reference must lead to an element of the right type in the same file. */
export function checkReference(
  element: XmlElement,
  property: ModdleProperty,
  text: string,
  context: CompileContext,
): void {
  const ids = property.isMany ? text.split(/\s+/) : [text.trim()];
  for (const id of ids) {
    if (id === '') continue;
    const parameters = { property: property.name, id };
    const target = context.elementsById.get(id);
    const type = target && getMetamodel().typeOf(target.name);
    if (!target) {
      const code = unused.has(property.name) ? 'reference-broken-unused' : 'reference-broken';
      context.report.add(code, element, parameters);
    } else if (property.type !== 'Element' && !type?.isA(property.type)) {
      const found = target.name;
      context.report.add('reference-wrong-type', element, { ...parameters, found });
    }
  }
}
