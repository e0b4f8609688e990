import { attributeOf, childNamed, childrenNamed } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { getMetamodel } from './metamodel.ts';

const workers = [
  'bpmn:serviceTask',
  'bpmn:sendTask',
  'bpmn:scriptTask',
  'bpmn:businessRuleTask',
  'bpmn:intermediateThrowEvent',
  'bpmn:endEvent',
];
const tasks = ['bpmn:task', 'bpmn:manualTask', 'bpmn:userTask', 'bpmn:receiveTask'];
const events = ['bpmn:startEvent', 'bpmn:intermediateCatchEvent', 'bpmn:boundaryEvent'];
const user = ['bpmn:userTask'];
const mapped = [...workers, ...tasks, ...events, 'bpmn:subProcess', 'bpmn:callActivity'];

/** Which zeebe extension has a meaning on which element. What is not listed is refused. */
const placesByExtension: ReadonlyMap<string, readonly string[]> = new Map([
  ['zeebe:taskDefinition', workers],
  ['zeebe:taskHeaders', [...workers, ...user]],
  ['zeebe:ioMapping', mapped],
  ['zeebe:userTask', user],
  ['zeebe:assignmentDefinition', user],
  ['zeebe:taskSchedule', user],
  ['zeebe:priorityDefinition', user],
  ['zeebe:formDefinition', [...user, 'bpmn:startEvent']],
  ['zeebe:script', ['bpmn:scriptTask']],
  ['zeebe:calledDecision', ['bpmn:businessRuleTask']],
  ['zeebe:calledElement', ['bpmn:callActivity']],
  ['zeebe:versionTag', ['bpmn:process']],
  ['zeebe:loopCharacteristics', ['bpmn:multiInstanceLoopCharacteristics']],
]);

/** Without effect on the flow: descriptions, and forms that the portal does not read. */
const harmless = new Set(['zeebe:properties', 'zeebe:userTaskForm', 'zeebe:subscription']);

export function extensionOf(element: XmlElement, name: string): XmlElement | undefined {
  const extensions = childNamed(element, 'bpmn:extensionElements');
  return extensions && childNamed(extensions, name);
}

/** Refuses zeebe extensions that are unknown to us, misplaced, or there twice. */
export function checkExtensions(element: XmlElement, context: CompileContext): void {
  const seen = new Set<string>();
  const extensions = childNamed(element, 'bpmn:extensionElements')?.children ?? [];
  for (const extension of extensions) {
    const { name } = extension;
    if (!name.startsWith('zeebe:')) continue;
    if (seen.has(name)) context.report.add('extension-duplicate', extension, { name });
    seen.add(name);
    checkPlace(extension, element, context);
  }
}

function checkPlace(extension: XmlElement, element: XmlElement, context: CompileContext): void {
  const { name } = extension;
  if (harmless.has(name)) return;
  const places = placesByExtension.get(name);
  if (!places) {
    // What zeebe itself does not know is reported where the structure is checked.
    if (!getMetamodel().typeOf(name)) return;
    context.report.add('element-not-supported', extension, { what: `<${name}>` });
  } else if (!places.includes(element.name)) {
    context.report.add('extension-misplaced', extension, { name, parent: element.name });
  }
}

/** Key/value pairs of an extension, safe whatever the keys are called. */
export function pairsOf(
  container: XmlElement | undefined,
  entryName: string,
  keyAttribute: string,
  context: CompileContext,
): Readonly<Record<string, string>> {
  const pairs = Object.create(null) as Record<string, string>;
  for (const entry of container ? childrenNamed(container, entryName) : []) {
    const key = attributeOf(entry, keyAttribute);
    if (key === undefined) context.report.add('header-without-key', entry, { name: entry.name });
    else pairs[key] = entry.attributes.get('value') ?? '';
  }
  return pairs;
}

/** zeebe:properties of an element: `status`, `phase`, `turn` and the like. */
export function propertiesOf(
  element: XmlElement,
  context: CompileContext,
): Readonly<Record<string, string>> {
  const container = extensionOf(element, 'zeebe:properties');
  return pairsOf(container, 'zeebe:property', 'name', context);
}
