import { expect } from 'chai';
import { bpmn, definitions, element, flows, message, serviceTask } from '../../support/bpmn.ts';
import { completed, countOf, firstIncident, run, told, waiting } from '../../support/engine-run.ts';

const messageEvent = (ref: string) => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;

describe('start events', () => {
  it('given a none start, then the process runs from it to its end, told in order', async () => {
    const ran = await run(
      bpmn(`${element('startEvent', 's')}${element('endEvent', 'e')}${flows('s -> e')}`),
    );
    expect(told(ran)).to.deep.equal([
      'activated p',
      'activated s',
      'completed s',
      'flow s_e',
      'activated e',
      'completed e',
      'completed p',
    ]);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a start without outgoing flow, then the process ends behind it', async () => {
    const ran = await run(bpmn(element('startEvent', 's')));
    expect(completed(ran)).to.deep.equal(['s', 'p']);
  });

  const byMessage = bpmn(
    `${element('startEvent', 's', messageEvent('m'))}${serviceTask('t')}${flows('s -> t')}`,
    { rootElements: message('m', 'order') },
  );

  it('given only a message start, then nothing starts by itself', async () => {
    const ran = await run(byMessage);
    expect(ran.history).to.deep.equal([]);
    expect(ran.result.waiting).to.deep.equal([{ elementId: 's', for: 'message', name: 'order' }]);
  });

  it('given a message start, when the message comes, then its variables are those of the process', async () => {
    const steps = [{ message: 'order', correlationKey: '1', variables: { amount: 5 } }];
    const ran = await run(byMessage, { steps });
    expect(waiting(ran)).to.deep.equal(['job t']);
    expect(ran.result.variables).to.deep.equal({ amount: 5 });
  });

  it('given a correlation key, then one instance of it runs and the next message waits for its end', async () => {
    const order = { message: 'order', correlationKey: 'k' };
    const one = await run(byMessage, { steps: [order, order] });
    expect(countOf(one, 'activated', 's')).to.equal(1);
    const two = await run(byMessage, { steps: [order, order, { complete: 't' }] });
    expect(countOf(two, 'activated', 's')).to.equal(2);
    const other = await run(byMessage, { steps: [order, { ...order, correlationKey: 'l' }] });
    expect(countOf(other, 'activated', 's')).to.equal(2);
  });

  it('given no correlation key, then every message starts an instance', async () => {
    const order = { message: 'order' };
    const ran = await run(byMessage, { steps: [order, order, order] });
    expect(countOf(ran, 'activated', 's')).to.equal(3);
  });

  it('given a none and a message start, then each start runs its own path', async () => {
    const both = bpmn(
      `${element('startEvent', 's')}${element('startEvent', 'm1', messageEvent('m'))}
       ${element('task', 'a')}${element('task', 'b')}${flows('s -> a', 'm1 -> b')}`,
      { rootElements: message('m', 'order') },
    );
    expect(completed(await run(both))).to.deep.equal(['s', 'a', 'p']);
    const chosen = await run(both, { steps: [{ start: 'm1' }] });
    expect(completed(chosen)).to.deep.equal(['m1', 'b', 'p']);
  });
});

describe('end events', () => {
  it('given several ends, then the process ends with the last token', async () => {
    const ran = await run(
      bpmn(
        `${element('startEvent', 's')}${element('parallelGateway', 'f')}${element('endEvent', 'e1')}
         ${serviceTask('t')}${element('endEvent', 'e2')}${flows('s -> f -> e1', 'f -> t -> e2')}`,
      ),
      { steps: [{ complete: 't' }] },
    );
    expect(completed(ran)).to.deep.equal(['s', 'f', 'e1', 't', 'e2', 'p']);
  });

  it('given a terminate end, then everything else in its scope ends and the instance is completed', async () => {
    const ran = await run(
      bpmn(
        `${element('startEvent', 's')}${element('parallelGateway', 'f')}${serviceTask('slow')}
         ${serviceTask('quick')}${element('endEvent', 'e', '<bpmn:terminateEventDefinition/>')}
         ${flows('s -> f -> slow', 'f -> quick -> e')}`,
      ),
      { steps: [{ complete: 'quick' }] },
    );
    expect(told(ran).slice(-4)).to.deep.equal([
      'activated e',
      'completed e',
      'terminated slow',
      'completed p',
    ]);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a terminate end, then tokens that wait at a join go too', async () => {
    const ran = await run(
      bpmn(
        `${element('startEvent', 's')}${element('parallelGateway', 'f')}${serviceTask('a')}
         ${serviceTask('b')}${element('parallelGateway', 'j')}
         ${element('endEvent', 'e', '<bpmn:terminateEventDefinition/>')}
         ${flows('s -> f -> a -> j', 'f -> b -> e', 'f -> c -> j -> d')}
         ${serviceTask('c')}${element('task', 'd')}`,
      ),
      { steps: [{ complete: 'a' }, { complete: 'b' }] },
    );
    expect(ran.result.state).to.equal('completed');
    expect(told(ran, 'terminated')).to.deep.equal(['terminated c']);
  });

  it('given an error end that nobody catches, then it is an incident, raised again on resolve', async () => {
    const model = bpmn(
      `${element('startEvent', 's')}
       ${element('endEvent', 'e', '<bpmn:errorEventDefinition errorRef="x"/>')}${flows('s -> e')}`,
      { rootElements: '<bpmn:error id="x" name="x" errorCode="E1"/>' },
    );
    const ran = await run(model);
    expect(ran.result.state).to.equal('incident');
    expect(firstIncident(ran).name).to.equal('error-uncaught');
    expect(firstIncident(ran).message).to.contain('E1');
    const again = await run(model, { steps: [{ resolve: 'e' }] });
    expect(countOf(again, 'incident', 'e')).to.equal(2);
    expect(countOf(again, 'activated', 'e')).to.equal(1);
  });

  it('given a message end, then the message is published with what is visible, and the end completes', async () => {
    const sender = `<bpmn:process id="sender" isExecutable="true">${element('startEvent', 's')}
      ${element('endEvent', 'e', messageEvent('m'))}${flows('s -> e')}</bpmn:process>`;
    const receiver = `<bpmn:process id="receiver" isExecutable="true">
      ${element('startEvent', 'r', messageEvent('m'))}${serviceTask('t')}${flows('r -> t')}</bpmn:process>`;
    const ran = await run(definitions(`${sender}${receiver}${message('m', 'hello')}`), {
      processId: 'sender',
      variables: { who: 'Ada' },
    });
    expect(told(ran, 'message')).to.deep.equal(['message e']);
    expect(waiting(ran)).to.deep.equal(['job t']);
    expect(ran.history.filter(({ process }) => process === 'receiver')).to.have.length(6);
    expect(ran.result.variables).to.deep.equal({ who: 'Ada' });
  });

  it('given a message end done by a worker, then it is a job and publishes nothing by itself', async () => {
    const ran = await run(
      bpmn(
        `${element('startEvent', 's')}${element(
          'endEvent',
          'e',
          `<bpmn:extensionElements><zeebe:taskDefinition type="tell"/></bpmn:extensionElements>${messageEvent('m')}`,
        )}${flows('s -> e')}`,
        { rootElements: message('m', 'hello') },
      ),
      { steps: [{ complete: 'tell' }] },
    );
    expect(told(ran, 'job', 'message')).to.deep.equal(['job e']);
    expect(ran.result.state).to.equal('completed');
  });
});
