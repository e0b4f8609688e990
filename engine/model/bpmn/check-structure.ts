import type { ModdleProperty } from 'bpmn-moddle';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { checkReference } from './check-reference.ts';
import { getMetamodel } from './metamodel.ts';
import type { BpmnType } from './metamodel.ts';

interface Visit {
  readonly element: XmlElement;
  readonly type: BpmnType;
}

/**
 * Compares the file with the metamodel: elements, attributes and texts that BPMN or zeebe do not
 * know, elements in the wrong place, references that lead nowhere. Other namespaces are ignored.
 */
export function checkStructure(root: XmlElement, context: CompileContext): void {
  const type = getMetamodel().typeOf(root.name);
  const pending: Visit[] = type ? [{ element: root, type }] : [];
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    checkId(visit.element, context);
    checkAttributes(visit, context);
    checkText(visit, context);
    for (const child of visit.element.children) {
      const next = checkChild(child, visit, context);
      if (next) pending.push({ element: child, type: next });
    }
  }
}

/** Names as XML wants them (NCName), which is also what fits into an address. */
const legalId = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]{0,254}$/u;

function checkId(element: XmlElement, context: CompileContext): void {
  const id = element.attributes.get('id');
  if (id !== undefined && id !== '' && !legalId.test(id) && element.name.startsWith('bpmn:')) {
    context.report.add('id-illegal', element, { id });
  }
}

function checkAttributes({ element, type }: Visit, context: CompileContext): void {
  for (const [name, value] of element.attributes) {
    const property = type.attribute(name);
    if (property?.isReference) checkReference(element, property, value, context);
    else if (!property && isOurs(name)) {
      context.report.add('attribute-unknown', element, { attribute: name, name: element.name });
    }
  }
}

/** Attributes without prefix belong to their element; of the others only zeebe's are ours. */
function isOurs(attribute: string): boolean {
  if (attribute === 'xmlns') return false;
  return !attribute.includes(':') || /^(?:bpmn|zeebe):/.test(attribute);
}

function checkText({ element, type }: Visit, context: CompileContext): void {
  const text = element.text.trim();
  if (text === '' || type.hasBody) return;
  context.report.add('unexpected-text', element, { name: element.name, text });
}

/** Anything may stand in these (BPMN 2.0.2, 8.3.1, XSD "mixed"). */
const mixedContent = new Set(['bpmn:documentation', 'bpmn:text', 'bpmn:script']);

/** Returns the type under which the inside of `child` is to be checked, if it is. */
function checkChild(
  child: XmlElement,
  parent: Visit,
  context: CompileContext,
): BpmnType | undefined {
  if (mixedContent.has(parent.element.name)) return undefined;
  const prefix = /^(?:([^:]+):)?/.exec(child.name)?.[1];
  if (prefix !== undefined && prefix !== 'bpmn' && prefix !== 'zeebe') {
    checkForeign(child, parent, context);
    return undefined;
  }
  const type = getMetamodel().typeOf(child.name);
  const property = parent.type.child(child.name, type);
  if (!property) {
    const code = type ? 'element-misplaced' : 'element-unknown';
    context.report.add(code, child, { name: child.name, parent: parent.element.name });
    return undefined;
  }
  return checkProperty(child, property, type, context);
}

/** Diagrams and extensions of others are where they belong, or have no effect. */
function checkForeign(child: XmlElement, parent: Visit, context: CompileContext): void {
  const isDiagram = child.name.startsWith('bpmndi:');
  if (isDiagram || parent.element.name === 'bpmn:extensionElements') return;
  context.report.add('element-ignored', child, { name: child.name });
}

function checkProperty(
  child: XmlElement,
  property: ModdleProperty,
  type: BpmnType | undefined,
  context: CompileContext,
): BpmnType | undefined {
  if (property.isReference) {
    checkReference(child, property, child.text, context);
    return undefined;
  }
  return type?.isA(property.type) ? type : getMetamodel().typeOf(effectiveType(child, property));
}

/** `conditionExpression` and the like are named by their role; xsi:type may narrow them. */
function effectiveType(child: XmlElement, property: ModdleProperty): string {
  const stated = child.attributes.get('xsi:type')?.replace(/^(?:.*:)?t?/, '');
  const narrowed = stated ? getMetamodel().typeOf(`bpmn:${stated}`) : undefined;
  return narrowed?.isA(property.type) ? narrowed.name : property.type;
}
