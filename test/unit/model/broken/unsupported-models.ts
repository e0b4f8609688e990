import { element, flows, message, zeebe } from '../../../support/bpmn.ts';
import {
  start,
  task,
  broken,
  between,
  timer,
  duration,
  eventGateway,
  catchTimer,
  worker,
  service,
  user,
  call,
} from './parts.ts';
import type { BrokenModel } from './parts.ts';

const unsupported = (what: string, id: string, content: string, rootElements = ''): BrokenModel =>
  broken('element-not-supported', what, id, content, rootElements);
const caught = (definition: string): string =>
  between(element('intermediateCatchEvent', 'x', definition));

/** What a later part of the engine adds: refused by name until then. */
export const unsupportedModels: readonly BrokenModel[] = [
  unsupported('a complex gateway', 'x', between(element('complexGateway', 'x'))),
  unsupported('a transaction', 'x', between(element('transaction', 'x'))),
  unsupported('an ad-hoc sub-process', 'x', between(element('adHocSubProcess', 'x'))),
  unsupported('a timer start', 's2', start + element('startEvent', 's2', timer(duration))),
  unsupported('a signal', 'x', caught('<bpmn:signalEventDefinition/>')),
  unsupported(
    'a signal start',
    's2',
    start + element('startEvent', 's2', '<bpmn:signalEventDefinition/>'),
  ),
  unsupported(
    'a condition',
    'x',
    caught(
      '<bpmn:conditionalEventDefinition><bpmn:condition>= a</bpmn:condition></bpmn:conditionalEventDefinition>',
    ),
  ),
  unsupported(
    'a cancel end',
    'e',
    start + element('endEvent', 'e', '<bpmn:cancelEventDefinition/>') + flows('s -> e'),
  ),
  unsupported(
    'a compensation',
    'x',
    between(element('intermediateThrowEvent', 'x', '<bpmn:compensateEventDefinition/>')),
  ),
  unsupported(
    'a compensation boundary event',
    'b',
    between(
      task('x') +
        element('boundaryEvent', 'b', '<bpmn:compensateEventDefinition/>', 'attachedToRef="x"'),
    ),
  ),
  unsupported(
    'a compensation handler',
    'y',
    between(task('x')) + element('task', 'y', '', 'isForCompensation="true"'),
  ),
  unsupported(
    'a shared event definition',
    'x',
    caught('<bpmn:eventDefinitionRef>shared</bpmn:eventDefinitionRef>'),
    element('timerEventDefinition', 'shared', duration),
  ),
  unsupported('a quantity', 'x', between(element('task', 'x', '', 'startQuantity="2"'))),
  unsupported(
    'an instantiating receive task',
    'x',
    between(element('receiveTask', 'x', '', 'instantiate="true" messageRef="m"')),
    message('m', 'm', '= k'),
  ),
  unsupported(
    'an instantiating gateway',
    'g',
    eventGateway(catchTimer('a') + catchTimer('b'), ['g -> a', 'g -> b'], 'instantiate="true"'),
  ),
  unsupported(
    'a parallel event gateway',
    'g',
    eventGateway(
      catchTimer('a') + catchTimer('b'),
      ['g -> a', 'g -> b'],
      'eventGatewayType="Parallel"',
    ),
  ),
  unsupported(
    'a computed error code',
    'e',
    start +
      element('endEvent', 'e', '<bpmn:errorEventDefinition errorRef="err"/>') +
      flows('s -> e'),
    element('error', 'err', '', 'errorCode="= code"'),
  ),
  unsupported(
    'a computed escalation code',
    'e',
    start +
      element('endEvent', 'e', '<bpmn:escalationEventDefinition escalationRef="esc"/>') +
      flows('s -> e'),
    element('escalation', 'esc', '', 'escalationCode="= code"'),
  ),
  unsupported(
    'a loop of an event sub-process',
    'x',
    between(task('y'), 'y') +
      element(
        'subProcess',
        'x',
        element('startEvent', 'a', timer(duration)) +
          '<bpmn:standardLoopCharacteristics loopMaximum="2"/>',
        'triggeredByEvent="true"',
      ),
  ),
  unsupported(
    'an event for each round',
    'x',
    between(
      element(
        'task',
        'x',
        `<bpmn:multiInstanceLoopCharacteristics behavior="One">
           <bpmn:loopCardinality>2</bpmn:loopCardinality>
         </bpmn:multiInstanceLoopCharacteristics>`,
      ),
    ),
  ),
  unsupported(
    'rounds over a data object',
    'x',
    between(
      element(
        'task',
        'x',
        `<bpmn:multiInstanceLoopCharacteristics>
           <bpmn:loopCardinality>2</bpmn:loopCardinality>
           <bpmn:inputDataItem id="item"/>
         </bpmn:multiInstanceLoopCharacteristics>`,
      ),
    ),
  ),
  unsupported(
    'another expression language',
    'g_a',
    `${start}${element('exclusiveGateway', 'g')}${task('a')}${flows('s -> g')}<bpmn:sequenceFlow id="g_a" sourceRef="g" targetRef="a"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression" language="groovy">= a</bpmn:conditionExpression></bpmn:sequenceFlow>`,
  ),
  unsupported('a business id', 'x', call('calledElement processId="q" businessId="b"')),
  unsupported(
    'an execution listener',
    'x',
    service(
      worker,
      '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="l"/></zeebe:executionListeners>',
    ),
  ),
  unsupported(
    'a task listener',
    'x',
    user(
      '<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="l"/></zeebe:taskListeners>',
    ),
  ),
  unsupported('a job priority', 'x', service(worker, 'jobPriorityDefinition priority="1"')),
  unsupported(
    'a correlation subscription',
    'cs',
    `${start}<bpmn:correlationSubscription id="cs"/>`,
  ),
  unsupported('a flow element of no kind', 'x', between('<bpmn:activity id="x"/>')),
  unsupported('a choreography', 'ch', start, element('choreography', 'ch')),
  unsupported(
    'a choreography task',
    'ct',
    `${start}<bpmn:choreographyTask id="ct" initiatingParticipantRef="pp"/>`,
    '<bpmn:collaboration id="co"><bpmn:participant id="pp"/></bpmn:collaboration>',
  ),
  unsupported('a global choreography task', 'gc', start, '<bpmn:globalChoreographyTask id="gc"/>'),
  unsupported('a global task', 'gt', start, '<bpmn:globalUserTask id="gt"/>'),
  unsupported(
    'a conversation',
    'cv',
    start,
    '<bpmn:collaboration id="co"><bpmn:conversation id="cv"/></bpmn:collaboration>',
  ),
  unsupported(
    'an input and output specification',
    'x',
    between(
      element(
        'task',
        'x',
        '<bpmn:ioSpecification id="io"><bpmn:dataInput id="di"/><bpmn:inputSet><bpmn:dataInputRefs>di</bpmn:dataInputRefs></bpmn:inputSet><bpmn:outputSet/></bpmn:ioSpecification>',
      ),
    ),
  ),
  unsupported(
    'an input and output specification of the process',
    'p',
    `<bpmn:ioSpecification><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>${start}`,
  ),
  unsupported(
    'data of an event',
    'x',
    catchTimer('x')
      .replace('</bpmn:intermediate', '<bpmn:dataOutput id="do"/></bpmn:intermediate')
      .replace(/^.*$/s, (content) => between(content)),
  ),
  unsupported(
    'a property',
    'x',
    between(element('task', 'x', '<bpmn:property id="pr" name="amount"/>')),
  ),
  unsupported(
    'a data association with an assignment',
    'x',
    between(
      element(
        'task',
        'x',
        '<bpmn:dataInputAssociation><bpmn:targetRef>d</bpmn:targetRef><bpmn:assignment><bpmn:from>a</bpmn:from><bpmn:to>b</bpmn:to></bpmn:assignment></bpmn:dataInputAssociation>',
      ),
    ) + '<bpmn:dataObject id="d"/>',
  ),
  unsupported(
    'a potential owner',
    'x',
    between(
      element(
        'userTask',
        'x',
        `${zeebe('userTask')}<bpmn:potentialOwner><bpmn:resourceAssignmentExpression><bpmn:formalExpression>clerk</bpmn:formalExpression></bpmn:resourceAssignmentExpression></bpmn:potentialOwner>`,
      ),
    ),
  ),
  unsupported(
    'a script of BPMN',
    'x',
    between(
      element(
        'scriptTask',
        'x',
        `${zeebe('script expression="= 1" resultVariable="r"')}<bpmn:script>run()</bpmn:script>`,
        'scriptFormat="javascript"',
      ),
    ),
  ),
  unsupported(
    'another called process',
    'x',
    call('calledElement processId="q"').replace('id="x"', 'id="x" calledElement="other"'),
  ),
  unsupported(
    'an extension that must be understood',
    'definitions',
    start,
    '<bpmn:extension mustUnderstand="true"/>',
  ),
  ...(
    [
      ['camunda', 'http://camunda.org/schema/1.0/bpmn'],
      ['operaton', 'http://operaton.org/schema/1.0/bpmn'],
      ['activiti', 'http://activiti.org/bpmn'],
      ['flowable', 'http://flowable.org/bpmn'],
      ['drools', 'http://www.jboss.org/drools'],
    ] as const
  ).flatMap(([engine, namespace]) => [
    unsupported(
      `an input of ${engine}`,
      'x',
      service(
        worker,
        `<o:inputOutput xmlns:o="${namespace}"><o:inputParameter name="a">1</o:inputParameter></o:inputOutput>`,
      ),
    ),
    broken(
      'attribute-not-supported',
      `an attribute of ${engine}`,
      'x',
      between(element('task', 'x', '', `xmlns:o="${namespace}" o:asyncBefore="true"`)),
    ),
  ]),
  unsupported('a global event definition of no kind', 'x', caught('<bpmn:eventDefinition/>')),
];
