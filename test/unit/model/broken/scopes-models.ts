import { element, flow, flows, message, zeebe } from '../../../support/bpmn.ts';
import { between, boundary, broken, duration, start, task, timer } from './parts.ts';
import type { BrokenModel } from './parts.ts';

const escalation = (ref?: string): string =>
  `<bpmn:escalationEventDefinition ${ref === undefined ? '' : `escalationRef="${ref}"`}/>`;
const link = (name: string): string => `<bpmn:linkEventDefinition name="${name}"/>`;
const throws = (id: string, definition: string): string =>
  element('intermediateThrowEvent', id, definition);
const catches = (id: string, definition: string): string =>
  element('intermediateCatchEvent', id, definition);
const handler = (id: string, content: string): string =>
  element('subProcess', id, content, 'triggeredByEvent="true"');
const begun = (id: string, definition: string, attributes = ''): string =>
  element('startEvent', id, definition, attributes);
const multiInstance = (attributes: string, content = ''): string =>
  `<bpmn:multiInstanceLoopCharacteristics>${zeebe(`loopCharacteristics ${attributes}`)}${content}</bpmn:multiInstanceLoopCharacteristics>`;
const loop = (attributes: string): string => `<bpmn:standardLoopCharacteristics ${attributes}/>`;
const main = between(task('x'));

/** Escalations, links, event sub-processes and loops. */
export const brokenScopes: readonly BrokenModel[] = [
  broken('escalation-missing', 'thrown', 'x', between(throws('x', escalation()))),
  broken(
    'escalation-without-code',
    'thrown',
    'x',
    between(throws('x', escalation('esc'))),
    element('escalation', 'esc'),
  ),
  broken(
    'escalation-duplicate',
    'two for all on one activity',
    'b2',
    boundary(escalation()) +
      element('boundaryEvent', 'b2', escalation(), 'attachedToRef="x"') +
      flows('b2 -> after'),
  ),
  broken(
    'escalation-duplicate',
    'in two event sub-processes',
    'b',
    `${main}${handler('h', begun('a', escalation()))}${handler('i', begun('b', escalation()))}`,
  ),
  broken(
    'boundary-duplicate-error',
    'in two event sub-processes',
    'b',
    `${main}${handler('h', begun('a', '<bpmn:errorEventDefinition/>'))}${handler('i', begun('b', '<bpmn:errorEventDefinition/>'))}`,
  ),
  broken('link-name-missing', 'thrown', 'x', `${start}${throws('x', link(''))}${flows('s -> x')}`),
  broken(
    'link-without-target',
    'nobody catches',
    'x',
    `${start}${throws('x', link('far'))}${flows('s -> x')}`,
  ),
  broken(
    'link-without-target',
    'the catch is in another scope',
    'x',
    `${start}${throws('x', link('far'))}${element('subProcess', 'u', begun('v', '') + catches('y', link('far')))}${flows('s -> u')}${flows('u -> x')}`,
  ),
  broken(
    'link-target-duplicate',
    'two catch it',
    'z',
    `${start}${throws('x', link('far'))}${catches('y', link('far'))}${catches('z', link('far'))}${flows('s -> x')}`,
  ),
  broken(
    'link-flow',
    'out of the throwing one',
    'x',
    `${between(throws('x', link('far')))}${catches('y', link('far'))}`,
  ),
  broken(
    'link-flow',
    'into the catching one',
    'y',
    `${start}${throws('x', link('far'))}${catches('y', link('far'))}${element('parallelGateway', 'g')}${flows('s -> g -> x', 'g -> y')}`,
  ),
  broken('event-sub-process-start', 'no start', 'h', `${main}${handler('h', task('y'))}`),
  broken(
    'event-sub-process-start',
    'without trigger',
    'h',
    `${main}${handler('h', begun('a', ''))}`,
  ),
  broken(
    'event-sub-process-start',
    'two starts',
    'h',
    `${main}${handler('h', begun('a', timer(duration)) + begun('b', timer(duration).replace('id="t"', '')))}`,
  ),
  broken(
    'event-sub-process-flow',
    'a flow leads into it',
    'h',
    `${start}${handler('h', begun('a', timer(duration)))}${flows('s -> h')}`,
  ),
  broken(
    'boundary-not-attached',
    'on an event sub-process',
    'b',
    `${main}${handler('h', begun('a', timer(duration)))}${element('boundaryEvent', 'b', timer(duration).replace('id="t"', ''), 'attachedToRef="h"')}${flows('b -> e')}`,
  ),
  broken(
    'start-error-non-interrupting',
    'it would end its scope',
    'a',
    `${main}${handler('h', begun('a', '<bpmn:errorEventDefinition/>', 'isInterrupting="false"'))}`,
  ),
  broken(
    'timer-cycle-not-allowed',
    'at an interrupting event sub-process',
    'a',
    `${main}${handler('h', begun('a', timer('<bpmn:timeCycle>R/PT1H</bpmn:timeCycle>')))}`,
  ),
  broken(
    'event-definition-misplaced',
    'a link starts nothing',
    'a',
    `${main}${handler('h', begun('a', link('far')))}`,
  ),
  broken(
    'event-gateway-target',
    'a receive task in several rounds',
    'g',
    `${start}${element('eventBasedGateway', 'g')}${element('receiveTask', 'y', multiInstance('inputCollection="= a"'), 'messageRef="m"')}${catches('z', timer(duration))}${flows('s -> g -> y', 'g -> z')}`,
    message('m', 'm', '= k'),
  ),
  broken(
    'condition-missing',
    'behind an inclusive gateway',
    'x_a',
    `${start}${element('inclusiveGateway', 'x')}${task('a')}${task('c')}${flows('s -> x -> a')}${flow('x', 'c', '= b')}`,
  ),
  broken(
    'condition-on-default',
    'behind a task',
    'x_a',
    `${start}${element('task', 'x', '', 'default="x_a"')}${task('a')}${flows('s -> x')}${flow('x', 'a', '= b')}`,
  ),
  broken('multi-instance-input', 'neither', 'x', between(element('task', 'x', multiInstance('')))),
  broken(
    'multi-instance-input',
    'both',
    'x',
    between(
      element(
        'task',
        'x',
        multiInstance('inputCollection="= a"', '<bpmn:loopCardinality>2</bpmn:loopCardinality>'),
      ),
    ),
  ),
  broken(
    'multi-instance-output',
    'no element',
    'x',
    between(element('task', 'x', multiInstance('inputCollection="= a" outputCollection="b"'))),
  ),
  broken(
    'variable-name-unusable',
    'of an item',
    'x',
    between(element('task', 'x', multiInstance('inputCollection="= a" inputElement="b c"'))),
  ),
  broken(
    'condition-not-feel',
    'that ends a multi-instance',
    'x',
    between(
      element(
        'task',
        'x',
        multiInstance(
          'inputCollection="= a"',
          '<bpmn:completionCondition>done</bpmn:completionCondition>',
        ),
      ),
    ),
  ),
  broken('loop-without-end', 'nothing said', 'x', between(element('task', 'x', loop('')))),
  broken(
    'loop-maximum-unreadable',
    'no number',
    'x',
    between(element('task', 'x', loop('loopMaximum="many"'))),
  ),
  broken(
    'extension-misplaced',
    'loop characteristics on a task',
    'x',
    between(element('task', 'x', zeebe('loopCharacteristics inputCollection="= a"'))),
  ),
  broken(
    'several-loops',
    'both kinds',
    'x',
    between(element('task', 'x', loop('loopMaximum="2"') + multiInstance('inputCollection="= a"'))),
  ),
];
