import { expect } from 'chai';
import {
  embeddedProfile,
  missingCapabilities,
  requiredCapabilities,
} from '../../../engine/model/capabilities.ts';
import { readProcesses } from '../../../engine/model/read-processes.ts';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';

const model = bpmn(
  [
    element('startEvent', 's'),
    serviceTask('a'),
    element(
      'boundaryEvent',
      'b',
      '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
      'attachedToRef="a" cancelActivity="false"',
    ),
    element('callActivity', 'c', zeebe('calledElement processId="q" bindingType="deployment"')),
    element('sendTask', 'd', '', 'messageRef="m"'),
    flows('s -> a -> c -> d', 'b -> d'),
  ].join('\n'),
  { rootElements: message('m', 'M') },
);

describe('capabilities', () => {
  it('are derived from the graph', async () => {
    const { processes } = await readProcesses(model);
    const needed = processes.flatMap(requiredCapabilities);
    expect(needed.map(({ capability, elementId }) => `${elementId} ${capability}`)).to.deep.equal([
      's startEvent.none',
      'a serviceTask',
      'a job',
      'b boundaryEvent.timer',
      'b boundaryEvent.nonInterrupting',
      'c callActivity',
      'c binding.deployment',
      'd sendTask',
      'd publishMessage',
    ]);
  });

  it('the embedded engine has them all', async () => {
    const { processes } = await readProcesses(model);
    const missing = processes.flatMap((graph) => missingCapabilities(graph, embeddedProfile));
    expect(missing).to.deep.equal([]);
  });

  it('an engine that lacks one is told with the place', async () => {
    const { processes } = await readProcesses(model);
    const profile = new Set([...embeddedProfile].filter((name) => name !== 'publishMessage'));
    const missing = processes.flatMap((graph) => missingCapabilities(graph, profile, 'f.bpmn'));
    expect(missing).to.have.length(1);
    expect(missing[0]).to.include({
      code: 'capability-missing',
      severity: 'error',
      file: 'f.bpmn',
      elementId: 'd',
      line: 10,
    });
  });
});
