import { expect } from 'chai';
import {
  bpmn,
  definitions,
  element,
  flows,
  message,
  serviceTask,
  zeebe,
} from '../../support/bpmn.ts';
import {
  end,
  mappings,
  onMessage,
  onTimer,
  process,
  start,
  wait,
} from '../../support/engine-model.ts';
import { completed, firstIncident, run, told, waiting } from '../../support/engine-run.ts';

describe('intermediate events', () => {
  it('given a timer catch, then it waits for its time', async () => {
    const model = bpmn(
      `${start()}${wait('t', onTimer('Duration', 'PT1H'))}${end()}${flows('s -> t -> e')}`,
    );
    expect(waiting(await run(model))).to.deep.equal(['timer t']);
    expect(waiting(await run(model, { steps: [{ advance: 'PT59M59S' }] }))).to.have.length(1);
    const ran = await run(model, { steps: [{ advance: 'PT1H' }] });
    expect(told(ran, 'timer', 'completed')).to.deep.equal([
      'completed s',
      'timer t',
      'completed t',
      'completed e',
      'completed p',
    ]);
  });

  it('given a message catch with an output mapping, then only what it maps goes out', async () => {
    const catching = element(
      'intermediateCatchEvent',
      't',
      `${zeebe(mappings({ out: { kept: '= said' } }))}${onMessage('m')}`,
    );
    const model = bpmn(`${start()}${catching}${flows('s -> t')}`, {
      rootElements: message('m', 'answer', '= key'),
    });
    const steps = [{ message: 'answer', correlationKey: 'k', variables: { said: 1, more: 2 } }];
    const ran = await run(model, { variables: { key: 'k' }, steps });
    expect(ran.result.variables).to.deep.equal({ key: 'k', kept: 1 });
  });

  it('given a message name by expression, then it is evaluated when it begins to wait', async () => {
    const model = bpmn(`${start()}${wait('t', onMessage('m'))}${flows('s -> t')}`, {
      rootElements: message('m', '= &#34;answer-&#34; + kind', '= key'),
    });
    const ran = await run(model, { variables: { kind: 'a', key: 1 } });
    expect(ran.result.waiting).to.deep.equal([
      { elementId: 't', for: 'message', name: 'answer-a' },
    ]);
  });

  it('given a correlation key that is null, then it is an incident', async () => {
    const model = bpmn(`${start()}${wait('t', onMessage('m'))}${flows('s -> t')}`, {
      rootElements: message('m', 'answer', '= key'),
    });
    expect(firstIncident(await run(model))).to.include({ name: 'expression-no-text' });
  });

  const catcher = process(
    'catcher',
    `${start('cs')}${wait('c', onMessage('m'))}${flows('cs -> c')}`,
  );

  it('given a message throw, then the engine publishes it to whoever waits', async () => {
    const thrower = process(
      'p',
      `${start()}${element('callActivity', 'both', zeebe('calledElement processId="catcher"'))}
       ${element('parallelGateway', 'f')}${serviceTask('w')}
       ${element('intermediateThrowEvent', 't', onMessage('m'))}
       ${flows('s -> f -> both', 'f -> w -> t')}`,
    );
    const model = definitions(`${thrower}${catcher}${message('m', 'hello', '= key')}`);
    const ran = await run(model, {
      processId: 'p',
      variables: { key: 'k' },
      steps: [{ complete: 'w' }],
    });
    expect(completed(ran)).to.include.members(['t', 'c', 'both', 'p']);
    expect(told(ran, 'message')).to.deep.equal(['message t', 'message c']);
  });

  it('given a thrown message that nobody waits for yet, then it is kept for an hour', async () => {
    const thrower = process(
      'p',
      `${start()}${element('intermediateThrowEvent', 't', onMessage('m'))}${serviceTask('w')}
       ${element('callActivity', 'c1', zeebe('calledElement processId="catcher"'))}
       ${flows('s -> t -> w -> c1')}`,
    );
    const model = definitions(`${thrower}${catcher}${message('m', 'hello', '= key')}`);
    const options = { processId: 'p', variables: { key: 'k' } };
    const soon = await run(model, {
      ...options,
      steps: [{ advance: 'PT59M' }, { complete: 'w' }],
    });
    expect(soon.result.state).to.equal('completed');
    const late = await run(model, { ...options, steps: [{ advance: 'PT1H' }, { complete: 'w' }] });
    expect(waiting(late)).to.deep.equal(['message c']);
  });

  it('given a message throw done by a worker, then it is a job and nothing is published', async () => {
    const content = `${zeebe('taskDefinition type="tell"')}${onMessage('m')}`;
    const model = bpmn(
      `${start()}${element('intermediateThrowEvent', 't', content)}${flows('s -> t')}`,
      { rootElements: message('m', 'hello') },
    );
    const ran = await run(model, { steps: [{ complete: 'tell' }] });
    expect(told(ran, 'job', 'message')).to.deep.equal(['job t']);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a none throw, then the token passes', async () => {
    const model = bpmn(
      `${start()}${element('intermediateThrowEvent', 't')}${end()}${flows('s -> t -> e')}`,
    );
    expect(completed(await run(model))).to.deep.equal(['s', 't', 'e', 'p']);
  });
});
