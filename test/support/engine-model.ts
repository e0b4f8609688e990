import { element, escapeXml, zeebe } from './bpmn.ts';

/** Short names for what the engine's tests build their models from. */

export const start = (id = 's', definition = '') => element('startEvent', id, definition);
export const end = (id = 'e', definition = '') => element('endEvent', id, definition);
export const task = (id: string) => element('task', id);
export const exclusive = (id: string, attributes = '') =>
  element('exclusiveGateway', id, '', attributes);
export const parallel = (id: string) => element('parallelGateway', id);

export const onMessage = (messageId: string) =>
  `<bpmn:messageEventDefinition messageRef="${messageId}"/>`;
export const onError = (errorId?: string) =>
  `<bpmn:errorEventDefinition ${errorId === undefined ? '' : `errorRef="${errorId}"`}/>`;
export const terminate = '<bpmn:terminateEventDefinition/>';

/** `onTimer('Duration', 'PT1H')`, `onTimer('Date', '= at')`. */
export function onTimer(kind: 'Date' | 'Duration' | 'Cycle', text: string): string {
  const body = `<bpmn:time${kind} xsi:type="bpmn:tFormalExpression">${escapeXml(text)}</bpmn:time${kind}>`;
  return `<bpmn:timerEventDefinition>${body}</bpmn:timerEventDefinition>`;
}

export const wait = (id: string, definition: string) =>
  element('intermediateCatchEvent', id, definition);

export function boundary(
  id: string,
  host: string,
  definition: string,
  options: { readonly interrupting?: boolean; readonly extensions?: string } = {},
): string {
  const cancel = options.interrupting === false ? 'cancelActivity="false"' : '';
  return element(
    'boundaryEvent',
    id,
    `${options.extensions ?? ''}${definition}`,
    `attachedToRef="${host}" ${cancel}`,
  );
}

export const error = (id: string, code: string) =>
  element('error', id, '', `name="${id}" errorCode="${code}"`);

export interface Mappings {
  readonly in?: Readonly<Record<string, string>>;
  readonly out?: Readonly<Record<string, string>>;
}

/** `mappings({ in: { target: '= source' }, out: {…} })`, for use within `zeebe(…)`. */
export function mappings(given: Mappings): string {
  const lines = (name: string, all: Readonly<Record<string, string>> = {}) =>
    Object.entries(all)
      .map(([target, source]) => mapping(name, source, target))
      .join('');
  return `<zeebe:ioMapping>${lines('input', given.in)}${lines('output', given.out)}</zeebe:ioMapping>`;
}

const mapping = (name: string, source: string, target: string) =>
  `<zeebe:${name} source="${escapeXml(source)}" target="${escapeXml(target)}"/>`;

/** A service task with mappings; its job type is its id. */
export function mappedTask(id: string, given: Mappings): string {
  return element('serviceTask', id, zeebe(`taskDefinition type="${id}"`, mappings(given)));
}

export function subProcess(id: string, content: string, extensions = ''): string {
  return element('subProcess', id, `${extensions}${content}`);
}

export function call(id: string, processId: string, attributes = '', more: string[] = []): string {
  const called = `calledElement processId="${escapeXml(processId)}" ${attributes}`;
  return element('callActivity', id, zeebe(called, ...more));
}

export const script = (id: string, expression: string, resultVariable: string) =>
  element(
    'scriptTask',
    id,
    zeebe(`script expression="${escapeXml(expression)}" resultVariable="${resultVariable}"`),
  );

/** A further process of the same file. */
export const process = (id: string, content: string) =>
  element('process', id, content, 'isExecutable="true"');

export const inclusive = (id: string, attributes = '') =>
  element('inclusiveGateway', id, '', attributes);

/** A sub-process that its start event begins, not a flow. */
export const eventSubProcess = (id: string, content: string) =>
  element('subProcess', id, content, 'triggeredByEvent="true"');

/** `begunBy('is', onTimer(…), { interrupting: false })`: the start of an event sub-process. */
export const begunBy = (
  id: string,
  definition: string,
  options: { readonly interrupting?: boolean; readonly extensions?: string } = {},
) =>
  element(
    'startEvent',
    id,
    `${options.extensions ?? ''}${definition}`,
    options.interrupting === false ? 'isInterrupting="false"' : '',
  );

export const onEscalation = (escalationId?: string) =>
  `<bpmn:escalationEventDefinition ${escalationId === undefined ? '' : `escalationRef="${escalationId}"`}/>`;

export const escalation = (id: string, code: string) =>
  element('escalation', id, '', `name="${id}" escalationCode="${code}"`);

export const throwing = (id: string, definition: string) =>
  element('intermediateThrowEvent', id, definition);

export const onLink = (name: string) => `<bpmn:linkEventDefinition name="${name}"/>`;

/** Of an activity: `rounds('inputCollection="= items"', { sequential: true, until: '= x' })`. */
export function rounds(
  attributes: string,
  options: {
    readonly sequential?: boolean;
    readonly until?: string;
    readonly cardinality?: string;
  } = {},
): string {
  const { sequential = false, until, cardinality } = options;
  const own =
    attributes === '' ? '' : zeebe(`loopCharacteristics ${attributes.replace(/</g, '&lt;')}`);
  const count =
    cardinality === undefined
      ? ''
      : `<bpmn:loopCardinality>${escapeXml(cardinality)}</bpmn:loopCardinality>`;
  const condition =
    until === undefined
      ? ''
      : `<bpmn:completionCondition>${escapeXml(until)}</bpmn:completionCondition>`;
  return `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}">${own}${count}${condition}</bpmn:multiInstanceLoopCharacteristics>`;
}
