import { element, flows, message } from '../../../support/bpmn.ts';
import {
  start,
  task,
  broken,
  between,
  timer,
  timerCatch,
  messageDefinition,
  duration,
  boundary,
  eventGateway,
  catchMessage,
  receive,
} from './parts.ts';
import type { BrokenModel } from './parts.ts';

export const brokenEvents: readonly BrokenModel[] = [
  broken(
    'several-event-definitions',
    'timer and message',
    'x',
    between(element('intermediateCatchEvent', 'x', timer(duration) + messageDefinition('m'))),
    message('m', 'm', '= k'),
  ),
  broken(
    'event-definition-missing',
    'a catch event without trigger',
    'x',
    between(element('intermediateCatchEvent', 'x')),
  ),
  broken('event-definition-missing', 'a boundary event without trigger', 'b', boundary('')),
  broken(
    'event-definition-misplaced',
    'a terminate boundary event',
    'b',
    boundary('<bpmn:terminateEventDefinition/>'),
  ),
  broken(
    'event-definition-misplaced',
    'an error catch in the flow',
    'x',
    between(element('intermediateCatchEvent', 'x', '<bpmn:errorEventDefinition/>')),
  ),
  broken(
    'event-definition-misplaced',
    'a thrown timer',
    'x',
    between(element('intermediateThrowEvent', 'x', timer(duration).replace(' id="t"', ''))),
  ),
  broken(
    'event-definition-misplaced',
    'an error start',
    's2',
    start + element('startEvent', 's2', '<bpmn:errorEventDefinition/>'),
  ),
  broken(
    'boundary-incoming',
    'a flow into a boundary event',
    'b',
    boundary(timer(duration)) + flows('s -> b'),
  ),
  broken(
    'boundary-without-outgoing',
    'a boundary event to nowhere',
    'b',
    between(task('x') + element('boundaryEvent', 'b', timer(duration), 'attachedToRef="x"')),
  ),
  broken('boundary-not-attached', 'no attachedToRef', 'b', boundary(timer(duration), '')),
  broken(
    'boundary-not-attached',
    'on an activity of another scope',
    'b',
    boundary(timer(duration), 'attachedToRef="y"') +
      element('subProcess', 'sub', element('startEvent', 'a') + task('y') + flows('a -> y')) +
      flows('x -> sub'),
  ),
  broken(
    'reference-wrong-type',
    'on a gateway',
    'b',
    boundary(timer(duration), 'attachedToRef="g"') +
      element('exclusiveGateway', 'g') +
      flows('x -> g'),
  ),
  broken(
    'boundary-error-non-interrupting',
    'an error that does not interrupt',
    'b',
    boundary('<bpmn:errorEventDefinition/>', 'attachedToRef="x" cancelActivity="false"'),
  ),
  broken(
    'boundary-duplicate-error',
    'the same error twice',
    'b2',
    boundary('<bpmn:errorEventDefinition/>') +
      element('boundaryEvent', 'b2', '<bpmn:errorEventDefinition/>', 'attachedToRef="x"') +
      flows('b2 -> after'),
  ),
  broken(
    'message-missing',
    'a message without name',
    'x',
    between(element('receiveTask', 'x', '', 'messageRef="m"')),
    element('message', 'm'),
  ),
  broken(
    'message-missing',
    'a catch event without message',
    'x',
    between(element('intermediateCatchEvent', 'x', messageDefinition())),
  ),
  broken(
    'message-missing',
    'a throw event without message',
    'x',
    between(element('intermediateThrowEvent', 'x', messageDefinition())),
  ),
  broken(
    'message-missing',
    'a start event without message',
    's2',
    start + element('startEvent', 's2', messageDefinition()),
  ),
  broken('message-missing', 'a send task with neither', 'x', between(element('sendTask', 'x'))),
  broken(
    'message-duplicate',
    'two starts by one message',
    's3',
    start +
      element('startEvent', 's2', messageDefinition('m')) +
      element('startEvent', 's3', messageDefinition('m')),
    message('m', 'm'),
  ),
  broken(
    'message-duplicate',
    'two ways for one message',
    'b',
    eventGateway(catchMessage('a', 'm') + catchMessage('b', 'm'), ['g -> a', 'g -> b']),
    message('m', 'm', '= k'),
  ),
  broken(
    'correlation-key-missing',
    'a catch event without key',
    'x',
    between(catchMessage('x', 'm')),
    message('m', 'm'),
  ),
  broken(
    'correlation-key-missing',
    'a receive task without key',
    'x',
    between(receive('x', 'm')),
    message('m', 'm'),
  ),
  broken(
    'correlation-key-missing',
    'a boundary event without key',
    'b',
    boundary(messageDefinition('m')),
    message('m', 'm'),
  ),
  broken(
    'error-missing',
    'an error end without error',
    'e',
    start + element('endEvent', 'e', '<bpmn:errorEventDefinition/>') + flows('s -> e'),
  ),
  broken(
    'error-without-code',
    'an error end without code',
    'e',
    start +
      element('endEvent', 'e', '<bpmn:errorEventDefinition errorRef="err"/>') +
      flows('s -> e'),
    element('error', 'err'),
  ),
  broken('timer-values', 'no value', 'x', timerCatch('')),
  broken(
    'timer-values',
    'two values',
    'x',
    timerCatch(`${duration}<bpmn:timeDate>= d</bpmn:timeDate>`),
  ),
  broken(
    'timer-values',
    'an empty value',
    'x',
    timerCatch('<bpmn:timeDuration> </bpmn:timeDuration>'),
  ),
  broken(
    'timer-unreadable',
    'a duration in words',
    'x',
    timerCatch('<bpmn:timeDuration>1 day</bpmn:timeDuration>'),
  ),
  broken(
    'timer-unreadable',
    'a day that does not exist',
    'x',
    timerCatch('<bpmn:timeDate>2026-02-30T00:00:00Z</bpmn:timeDate>'),
  ),
  broken(
    'timer-unreadable',
    'a time without offset',
    'x',
    timerCatch('<bpmn:timeDate>2026-02-20T00:00:00</bpmn:timeDate>'),
  ),
  broken(
    'timer-unreadable',
    'an endless cycle of nothing',
    'b',
    boundary(
      timer('<bpmn:timeCycle>R/PT0S</bpmn:timeCycle>'),
      'attachedToRef="x" cancelActivity="false"',
    ),
  ),
  broken(
    'timer-cycle-not-allowed',
    'in an intermediate event',
    'x',
    timerCatch('<bpmn:timeCycle>R3/PT1H</bpmn:timeCycle>'),
  ),
  broken(
    'timer-cycle-not-allowed',
    'on an interrupting boundary event',
    'b',
    boundary(timer('<bpmn:timeCycle>= cycle(3, duration("PT1H"))</bpmn:timeCycle>')),
  ),
];
