/**
 * Builds BPMN files for tests from what matters: the elements of a process. Namespaces,
 * definitions and the process around them are added; diagrams are left out.
 */
export interface BpmnOptions {
  readonly processId?: string;
  /** Attributes of the process. */
  readonly attributes?: string;
  /** Root elements beside the process: messages, errors, collaborations, further processes. */
  readonly rootElements?: string;
}

/** A whole file with one executable process `p`. */
export function bpmn(processContent: string, options: BpmnOptions = {}): string {
  const { processId = 'p', attributes = 'isExecutable="true"', rootElements = '' } = options;
  return definitions(
    `<bpmn:process id="${processId}" ${attributes}>\n${processContent}\n</bpmn:process>\n${rootElements}`,
  );
}

/** A whole file with these root elements. */
export function definitions(rootElements: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="test">
${rootElements}
</bpmn:definitions>
`;
}

/** `flows('s -> a -> e', 'a -> b')`: sequence flows named `s_a`, `a_e`, `a_b`. */
export function flows(...chains: string[]): string {
  return chains.flatMap((chain) => chainFlows(chain.split('->').map((id) => id.trim()))).join('\n');
}

function chainFlows(ids: string[]): string[] {
  return ids.slice(1).map((targetId, index) => flow(ids[index] ?? '', targetId));
}

/** One sequence flow `source_target`, with a condition such as `= amount > 1`. */
export function flow(sourceId: string, targetId: string, condition?: string): string {
  const body = condition
    ? `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${escapeXml(condition)}</bpmn:conditionExpression>`
    : '';
  const id = `${sourceId}_${targetId}`;
  return `<bpmn:sequenceFlow id="${id}" sourceRef="${sourceId}" targetRef="${targetId}">${body}</bpmn:sequenceFlow>`;
}

/** Wraps zeebe extensions, each given as `taskDefinition type="x"` or as whole elements. */
export function zeebe(...extensions: string[]): string {
  const elements = extensions.map((text) => (text.startsWith('<') ? text : `<zeebe:${text} />`));
  return `<bpmn:extensionElements>${elements.join('')}</bpmn:extensionElements>`;
}

/** `element('task', 'a', content, attributes)`. */
export function element(name: string, id: string, content = '', attributes = ''): string {
  return `<bpmn:${name} id="${id}" ${attributes}>${content}</bpmn:${name}>`;
}

/** A service task with a worker of this type. */
export function serviceTask(id: string, type = id): string {
  return element('serviceTask', id, zeebe(`taskDefinition type="${type}"`));
}

/** A message root element, with a correlation key where it is caught inside an instance. */
export function message(id: string, name: string, correlationKey?: string): string {
  const content = correlationKey
    ? zeebe(`subscription correlationKey="${escapeXml(correlationKey)}"`)
    : '';
  return element('message', id, content, `name="${name}"`);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
