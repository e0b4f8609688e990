import { bpmn, definitions, element, flows, message } from '../../../support/bpmn.ts';
import { start, task, broken, between, messageDefinition } from './parts.ts';
import type { BrokenModel } from './parts.ts';

export const brokenProcesses: readonly BrokenModel[] = [
  broken('start-event-without-outgoing', 'a start event alone', 's', start),
  {
    code: 'no-executable-process',
    what: 'no process at all',
    elementId: 'definitions',
    xml: definitions(''),
  },
  {
    code: 'no-executable-process',
    what: 'only a process that is not executable',
    elementId: 'p',
    xml: bpmn(start, { attributes: 'isExecutable="false"' }),
  },
  broken(
    'process-not-executable',
    'a second process for the picture',
    'q',
    start,
    element('process', 'q'),
  ),
  broken('no-start-event', 'an empty process', 'p', ''),
  broken(
    'no-start-event',
    'a sub-process without start',
    'x',
    between(element('subProcess', 'x', task('y'))),
  ),
  broken('several-none-starts', 'two none starts', 's2', start + element('startEvent', 's2')),
  broken(
    'several-none-starts',
    'two none starts in a sub-process',
    'b',
    between(element('subProcess', 'x', element('startEvent', 'a') + element('startEvent', 'b'))),
  ),
  broken(
    'start-event-wrong-definition',
    'a message start in a sub-process',
    'a',
    between(element('subProcess', 'x', element('startEvent', 'a', messageDefinition('m')))),
    message('m', 'm'),
  ),
  broken(
    'start-event-incoming',
    'a flow into the start',
    's',
    between(task('x')) + flows('x -> s'),
  ),
  broken(
    'end-event-outgoing',
    'a flow out of the end',
    'e',
    between(task('x')) + task('y') + flows('e -> y'),
  ),
  broken('unreachable', 'a task without incoming', 'y', between(task('x')) + task('y')),
  broken(
    'boolean-unreadable',
    'isExecutable="maybe"',
    'q',
    start,
    element('process', 'q', '', 'isExecutable="maybe"'),
  ),
];
