import { expect } from 'chai';
import { bpmn, flows } from '../../support/bpmn.ts';
import {
  end,
  onLink,
  parallel,
  start,
  subProcess,
  throwing,
  wait,
} from '../../support/engine-model.ts';
import { completed, countOf, run } from '../../support/engine-run.ts';

describe('link events', () => {
  it('given a throw, then the token goes on at the catch of the same name', async () => {
    const ran = await run(
      bpmn(
        `${start()}${throwing('x', onLink('far'))}${wait('y', onLink('far'))}${end()}
         ${flows('s -> x', 'y -> e')}`,
      ),
    );
    expect(completed(ran)).to.deep.equal(['s', 'x', 'y', 'e', 'p']);
  });

  it('given several throws, then each goes to the one catch', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${throwing('x', onLink('far'))}${throwing('z', onLink('far'))}
         ${wait('y', onLink('far'))}${end()}${flows('s -> f -> x', 'f -> z', 'y -> e')}`,
      ),
    );
    expect(countOf(ran, 'completed', 'e')).to.equal(2);
    expect(ran.result.state).to.equal('completed');
  });

  it('given the same name in a sub-process, then each scope has its own', async () => {
    const inner = `${start('is')}${throwing('ix', onLink('far'))}${wait('iy', onLink('far'))}${flows('is -> ix')}`;
    const ran = await run(
      bpmn(
        `${start()}${subProcess('sub', inner)}${throwing('x', onLink('far'))}${wait('y', onLink('far'))}
         ${flows('s -> sub -> x')}`,
      ),
    );
    expect(completed(ran)).to.deep.equal(['s', 'is', 'ix', 'iy', 'sub', 'x', 'y', 'p']);
  });
});
