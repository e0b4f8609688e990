import { expect } from 'chai';
import { parseJson, writeJson } from '../../../engine/feel/index.ts';
import { loadModels, runModel } from '../../../engine/interpreter/index.ts';
import type { Variables } from '../../../engine/interpreter/index.ts';
import { bpmn, flows, message } from '../../support/bpmn.ts';
import { end, onMessage, script, start, wait } from '../../support/engine-model.ts';

describe('numbers beyond 2^53', () => {
  it('given one among the variables, when an expression counts on, then all digits are right', async () => {
    const xml = bpmn(`${start()}${script('t', '= n + 1', 'next')}${end()}${flows('s -> t -> e')}`);
    const models = await loadModels(new Map([['a.bpmn', xml]]));
    const variables = parseJson('{"n":9007199254740993}') as Variables;
    const { result } = runModel(models, { variables });
    expect(writeJson(result.variables)).to.equal('{"n":9007199254740993,"next":9007199254740994}');
  });

  it('given one as correlation key, when a message names its digits, then it correlates', async () => {
    const xml = bpmn(`${start()}${wait('c', onMessage('m'))}${end()}${flows('s -> c -> e')}`, {
      rootElements: message('m', 'answer', '= 9007199254740993'),
    });
    const models = await loadModels(new Map([['a.bpmn', xml]]));
    const steps = [{ message: 'answer', correlationKey: '9007199254740993', variables: {} }];
    expect(runModel(models, { steps }).result.state).to.equal('completed');
  });
});
