import { expect } from 'chai';
import { bpmn, element, flows, message } from '../../support/bpmn.ts';
import { end, onMessage, onTimer, start, wait } from '../../support/engine-model.ts';
import { completed, firstIncident, run, told, waiting } from '../../support/engine-run.ts';

const messages = `${message('m', 'answer', '= key')}${message('n', 'refusal', '= key')}`;

const model = bpmn(
  `${start()}${element('eventBasedGateway', 'g')}${wait('yes', onMessage('m'))}
   ${wait('no', onMessage('n'))}${wait('late', onTimer('Duration', 'P1D'))}
   ${end('e1')}${end('e2')}${end('e3')}
   ${flows('s -> g -> yes -> e1', 'g -> no -> e2', 'g -> late -> e3')}`,
  { rootElements: messages },
);
const variables = { key: 'k' };

describe('event-based gateway', () => {
  it('given a gateway, then it waits for all its targets and none has begun', async () => {
    const ran = await run(model, { variables });
    expect(waiting(ran)).to.deep.equal(['message yes', 'message no', 'timer late']);
    expect(told(ran, 'activated')).to.deep.equal(['activated p', 'activated s', 'activated g']);
  });

  it('given a message, then its event wins and the rest is no longer waited for', async () => {
    const refusal = { message: 'refusal', correlationKey: 'k', variables: { why: 'x' } };
    const ran = await run(model, { variables, steps: [refusal, { advance: 'P2D' }] });
    expect(told(ran).slice(4)).to.deep.equal([
      'activated g',
      'message no',
      'completed g',
      'flow g_no',
      'activated no',
      'completed no',
      'flow no_e2',
      'activated e2',
      'completed e2',
      'completed p',
    ]);
    expect(ran.result.variables).to.deep.equal({ key: 'k', why: 'x' });
  });

  it('given the time is over, then the timer wins and a late message finds nobody', async () => {
    const steps = [
      { advance: 'P1D' },
      { message: 'answer', correlationKey: 'k', timeToLive: 'PT0S' },
    ];
    const ran = await run(model, { variables, steps });
    expect(completed(ran)).to.deep.equal(['s', 'g', 'late', 'e3', 'p']);
    expect(ran.result.problems.map(({ code }) => code)).to.deep.equal(['step-skipped']);
  });

  it('given a kept message, then it wins at once', async () => {
    const steps = [{ message: 'answer', correlationKey: 'k' }, { start: 's' }];
    const ran = await run(model, { variables, steps });
    expect(completed(ran)).to.include('yes');
  });

  it('given a receive task behind the gateway, then it is done by its message', async () => {
    const withTask = bpmn(
      `${start()}${element('eventBasedGateway', 'g')}
       ${element('receiveTask', 'r', '', 'messageRef="m"')}${wait('late', onTimer('Duration', 'P1D'))}
       ${flows('s -> g -> r', 'g -> late')}`,
      { rootElements: messages },
    );
    const steps = [{ message: 'answer', correlationKey: 'k' }];
    expect(completed(await run(withTask, { variables, steps }))).to.deep.equal([
      's',
      'g',
      'r',
      'p',
    ]);
  });

  it('given one target that cannot be waited for, then the gateway is an incident and waits for none', async () => {
    const ran = await run(model);
    expect(firstIncident(ran).name).to.equal('expression-no-text');
    expect(waiting(ran)).to.deep.equal(['incident g']);
    const mended = await run(model, { steps: [{ set: variables }, { resolve: 'g' }] });
    expect(waiting(mended)).to.deep.equal(['message yes', 'message no', 'timer late']);
  });
});
