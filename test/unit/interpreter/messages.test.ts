import { expect } from 'chai';
import { bpmn, definitions, flows, message, serviceTask } from '../../support/bpmn.ts';
import { end, onMessage, process, start, wait } from '../../support/engine-model.ts';
import { completed, countOf, problems, run, waiting } from '../../support/engine-run.ts';

const catches = `${start()}${serviceTask('a')}${wait('c', onMessage('m'))}${end()}${flows('s -> a -> c -> e')}`;
const model = bpmn(catches, { rootElements: message('m', 'answer', '= key') });
const variables = { key: 'k' };
const answer = { message: 'answer', correlationKey: 'k' };

describe('messages', () => {
  it('given a message before its subscription, then it is kept until it expires', async () => {
    const kept = { ...answer, timeToLive: 'PT10M' };
    const steps = (after: string) => [kept, { advance: after }, { complete: 'a' }];
    const soon = await run(model, { variables, steps: steps('PT9M59S') });
    expect(soon.result.state).to.equal('completed');
    const late = await run(model, { variables, steps: steps('PT10M') });
    expect(waiting(late)).to.deep.equal(['message c']);
  });

  it('given PT0S, then it is not kept, but reaches who waits now', async () => {
    const brief = { ...answer, timeToLive: 'PT0S' };
    const early = await run(model, { variables, steps: [brief, { complete: 'a' }] });
    expect(problems(early)).to.deep.equal(['step-skipped']);
    expect(waiting(early)).to.deep.equal(['message c']);
    const ran = await run(model, { variables, steps: [{ complete: 'a' }, brief] });
    expect(ran.result.state).to.equal('completed');
  });

  it('given another name or key, then it is not taken', async () => {
    const steps = [
      { complete: 'a' },
      { message: 'answer', correlationKey: 'other' },
      { message: 'other', correlationKey: 'k' },
    ];
    expect(waiting(await run(model, { variables, steps }))).to.deep.equal(['message c']);
  });

  it('given an empty text as key, then it is a key like any other', async () => {
    const steps = [{ complete: 'a' }, { message: 'answer', correlationKey: '' }];
    const ran = await run(model, { variables: { key: '' }, steps });
    expect(ran.result.state).to.equal('completed');
  });

  const twice = bpmn(
    `${start()}${wait('c1', onMessage('m'))}${wait('c2', onMessage('m'))}${flows('s -> c1 -> c2')}`,
    { rootElements: message('m', 'answer', '= key') },
  );

  it('given one message and two waits in a row, then it is given once', async () => {
    expect(waiting(await run(twice, { variables, steps: [answer] }))).to.deep.equal(['message c2']);
  });

  it('given a message id that is alive, then the same again is nothing; expired, it is free', async () => {
    const marked = { ...answer, messageId: '1', timeToLive: 'PT1H' };
    const again = await run(twice, { variables, steps: [marked, marked] });
    expect(waiting(again)).to.deep.equal(['message c2']);
    expect(problems(again)).to.deep.equal(['step-skipped']);
    const later = await run(twice, { variables, steps: [marked, { advance: 'PT1H' }, marked] });
    expect(later.result.state).to.equal('completed');
  });

  const receiver = (id: string, catching: string) =>
    process(
      id,
      `${start(`${id}s`, onMessage('go'))}${wait(catching, onMessage('m'))}
      ${flows(`${id}s -> ${catching}`)}`,
    );
  const roots = `${message('m', 'answer', '= key')}${message('go', 'go')}`;
  const go = { message: 'go', variables };

  it('given several processes that wait, then each gets the message', async () => {
    const both = definitions(`${receiver('p', 'c')}${receiver('q', 'd')}${roots}`);
    const ran = await run(both, { steps: [go, answer] });
    expect(completed(ran)).to.include.members(['c', 'd']);
  });

  it('given two instances of a process that wait, then the oldest subscription gets it', async () => {
    const ran = await run(definitions(`${receiver('p', 'c')}${roots}`), {
      steps: [go, go, answer],
    });
    expect(countOf(ran, 'completed', 'c')).to.equal(1);
    const done = ran.history.find(
      ({ event, elementId }) => event === 'completed' && elementId === 'c',
    );
    expect(done?.elementInstance).to.match(/^1\./);
    const second = await run(definitions(`${receiver('p', 'c')}${roots}`), {
      steps: [go, go, answer, answer],
    });
    expect(second.result.state).to.equal('completed');
  });
});
