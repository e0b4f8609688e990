import { element, flows, zeebe } from '../../../support/bpmn.ts';
import { start, task, broken, between, timer, duration, boundary } from './parts.ts';
import type { BrokenModel } from './parts.ts';

export const brokenStructure: readonly BrokenModel[] = [
  broken('element-unknown', 'an element BPMN does not know', 'p', start + '<bpmn:magicTask/>'),
  broken(
    'element-unknown',
    'a zeebe extension nobody knows',
    'x',
    between(element('task', 'x', zeebe('magic a="b"'))),
  ),
  broken(
    'element-unknown',
    'an element BPMN does not know, with an id of its own',
    'm',
    start + '<bpmn:magicTask id="m"/>',
  ),
  broken('element-misplaced', 'a task in a task', 'y', between(element('task', 'x', task('y')))),
  broken(
    'element-ignored',
    'a foreign element outside extensionElements',
    'x',
    between(element('task', 'x', '<f:a xmlns:f="urn:f"/>')),
  ),
  broken(
    'element-ignored',
    'a foreign element among the flow elements',
    'r',
    `${start}<f:robot xmlns:f="urn:f" id="r"/>`,
  ),
  broken(
    'attribute-unknown',
    'an attribute BPMN does not know',
    'x',
    between(element('task', 'x', '', 'colour="red"')),
  ),
  broken(
    'attribute-unknown',
    'a zeebe attribute nobody knows',
    'x',
    between(element('serviceTask', 'x', zeebe('taskDefinition type="a" colour="b"'))),
  ),
  broken('unexpected-text', 'text between elements', 'p', `${start} hello`),
  broken('id-missing', 'a task without id', 'p', `${start}<bpmn:task/>`),
  broken(
    'id-missing',
    'a flow without id',
    'p',
    `${between(task('x'))}<bpmn:sequenceFlow sourceRef="s" targetRef="x"/>`,
  ),
  broken('id-illegal', 'an id with a space', 'a b', start + task('a b')),
  broken('reference-broken', 'a flow to nowhere', 's_nowhere', start + flows('s -> nowhere')),
  broken(
    'reference-broken',
    'an incoming that is gone',
    'x',
    between(element('task', 'x', '<bpmn:incoming>gone</bpmn:incoming>')),
  ),
  broken(
    'reference-broken',
    'a default flow that is gone',
    'x',
    between(element('exclusiveGateway', 'x', '', 'default="gone"')),
  ),
  broken(
    'reference-broken',
    'a message that is gone',
    'x',
    between(element('receiveTask', 'x', '', 'messageRef="gone"')),
  ),
  broken(
    'reference-broken',
    'an error that is gone',
    'b',
    boundary('<bpmn:errorEventDefinition errorRef="gone"/>'),
  ),
  broken(
    'reference-broken',
    'an activity that is gone',
    'b',
    boundary(timer(duration), 'attachedToRef="gone"'),
  ),
  broken(
    'reference-broken',
    'a lane with a node that is gone',
    'l',
    `<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>${start}`,
  ),
  broken(
    'reference-broken-unused',
    'a data type that is gone',
    'd',
    `${start}<bpmn:dataObject id="d" itemSubjectRef="gone"/>`,
  ),
  broken(
    'reference-wrong-type',
    'a task as message',
    'x',
    between(element('receiveTask', 'x', '', 'messageRef="s"')),
  ),
  broken(
    'diagram-reference-broken',
    'a shape without element',
    'shape',
    start,
    '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" id="dia"><di:BPMNPlane id="plane" bpmnElement="p"><di:BPMNShape id="shape" bpmnElement="gone"/></di:BPMNPlane></di:BPMNDiagram>',
  ),
];
