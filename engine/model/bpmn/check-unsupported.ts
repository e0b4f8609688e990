import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext } from './compile-context.ts';
import { makeDrawnEnds } from './drawn-ends.ts';
import { booleanOf } from './expression.ts';
import { extensionOf } from './extensions.ts';
import { getMetamodel, isOfOtherEngine } from './metamodel.ts';
import { namingOf, unsupportedFeatures } from './unsupported.ts';

/**
 * Refuses what BPMN or another engine would do and this one would pass over in silence: data flow,
 * assignments and scripts of BPMN's own, choreographies, extensions of other engines. Processes
 * that are skipped anyway are left out; flow nodes are refused where they are compiled.
 */
export function checkUnsupported(
  root: XmlElement,
  executable: readonly XmlElement[],
  context: CompileContext,
): void {
  const pending = [root];
  const runs = new Set(executable);
  const isDrawn = makeDrawnEnds();
  for (let element = pending.pop(); element; element = pending.pop()) {
    checkAttributes(element, context);
    if (element.name === 'bpmn:extensionElements') {
      checkExtensionsOfOthers(element, context);
    } else if (element.name === 'bpmn:property' && isDrawn(element)) {
      continue;
    } else if (isRefused(element, context)) {
      context.report.add('element-not-supported', element, { what: namingOf(element.name) });
    } else if (!closed.has(element.name)) {
      const inside = element.children.filter((child) => isLookedAt(child, runs));
      for (const child of inside) pending.push(child);
    }
  }
}

/** Text with markup: whatever stands in there is not BPMN. */
const closed = new Set(['bpmn:documentation', 'bpmn:text']);

function isLookedAt(element: XmlElement, runs: ReadonlySet<XmlElement>): boolean {
  if (element.name === 'bpmn:process') return runs.has(element);
  return !element.name.startsWith('bpmndi:');
}

const always = new Set([
  'bpmn:property',
  'bpmn:choreography',
  'bpmn:ioSpecification',
  'bpmn:ioBinding',
  'bpmn:dataInput',
  'bpmn:dataOutput',
  'bpmn:inputSet',
  'bpmn:outputSet',
  'bpmn:assignment',
  'bpmn:transformation',
  'bpmn:rendering',
]);
/** Global tasks, choreographies and conversations of every kind; who is to do a task. */
const kinds = [
  'bpmn:GlobalTask',
  'bpmn:GlobalChoreographyTask',
  'bpmn:GlobalConversation',
  'bpmn:ConversationNode',
  'bpmn:ResourceRole',
];

function isRefused(element: XmlElement, context: CompileContext): boolean {
  const { name } = element;
  if (name === 'bpmn:script') return isSecondScript(element);
  if (name === 'bpmn:extension') checkMandatory(element, context);
  if (name === 'bpmn:callActivity') checkCalled(element, context);
  if (always.has(name)) return true;
  const type = getMetamodel().typeOf(name);
  return type !== undefined && kinds.some((kind) => type.isA(kind));
}

/** Beside an expression or a worker; alone it is refused because both are missing. */
function isSecondScript(script: XmlElement): boolean {
  const isEmpty = script.text.trim() === '' && script.children.length === 0;
  const task = script.parent;
  if (isEmpty || !task) return false;
  return ['zeebe:script', 'zeebe:taskDefinition'].some((name) => extensionOf(task, name));
}

function checkMandatory(element: XmlElement, context: CompileContext): void {
  if (!booleanOf(element, 'mustUnderstand', false, context)) return;
  const what = unsupportedFeatures.mandatoryExtension;
  context.report.add('element-not-supported', element, { what });
}

function checkCalled(element: XmlElement, context: CompileContext): void {
  const called = attributeOf(element, 'calledElement');
  const extension = extensionOf(element, 'zeebe:calledElement');
  if (called === undefined || !extension) return;
  if (called === attributeOf(extension, 'processId')) return;
  const what = unsupportedFeatures.calledElement;
  context.report.add('element-not-supported', element, { what });
}

/** Key and value pairs, and marks of the modelling tool: read by people only. */
const descriptive = /^\w+:(?:properties|diagramRelationId|versionTag)$/;

function checkExtensionsOfOthers(extensions: XmlElement, context: CompileContext): void {
  for (const extension of extensions.children) {
    const { name } = extension;
    if (!isOfOtherEngine(name) || descriptive.test(name)) continue;
    context.report.add('element-not-supported', extension, { what: namingOf(name) });
  }
}

function checkAttributes(element: XmlElement, context: CompileContext): void {
  for (const attribute of element.attributes.keys()) {
    if (!isOfOtherEngine(attribute) || descriptive.test(attribute)) continue;
    context.report.add('attribute-not-supported', element, { attribute });
  }
}
