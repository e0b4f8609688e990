import { expect } from 'chai';
import { stepProblem } from '../../../engine/interpreter/index.ts';
import { bpmn, flows, serviceTask } from '../../support/bpmn.ts';
import { start } from '../../support/engine-model.ts';
import { problems, run } from '../../support/engine-run.ts';

describe('scenario steps', () => {
  it('given the steps that there are, then nothing is wrong with them', () => {
    const steps = [
      { complete: 't', variables: { a: 1 } },
      { fail: 't', error: 'E1', message: 'no', variables: {} },
      { message: 'm', correlationKey: 7, messageId: 'x', timeToLive: 'PT0S', variables: {} },
      { signal: 's' },
      { advance: 'P30D' },
      { set: { a: 1 }, scope: 'sub' },
      { resolve: 't', variables: {} },
      { cancel: true },
      { start: 's' },
    ];
    for (const step of steps) expect(stepProblem(step), JSON.stringify(step)).to.equal(undefined);
  });

  it('given anything else, then it says what is wrong', () => {
    const wrong: [unknown, string][] = [
      ['complete', 'object'],
      [null, 'object'],
      [[], 'object'],
      [{}, 'no action'],
      [{ jump: 't' }, 'no action'],
      [{ complete: 't', fail: 't' }, 'more than one'],
      [{ complete: 5 }, 'no text'],
      [{ complete: 't', variables: [] }, 'no object'],
      [{ resolve: 't', variables: 'x' }, 'no object'],
      [{ set: [] }, 'no object'],
      [{ cancel: 'yes' }, 'not true'],
      [{ advance: 'soon' }, 'no duration'],
      [{ message: 'm', timeToLive: 'x' }, 'no duration'],
      [{ message: 'm', correlationKey: {} }, 'no text'],
      [{ message: 'm', messageId: 5 }, 'no text'],
      [{ fail: 't', error: 5 }, 'no text'],
    ];
    for (const [step, text] of wrong) {
      expect(stepProblem(step), JSON.stringify(step)).to.contain(text);
    }
  });

  it('given time beyond every calendar, then the step is skipped', async () => {
    const model = bpmn(`${start()}${serviceTask('t')}${flows('s -> t')}`);
    const ran = await run(model, { steps: [{ advance: 'P999999999Y' }] });
    expect(problems(ran)).to.deep.equal(['step-skipped']);
  });
});
