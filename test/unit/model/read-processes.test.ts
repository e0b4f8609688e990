import { expect } from 'chai';
import type { FlowNode, ProcessGraph } from '../../../engine/model/graph.ts';
import { readProcesses } from '../../../engine/model/read-processes.ts';
import {
  bpmn,
  definitions,
  element,
  flow,
  flows,
  message,
  serviceTask,
  zeebe,
} from '../../support/bpmn.ts';

const start = element('startEvent', 's');
const end = element('endEvent', 'e');
const timerOf = (value: string): string =>
  `<bpmn:timerEventDefinition>${value}</bpmn:timerEventDefinition>`;

async function graphOf(xml: string): Promise<ProcessGraph> {
  const { processes, problems } = await readProcesses(xml);
  expect(problems).to.deep.equal([]);
  expect(processes).to.have.length(1);
  return processes[0] as ProcessGraph;
}

/** The node `x` of a model without any problem: start → x → end. */
async function nodeX(content: string, rootElements = ''): Promise<FlowNode> {
  const xml = bpmn([start, content, end, flows('s -> x -> e')].join('\n'), { rootElements });
  const node = (await graphOf(xml)).nodes.get('x');
  expect(node).to.include({ id: 'x', parentId: 'p' });
  expect(node?.incoming).to.deep.equal(['s_x']);
  expect(node?.outgoing).to.deep.equal(['x_e']);
  return node as FlowNode;
}

