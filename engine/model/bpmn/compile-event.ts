import type { EventDefinition, TimerDefinition } from '../graph.ts';
import { attributeOf } from '../xml/xml-element.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import type { CompileContext, NodeParts } from './compile-context.ts';
import { caughtErrorOf, thrownErrorOf } from './compile-error.ts';
import { caughtEscalationOf, thrownEscalationOf } from './compile-escalation.ts';
import { compileJob } from './compile-job.ts';
import { linkOf } from './compile-link.ts';
import { caughtMessageOf, messageOf, namedMessageOf } from './compile-message.ts';
import { compileTimer } from './compile-timer.ts';
import { definitionsOf, onlyDefinition } from './event-definitions.ts';
import { isEventSubProcess } from './event-sub-process.ts';
import { booleanOf } from './expression.ts';
import { extensionOf } from './extensions.ts';
import { namingOf, unsupportedFeatures } from './unsupported.ts';

type DefinitionCompiler = (definition: XmlElement, context: CompileContext) => EventDefinition;

const none: EventDefinition = { kind: 'none' };

/** BPMN 2.0.2, 10.5.2: which trigger a start event may have depends on what it starts. */
export function compileStartEvent(element: XmlElement, context: CompileContext): NodeParts {
  if (element.parent && isEventSubProcess(element.parent, context)) {
    return compileEventSubProcessStart(element, context);
  }
  const definition = onlyDefinition(element, context);
  if (!definition) return { event: none };
  if (element.parent?.name !== 'bpmn:process') {
    context.report.add('start-event-wrong-definition', element);
    return { event: none };
  }
  if (definition.name === 'bpmn:timerEventDefinition') {
    context.report.add('element-not-supported', element, { what: unsupportedFeatures.timerStart });
    return { event: none };
  }
  return { event: compileDefinition(definition, startDefinitions, context) };
}

function compileEventSubProcessStart(element: XmlElement, context: CompileContext): NodeParts {
  const interrupting = booleanOf(element, 'isInterrupting', true, context);
  // How many there are, and with how many triggers, is checked for the sub-process as a whole.
  if (definitionsOf(element).length !== 1) return { event: none, interrupting };
  const event = caughtEvent(element, eventSubProcessDefinitions, context, !interrupting);
  if (event.kind === 'error' && !interrupting) {
    context.report.add('start-error-non-interrupting', element);
  }
  return { event, interrupting };
}

export function compileEndEvent(element: XmlElement, context: CompileContext): NodeParts {
  return compileThrowEvent(element, endDefinitions, context);
}

export function compileIntermediateThrow(element: XmlElement, context: CompileContext): NodeParts {
  return compileThrowEvent(element, throwDefinitions, context);
}

export function compileIntermediateCatch(element: XmlElement, context: CompileContext): NodeParts {
  return { event: caughtEvent(element, catchDefinitions, context, false) };
}

export function compileBoundaryEvent(element: XmlElement, context: CompileContext): NodeParts {
  const interrupting = booleanOf(element, 'cancelActivity', true, context);
  const event = caughtEvent(element, boundaryDefinitions, context, !interrupting);
  if (event.kind === 'error' && !interrupting) {
    context.report.add('boundary-error-non-interrupting', element);
  }
  const attachedToId = attributeOf(element, 'attachedToRef') ?? '';
  return { event, interrupting, attachedToId };
}

function caughtEvent(
  element: XmlElement,
  admitted: ReadonlyMap<string, DefinitionCompiler>,
  context: CompileContext,
  cycleAllowed: boolean,
): EventDefinition {
  const definition = onlyDefinition(element, context);
  if (!definition) {
    if (definitionsOf(element).length === 0)
      context.report.add('event-definition-missing', element);
    return none;
  }
  const event = compileDefinition(definition, admitted, context);
  if (event.kind === 'timer' && event.timer.type === 'cycle' && !cycleAllowed) {
    context.report.add('timer-cycle-not-allowed', definition);
  }
  return event;
}

/** A message is thrown by a worker where there is a task definition, else by the engine. */
function compileThrowEvent(
  element: XmlElement,
  admitted: ReadonlyMap<string, DefinitionCompiler>,
  context: CompileContext,
): NodeParts {
  const definition = onlyDefinition(element, context);
  const task = extensionOf(element, 'zeebe:taskDefinition');
  if (definition?.name !== 'bpmn:messageEventDefinition') {
    if (task) {
      const parameters = { name: task.name, parent: element.name };
      context.report.add('extension-misplaced', task, parameters);
    }
    return { event: definition ? compileDefinition(definition, admitted, context) : none };
  }
  if (!task) return { event: namedMessageOf(definition, context) };
  const unnamed: EventDefinition = { kind: 'message', name: { kind: 'text', text: '' } };
  return { event: messageOf(definition, context) ?? unnamed, ...compileJob(element, context) };
}

function compileDefinition(
  definition: XmlElement,
  admitted: ReadonlyMap<string, DefinitionCompiler>,
  context: CompileContext,
): EventDefinition {
  const compile = admitted.get(definition.name);
  if (compile) return compile(definition, context);
  const event = definition.parent ?? definition;
  if (definition.name === 'bpmn:eventDefinitionRef') {
    const what = unsupportedFeatures.sharedEventDefinition;
    context.report.add('element-not-supported', event, { what });
  } else if (runnable.has(definition.name)) {
    context.report.add('event-definition-misplaced', definition, { what: definition.name });
  } else {
    const what = namingOf(definition.name);
    context.report.add('element-not-supported', event, { what });
  }
  return none;
}

function timerEvent(definition: XmlElement, context: CompileContext): EventDefinition {
  const timer: TimerDefinition | undefined = compileTimer(definition, context);
  return timer ? { kind: 'timer', timer } : none;
}

const startDefinitions = new Map<string, DefinitionCompiler>([
  ['bpmn:messageEventDefinition', namedMessageOf],
]);
const catchDefinitions = new Map<string, DefinitionCompiler>([
  ['bpmn:messageEventDefinition', caughtMessageOf],
  ['bpmn:timerEventDefinition', timerEvent],
  ['bpmn:linkEventDefinition', linkOf],
]);
const boundaryDefinitions = new Map<string, DefinitionCompiler>([
  ['bpmn:messageEventDefinition', caughtMessageOf],
  ['bpmn:timerEventDefinition', timerEvent],
  ['bpmn:errorEventDefinition', caughtErrorOf],
  ['bpmn:escalationEventDefinition', caughtEscalationOf],
]);
const eventSubProcessDefinitions = boundaryDefinitions;
const throwDefinitions = new Map<string, DefinitionCompiler>([
  ['bpmn:escalationEventDefinition', thrownEscalationOf],
  ['bpmn:linkEventDefinition', linkOf],
]);
const endDefinitions = new Map<string, DefinitionCompiler>([
  ['bpmn:escalationEventDefinition', thrownEscalationOf],
  ['bpmn:errorEventDefinition', thrownErrorOf],
  ['bpmn:terminateEventDefinition', () => ({ kind: 'terminate' })],
]);

/** Known to the engine somewhere: elsewhere they are misplaced, not missing. */
const runnable = new Set([
  'bpmn:messageEventDefinition',
  'bpmn:timerEventDefinition',
  'bpmn:errorEventDefinition',
  'bpmn:escalationEventDefinition',
  'bpmn:linkEventDefinition',
  'bpmn:terminateEventDefinition',
]);
