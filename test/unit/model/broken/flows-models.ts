import { element, flow, flows, message } from '../../../support/bpmn.ts';
import {
  start,
  task,
  broken,
  between,
  timer,
  duration,
  eventGateway,
  catchTimer,
  catchMessage,
  receive,
} from './parts.ts';
import type { BrokenModel } from './parts.ts';

export const brokenFlows: readonly BrokenModel[] = [
  broken(
    'flow-end-missing',
    'a flow without target',
    'f',
    `${start}<bpmn:sequenceFlow id="f" sourceRef="s"/>`,
  ),
  broken(
    'flow-crosses-scope',
    'a flow into a sub-process',
    's_y',
    between(element('subProcess', 'x', element('startEvent', 'a') + task('y') + flows('a -> y'))) +
      flows('s -> y'),
  ),
  broken(
    'flow-crosses-scope',
    'a flow out of a sub-process',
    'a_e',
    between(element('subProcess', 'x', element('startEvent', 'a') + flows('a -> e'))),
  ),
  broken(
    'flow-crosses-scope',
    'a flow into another pool',
    's_other',
    between(task('x')) + flows('s -> other'),
    element(
      'process',
      'q',
      `${element('startEvent', 'qs')}${task('other')}`,
      'isExecutable="true"',
    ),
  ),
  broken(
    'flow-reference-mismatch',
    'an outgoing of somebody else',
    'e',
    `${start}${element('endEvent', 'e', '<bpmn:outgoing>s_e</bpmn:outgoing>')}${flows('s -> e')}`,
  ),
  broken(
    'condition-not-feel',
    'a condition without =',
    'g_a',
    `${start}${element('exclusiveGateway', 'g')}${task('a')}${flows('s -> g')}${flow('g', 'a', 'true')}`,
  ),
  broken(
    'condition-not-allowed',
    'a condition behind a parallel gateway',
    'g_a',
    `${start}${element('parallelGateway', 'g')}${task('a')}${flows('s -> g')}${flow('g', 'a', '= x')}`,
  ),
  broken(
    'condition-not-allowed',
    'a condition behind a start event',
    's_a',
    `${start}${task('a')}${flow('s', 'a', '= x')}`,
  ),
  broken(
    'condition-not-allowed',
    'a condition behind an event-based gateway',
    'g_a',
    eventGateway(catchTimer('a') + catchTimer('b'), ['g -> b']) + flow('g', 'a', '= x'),
  ),
  broken(
    'condition-missing',
    'two flows, one condition, no default',
    'g_b',
    `${start}${element('exclusiveGateway', 'g')}${task('a')}${task('b')}${flows('s -> g -> b')}${flow('g', 'a', '= x')}`,
  ),
  broken(
    'condition-on-default',
    'a condition on the default flow',
    'g_a',
    `${start}${element('exclusiveGateway', 'g', '', 'default="g_a"')}${task('a')}${flows('s -> g')}${flow('g', 'a', '= x')}`,
  ),
  broken(
    'default-flow-elsewhere',
    'the flow of another element as default',
    'g',
    `${start}${element('exclusiveGateway', 'g', '', 'default="s_g"')}${task('a')}${flows('s -> g -> a')}`,
  ),
  broken(
    'expression-empty',
    'a condition of = alone',
    'g_a',
    `${start}${element('exclusiveGateway', 'g')}${task('a')}${flows('s -> g')}${flow('g', 'a', '= ')}`,
  ),
  broken(
    'gateway-direction',
    'a diverging gateway that joins',
    'g',
    `${start}${element('parallelGateway', 'f')}${element('parallelGateway', 'g', '', 'gatewayDirection="Diverging"')}${task('a')}${task('b')}${flows('s -> f -> a -> g', 'f -> b -> g')}`,
  ),
  broken('event-gateway-too-few', 'one way out', 'g', eventGateway(catchTimer('a'), ['g -> a'])),
  broken(
    'event-gateway-target',
    'a task behind it',
    'g',
    eventGateway(task('a') + catchTimer('b'), ['g -> a', 'g -> b']),
  ),
  broken(
    'event-gateway-target-incoming',
    'a second way in',
    'a',
    eventGateway(catchTimer('a') + catchTimer('b') + task('c'), ['g -> a', 'g -> b -> c -> a']),
  ),
  broken(
    'event-gateway-mixed',
    'message event and receive task',
    'g',
    eventGateway(catchMessage('a', 'm') + receive('b', 'n'), ['g -> a', 'g -> b']),
    message('m', 'm', '= k') + message('n', 'n', '= k'),
  ),
  broken(
    'event-gateway-target-boundary',
    'a boundary event on the receive task',
    'a',
    eventGateway(
      receive('a', 'm') +
        catchTimer('b') +
        element('boundaryEvent', 'c', timer(duration), 'attachedToRef="a"'),
      ['g -> a', 'g -> b', 'c -> e'],
    ),
    message('m', 'm', '= k'),
  ),
];
