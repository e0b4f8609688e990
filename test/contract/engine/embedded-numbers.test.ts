import { expect } from 'chai';
import { bpmn, flows, message, serviceTask } from '../../support/bpmn.ts';
import { onMessage, script, start, wait } from '../../support/engine-model.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import { deploy, eventually, openEmbedded, startCase } from '../../support/engine-harness.ts';

describe('the embedded engine and numbers beyond 2^53', function () {
  this.timeout(60_000);
  let harness: EmbeddedHarness;
  before(async () => {
    harness = await openEmbedded();
  });
  after(() => harness.close());

  it('given such a variable and a restart, when calculated with, then no digit is lost; a worker gets it as text', async () => {
    const model = bpmn(
      `${start()}${script('a', '= 9007199254740993', 'n')}${wait('c', onMessage('m'))}
       ${script('b', '= {sum: n + 2, small: 0.1 + 0.2}', 'result')}${serviceTask('t', 'work')}
       ${flows('s -> a -> c -> b -> t')}`,
      { rootElements: message('m', 'go on', '= "key"') },
    );
    await deploy(harness, 'h', model);
    const { caseId } = await startCase(harness, 'h');
    const next = await harness.restart();
    const seen: unknown[] = [];
    next.engine.subscribe(
      'work',
      ({ variables }) => {
        seen.push(variables);
        return Promise.resolve({ type: 'done' });
      },
      { lockMs: 60_000, maxParallel: 1 },
    );
    const answer = { name: 'go on', correlationKey: 'key', timeToLiveMs: 60_000, variables: {} };
    await next.engine.publishMessage(answer);
    await eventually(() => seen.length === 1);
    expect(await next.readModel.variables(caseId)).to.include({ n: '9007199254740993' });
    expect(seen[0]).to.deep.include({
      n: '9007199254740993',
      result: { sum: '9007199254740995', small: 0.3 },
    });
  });
});