const text = (value: string): object => ({ kind: 'text', text: value });
const feel = (source: string): object => ({ kind: 'feel', source });
/** Without the lines, which have tests of their own. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key === 'line' ? undefined : part)));

describe('reading BPMN processes', () => {
  describe('tasks', () => {
    for (const type of ['task', 'manualTask']) {
      it(type, async () => {
        expect(await nodeX(element(type, 'x', '', 'name="N"'))).to.include({ type, name: 'N' });
      });
    }

    it('service task with retries, headers, mappings and properties', async () => {
      const headers =
        '<zeebe:taskHeaders><zeebe:header key="__proto__" value="1"/></zeebe:taskHeaders>';
      const mappings =
        '<zeebe:ioMapping><zeebe:input source="= a + 1" target="b.c"/><zeebe:output source="plain" target="d"/></zeebe:ioMapping>';
      const properties =
        '<zeebe:properties><zeebe:property name="status" value="Wird geprüft"/></zeebe:properties>';
      const extensions = zeebe(
        'taskDefinition type="= t" retries="5"',
        headers,
        mappings,
        properties,
      );
      const node = await nodeX(element('serviceTask', 'x', extensions));
      expect(plain(node.job)).to.deep.include({ jobType: feel('t'), retries: text('5') });
      expect(Object.entries(node.job?.headers ?? {})).to.deep.equal([['__proto__', '1']]);
      expect(plain(node.inputs)).to.deep.equal([{ source: feel('a + 1'), target: 'b.c' }]);
      expect(plain(node.outputs)).to.deep.equal([{ source: text('plain'), target: 'd' }]);
      expect({ ...node.properties }).to.deep.equal({ status: 'Wird geprüft' });
    });

    it('a job has three retries unless said otherwise', async () => {
      expect(plain((await nodeX(serviceTask('x'))).job?.retries)).to.deep.equal(text('3'));
    });

    it('user task', async () => {
      const extensions = zeebe(
        'userTask',
        'assignmentDefinition assignee="= a" candidateGroups="x, y" candidateUsers="= [u]"',
        'taskSchedule dueDate="= d" followUpDate="2026-01-01T00:00:00Z"',
        'priorityDefinition priority="70"',
        'formDefinition externalReference="forms/f"',
      );
      expect(plain((await nodeX(element('userTask', 'x', extensions))).userTask)).to.deep.equal({
        assignee: feel('a'),
        candidateGroups: text('x, y'),
        candidateUsers: feel('[u]'),
        dueDate: feel('d'),
        followUpDate: text('2026-01-01T00:00:00Z'),
        priority: text('70'),
        formReference: text('forms/f'),
      });
    });

    it('send task by worker, or publishing its message', async () => {
      const byWorker = element('sendTask', 'x', zeebe('taskDefinition type="w"'));
      expect(await nodeX(byWorker)).to.have.property('job');
      const node = await nodeX(
        element('sendTask', 'x', '', 'messageRef="m"'),
        message('m', 'M', '= k'),
      );
      expect(node).to.not.have.property('job');
      const event = { kind: 'message', name: text('M'), correlationKey: feel('k') };
      expect(plain(node.event)).to.deep.equal(event);
    });

    it('receive task', async () => {
      const content = element('receiveTask', 'x', '', 'messageRef="m"');
      const node = await nodeX(content, message('m', '= n', '= k'));
      const event = { kind: 'message', name: feel('n'), correlationKey: feel('k') };
      expect(plain(node.event)).to.deep.equal(event);
    });

    it('script task in FEEL, or by worker', async () => {
      const script = element(
        'scriptTask',
        'x',
        zeebe('script expression="= 1 + 1" resultVariable="r"'),
      );
      const expected = { expression: feel('1 + 1'), resultVariable: 'r' };
      expect(plain((await nodeX(script)).script)).to.deep.equal(expected);
      const byWorker = element('scriptTask', 'x', zeebe('taskDefinition type="w"'));
      expect(await nodeX(byWorker)).to.have.property('job');
    });

    it('business rule task with decision, or by worker', async () => {
      const called = zeebe(
        'calledDecision decisionId="d" resultVariable="r" bindingType="deployment"',
      );
      const expected = { decisionId: text('d'), resultVariable: 'r' };
      expect(plain((await nodeX(element('businessRuleTask', 'x', called))).decision)).to.deep.equal(
        expected,
      );
      const byWorker = element('businessRuleTask', 'x', zeebe('taskDefinition type="w"'));
      expect(await nodeX(byWorker)).to.have.property('job');
    });

    it('call activity', async () => {
      const called = zeebe(
        'calledElement processId="q" bindingType="versionTag" versionTag="1" propagateAllChildVariables="false"',
      );
      expect(
        plain((await nodeX(element('callActivity', 'x', called))).calledElement),
      ).to.deep.equal({
        processId: text('q'),
        propagateAllChildVariables: false,
        propagateAllParentVariables: true,
        bindingType: 'versionTag',
        versionTag: '1',
      });
    });

    it('called without a word about it, all variables go in and come back', async () => {
      const node = await nodeX(
        element('callActivity', 'x', zeebe('calledElement processId="= q"')),
      );
      expect(plain(node.calledElement)).to.deep.equal({
        processId: feel('q'),
        propagateAllChildVariables: true,
        propagateAllParentVariables: true,
        bindingType: 'latest',
      });
    });
  });

  describe('events', () => {
    const timers = [
      ['timeDate', 'date', '2026-03-01T09:00:00+01:00'],
      ['timeDuration', 'duration', 'P1DT2H'],
      ['timeDuration', 'duration', '= wait'],
    ] as const;
    for (const [tag, type, value] of timers) {
      it(`timer catch: ${type} ${value}`, async () => {
        const definition = timerOf(`<bpmn:${tag}>\n ${value} </bpmn:${tag}>`);
        const node = await nodeX(element('intermediateCatchEvent', 'x', definition));
        const expected = value.startsWith('=') ? feel('wait') : text(value);
        expect(plain(node.event)).to.deep.equal({
          kind: 'timer',
          timer: { type, value: expected },
        });
      });
    }

    const byMessage = '<bpmn:messageEventDefinition messageRef="m"/>';

    it('message catch', async () => {
      const node = await nodeX(
        element('intermediateCatchEvent', 'x', byMessage),
        message('m', 'M', '= k'),
      );
      const event = { kind: 'message', name: text('M'), correlationKey: feel('k') };
      expect(plain(node.event)).to.deep.equal(event);
    });

    it('message throw by the engine needs no key, by a worker not even a message', async () => {
      const own = await nodeX(element('intermediateThrowEvent', 'x', byMessage), message('m', 'M'));
      expect(plain(own.event)).to.deep.equal({ kind: 'message', name: text('M') });
      const extensions = zeebe('taskDefinition type="w"');
      const content = element(
        'intermediateThrowEvent',
        'x',
        `${extensions}<bpmn:messageEventDefinition/>`,
      );
      const byWorker = await nodeX(content);
      expect(byWorker.event?.kind).to.equal('message');
      expect(plain(byWorker.job?.jobType)).to.deep.equal(text('w'));
    });

    it('none throw', async () => {
      const node = await nodeX(element('intermediateThrowEvent', 'x'));
      expect(node.event).to.deep.equal({ kind: 'none' });
    });

    it('message starts beside a none start', async () => {
      const content = `${start}${element('startEvent', 's2', byMessage)}${flows('s -> e', 's2 -> e')}${end}`;
      const graph = await graphOf(bpmn(content, { rootElements: message('m', 'M') }));
      expect(graph.root.startEventIds).to.deep.equal(['s', 's2']);
      expect(plain(graph.nodes.get('s2')?.event)).to.deep.equal({
        kind: 'message',
        name: text('M'),
      });
    });

    const ends: readonly (readonly [string, string, object])[] = [
      ['none', '', { kind: 'none' }],
      ['terminate', '<bpmn:terminateEventDefinition/>', { kind: 'terminate' }],
      ['error', '<bpmn:errorEventDefinition errorRef="err"/>', { kind: 'error', errorCode: 'E1' }],
      ['message', byMessage, { kind: 'message', name: text('M') }],
    ];
    for (const [kind, definition, event] of ends) {
      it(`${kind} end`, async () => {
        const rootElements = message('m', 'M') + element('error', 'err', '', 'errorCode="E1"');
        const content = `${start}${element('endEvent', 'e', definition)}${flows('s -> e')}`;
        const graph = await graphOf(bpmn(content, { rootElements }));
        expect(plain(graph.nodes.get('e')?.event)).to.deep.equal(event);
      });
    }

    it('boundary events, in the order of the file', async () => {
      const boundaries = [
        element(
          'boundaryEvent',
          'b1',
          timerOf('<bpmn:timeCycle>R3/PT1H</bpmn:timeCycle>'),
          'attachedToRef="x" cancelActivity="false"',
        ),
        element('boundaryEvent', 'b2', byMessage, 'attachedToRef="x"'),
        element(
          'boundaryEvent',
          'b3',
          '<bpmn:errorEventDefinition errorRef="err"/>',
          'attachedToRef="x"',
        ),
        element('boundaryEvent', 'b4', '<bpmn:errorEventDefinition/>', 'attachedToRef="x"'),
      ].join('\n');
      const content = `${start}${boundaries}${serviceTask('x')}${end}${flows('s -> x -> e', 'b1 -> e', 'b2 -> e', 'b3 -> e', 'b4 -> e')}`;
      const rootElements = message('m', 'M', '= k') + element('error', 'err', '', 'errorCode="E1"');
      const graph = await graphOf(bpmn(content, { rootElements }));
      expect(graph.nodes.get('x')?.boundaryEventIds).to.deep.equal(['b1', 'b2', 'b3', 'b4']);
      expect(graph.nodes.get('b1')).to.include({ interrupting: false, attachedToId: 'x' });
      expect(graph.nodes.get('b2')).to.include({ interrupting: true });
      expect(graph.nodes.get('b3')?.event).to.deep.equal({ kind: 'error', errorCode: 'E1' });
      expect(graph.nodes.get('b4')?.event).to.deep.equal({ kind: 'error' });
    });
  });

  describe('gateways, flows and scopes', () => {
    it('exclusive gateway with conditions and default, in the order of the file', async () => {
      const gateway = element(
        'exclusiveGateway',
        'g',
        '',
        'default="g_b" gatewayDirection="Diverging"',
      );
      const content = [
        start,
        gateway,
        element('task', 'a'),
        element('task', 'b'),
        flow('g', 'b'),
        flow('g', 'a', '= x > 1 and y < 2'),
        flows('s -> g'),
      ].join('\n');
      const graph = await graphOf(bpmn(content));
      expect(graph.nodes.get('g')).to.deep.include({
        defaultFlowId: 'g_b',
        outgoing: ['g_b', 'g_a'],
      });
      expect(plain(graph.flows.get('g_a'))).to.deep.equal({
        id: 'g_a',
        sourceId: 'g',
        targetId: 'a',
        condition: feel('x > 1 and y < 2'),
      });
    });

    it('exclusive gateway with one flow needs no condition', async () => {
      expect(await nodeX(element('exclusiveGateway', 'x'))).to.include({
        type: 'exclusiveGateway',
      });
    });

    it('parallel fork and join', async () => {
      const content = [
        start,
        element('parallelGateway', 'f'),
        element('parallelGateway', 'j'),
        element('task', 'a'),
        element('task', 'b'),
        end,
        flows('s -> f -> a -> j -> e', 'f -> b -> j'),
      ].join('\n');
      expect((await graphOf(bpmn(content))).nodes.get('j')?.incoming).to.deep.equal(['a_j', 'b_j']);
    });

    it('event-based gateway before message, timer and receive task', async () => {
      const catches = [
        element(
          'intermediateCatchEvent',
          't',
          timerOf('<bpmn:timeDuration>PT1H</bpmn:timeDuration>'),
        ),
        element('receiveTask', 'r', '', 'messageRef="m"'),
      ].join('');
      const content = `${start}${element('eventBasedGateway', 'g')}${catches}${flows('s -> g -> t', 'g -> r')}`;
      const graph = await graphOf(bpmn(content, { rootElements: message('m', 'M', '= k') }));
      expect(graph.nodes.get('g')?.outgoing).to.deep.equal(['g_t', 'g_r']);
    });

    it('nested sub-processes', async () => {
      const inner = element(
        'subProcess',
        'y',
        `${element('startEvent', 'ys')}${element('endEvent', 'ye')}${flows('ys -> ye')}`,
      );
      const outer = element(
        'subProcess',
        'x',
        `${element('startEvent', 'xs')}${inner}${flows('xs -> y')}`,
      );
      const graph = await graphOf(bpmn(`${start}${outer}${end}${flows('s -> x -> e')}`));
      expect(graph.root.childIds).to.deep.equal(['s', 'x', 'e']);
      expect(graph.nodes.get('x')).to.deep.include({
        childIds: ['xs', 'y'],
        startEventIds: ['xs'],
      });
      expect(graph.nodes.get('ye')).to.include({ parentId: 'y' });
      expect([...graph.nodes.keys()]).to.have.members(['p', 's', 'x', 'e', 'xs', 'y', 'ys', 'ye']);
    });

    it('is frozen at every depth', async () => {
      const graph = await graphOf(bpmn(`${start}${serviceTask('x')}${flows('s -> x')}`));
      const node = graph.nodes.get('x');
      for (const part of [graph, node, node?.incoming, node?.job, node?.job?.headers]) {
        expect(Object.isFrozen(part)).to.equal(true);
      }
      expect(graph.root).to.equal(graph.nodes.get('p'));
    });
  });

  describe('files', () => {
    it('every executable process of several pools, with name and version tag', async () => {
      const pools =
        '<bpmn:collaboration id="c"><bpmn:participant id="a" processRef="p"/><bpmn:participant id="b" processRef="q"/><bpmn:messageFlow id="mf" sourceRef="a" targetRef="b"/></bpmn:collaboration>';
      const second = element(
        'process',
        'q',
        `${zeebe('versionTag value="1.2"')}${element('startEvent', 'qs')}${element('task', 'qt')}${flows('qs -> qt')}`,
        'isExecutable="true" name="Q"',
      );
      const { processes, problems } = await readProcesses(
        bpmn(start + end + flows('s -> e'), { rootElements: pools + second }),
      );
      expect(problems).to.deep.equal([]);
      expect(processes.map(({ processId }) => processId)).to.deep.equal(['p', 'q']);
      expect(processes[1]).to.include({ name: 'Q', versionTag: '1.2' });
    });

    it('carries what is only drawn or described', async () => {
      const content = `<bpmn:documentation>Text with <b>markup</b></bpmn:documentation>
        <bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>s</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
        ${start}<bpmn:dataObjectReference id="dr" dataObjectRef="d"/><bpmn:dataObject id="d"/>
        <bpmn:dataStoreReference id="ds" name="register"/>
        <bpmn:textAnnotation id="ta"><bpmn:text>note</bpmn:text></bpmn:textAnnotation>
        <bpmn:association id="as" sourceRef="s" targetRef="ta"/><bpmn:group id="gr"/>
        ${element('task', 'x', '<bpmn:extensionElements><f:a xmlns:f="urn:f" id="s"><f:b/></f:a></bpmn:extensionElements><bpmn:property id="pr"/><bpmn:dataInputAssociation id="di"><bpmn:sourceRef>dr</bpmn:sourceRef><bpmn:targetRef>pr</bpmn:targetRef></bpmn:dataInputAssociation>', 'xmlns:c="urn:c" c:asyncBefore="true"')}
        ${flows('s -> x')}`;
      const graph = await graphOf(bpmn(content));
      expect([...graph.nodes.keys()]).to.deep.equal(['p', 's', 'x']);
    });

    it('carries descriptions of other tools, and what a skipped process would do', async () => {
      const camunda = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"';
      const described = `<bpmn:extensionElements><camunda:properties ${camunda}><camunda:property name="a" value="b"/></camunda:properties></bpmn:extensionElements>`;
      const colours =
        'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" bioc:stroke="#000" xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Cloud"';
      const skipped = element(
        'process',
        'q',
        element('task', 'qt', '', `${camunda} camunda:class="X"`),
      );
      const drawn =
        '<bpmn:property id="pr" name="__targetRef_placeholder"/><bpmn:dataInputAssociation id="di"><bpmn:sourceRef>dr</bpmn:sourceRef><bpmn:targetRef>pr</bpmn:targetRef></bpmn:dataInputAssociation>';
      const content = `${start}<bpmn:dataObjectReference id="dr" dataObjectRef="d"/><bpmn:dataObject id="d"/>
        ${element('task', 'x', described + drawn, colours)}${flows('s -> x')}`;
      const { problems } = await readProcesses(bpmn(content, { rootElements: skipped }));
      expect(problems.map(({ code }) => code)).to.deep.equal(['process-not-executable']);
    });

    it('reads any prefix, also none', async () => {
      const xml = bpmn(`${start}${serviceTask('x')}${flows('s -> x')}`)
        .replaceAll('bpmn:', '')
        .replace('xmlns:bpmn=', 'xmlns=')
        .replaceAll('zeebe', 'z');
      const graph = await graphOf(xml.replace('schema/z/1.0', 'schema/zeebe/1.0'));
      expect(plain(graph.nodes.get('x')?.job?.jobType)).to.deep.equal(text('x'));
    });

    it('gives lines of elements and expressions', async () => {
      const graph = await graphOf(
        bpmn(
          [
            start,
            element('exclusiveGateway', 'g'),
            element('task', 'a'),
            flow('g', 'a', '= x'),
            flows('s -> g'),
          ].join('\n'),
        ),
      );
      expect(graph.nodes.get('s')?.line).to.equal(6);
      expect(graph.nodes.get('g')?.line).to.equal(7);
      expect(graph.flows.get('g_a')?.condition?.line).to.equal(9);
    });

    it('names all problems at once, in the order of the file', async () => {
      const content = [
        start,
        element('serviceTask', 'a'),
        element('complexGateway', 'b'),
        flows('a -> gone'),
      ].join('\n');
      const { problems } = await readProcesses(bpmn(content), 'f.bpmn');
      const errors = problems.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code, line }) => [code, line])).to.deep.equal([
        ['job-type-missing', 7],
        ['element-not-supported', 8],
        ['reference-broken', 9],
      ]);
      expect(errors[1]).to.include({
        file: 'f.bpmn',
        elementId: 'b',
        message: 'Ein komplexes Gateway wird nicht unterstützt.',
        messageEn: 'A complex gateway is not supported.',
      });
    });

    it('names the event, activity or flow that an analyst sees, and the exact line', async () => {
      const definition = '\n<bpmn:signalEventDefinition id="sig"/>';
      const timer =
        '\n<bpmn:timerEventDefinition id="t"><bpmn:timeDate id="d">soon</bpmn:timeDate></bpmn:timerEventDefinition>';
      const content = [
        start,
        element('intermediateCatchEvent', 'a', definition),
        element('intermediateCatchEvent', 'b', timer),
        element('task', 'c', '\n<bpmn:multiInstanceLoopCharacteristics id="mi"/>'),
        flows('s -> a -> b -> c'),
      ].join('\n');
      const { problems } = await readProcesses(bpmn(content));
      expect(problems.map(({ code, elementId, line }) => [code, elementId, line])).to.deep.equal([
        ['element-not-supported', 'a', 7],
        ['timer-unreadable', 'b', 10],
        ['multi-instance-input', 'c', 12],
      ]);
    });

    it('stops listing after 200 problems', async () => {
      const tasks = Array.from({ length: 500 }, (_, index) => element('serviceTask', `t${index}`));
      const { problems } = await readProcesses(bpmn(start + tasks.join('')));
      expect(problems).to.have.length(201);
      expect(problems.at(-1)).to.include({ code: 'too-many-problems', severity: 'error' });
    });

    it('ids like __proto__ and constructor are ids like others', async () => {
      const content = `${start}${serviceTask('__proto__')}${serviceTask('constructor')}${end}${flows('s -> __proto__ -> constructor -> e')}`;
      const graph = await graphOf(bpmn(content, { processId: 'toString' }));
      expect(graph.nodes.get('__proto__')?.outgoing).to.deep.equal(['__proto___constructor']);
      expect(Object.prototype).to.not.have.property('outgoing');
    });

    it('a file without a process says so', async () => {
      const { processes, problems } = await readProcesses(definitions(''));
      expect(processes).to.deep.equal([]);
      expect(problems.map(({ code }) => code)).to.deep.equal(['no-executable-process']);
    });
  });
});
