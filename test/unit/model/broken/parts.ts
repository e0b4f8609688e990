import { bpmn, element, flows, zeebe } from '../../../support/bpmn.ts';
import type { BpmnRuleCode } from '../../../../engine/model/bpmn/bpmn-rules.ts';

/** A model that breaks one rule: the code, where it is found, and the file. */
export interface BrokenModel {
  readonly code: BpmnRuleCode;
  readonly what: string;
  readonly elementId: string | undefined;
  readonly xml: string;
}

export const start = element('startEvent', 's');
export const end = element('endEvent', 'e');
export const task = (id: string): string => element('task', id);

export function broken(
  code: BpmnRuleCode,
  what: string,
  elementId: string | undefined,
  content: string,
  rootElements = '',
): BrokenModel {
  return { code, what, elementId, xml: bpmn(content, { rootElements }) };
}

/** Start → what is under test → end. */
export function between(content: string, id = 'x'): string {
  return [start, content, end, flows(`s -> ${id} -> e`)].join('\n');
}

export const timer = (value: string): string =>
  `<bpmn:timerEventDefinition id="t">${value}</bpmn:timerEventDefinition>`;
export const timerCatch = (value: string): string =>
  between(element('intermediateCatchEvent', 'x', timer(value)));
export const messageDefinition = (ref?: string): string =>
  `<bpmn:messageEventDefinition ${ref ? `messageRef="${ref}"` : ''} />`;
export const duration = '<bpmn:timeDuration>PT1H</bpmn:timeDuration>';

export function boundary(definition: string, attributes = 'attachedToRef="x"'): string {
  const content = element('boundaryEvent', 'b', definition, attributes);
  return between(task('x') + content) + task('after') + flows('b -> after');
}

export function eventGateway(targets: string, chains: readonly string[], attributes = ''): string {
  const gateway = element('eventBasedGateway', 'g', '', attributes);
  return [start, gateway, targets, end, flows('s -> g', ...chains)].join('\n');
}

export const catchTimer = (id: string): string =>
  element('intermediateCatchEvent', id, timer(duration).replace('id="t"', `id="t_${id}"`));
export const catchMessage = (id: string, ref: string): string =>
  element('intermediateCatchEvent', id, messageDefinition(ref));
export const receive = (id: string, ref: string): string =>
  element('receiveTask', id, '', `messageRef="${ref}"`);

export const worker = 'taskDefinition type="w"';
export const service = (...extensions: string[]): string =>
  between(element('serviceTask', 'x', zeebe(...extensions)));
export const user = (...extensions: string[]): string =>
  between(element('userTask', 'x', zeebe('userTask', ...extensions)));
export const script = (...extensions: string[]): string =>
  between(element('scriptTask', 'x', zeebe(...extensions)));
export const rule = (...extensions: string[]): string =>
  between(element('businessRuleTask', 'x', zeebe(...extensions)));
export const call = (...extensions: string[]): string =>
  between(element('callActivity', 'x', zeebe(...extensions)));
export const mapping = (text: string): string =>
  `<zeebe:ioMapping><zeebe:${text}/></zeebe:ioMapping>`;
