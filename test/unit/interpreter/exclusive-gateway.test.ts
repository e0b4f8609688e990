import { expect } from 'chai';
import { bpmn, flow, flows, serviceTask } from '../../support/bpmn.ts';
import { end, exclusive, script, start } from '../../support/engine-model.ts';
import { completed, countOf, firstIncident, idsOf, run, told } from '../../support/engine-run.ts';

const ways = (first: string | undefined, second: string | undefined, attributes = '') =>
  bpmn(
    `${start()}${exclusive('x', attributes)}${end('a')}${end('b')}${flows('s -> x')}
     ${flow('x', 'a', first)}${flow('x', 'b', second)}`,
  );

describe('exclusive gateway', () => {
  it('given one true condition, then that flow is taken', async () => {
    const model = ways('= n > 1', '= n <= 1');
    expect(idsOf(await run(model, { variables: { n: 2 } }), 'flow')).to.deep.equal(['s_x', 'x_a']);
    expect(idsOf(await run(model, { variables: { n: 1 } }), 'flow')).to.deep.equal(['s_x', 'x_b']);
  });

  it('given several true conditions, then the first in the file wins', async () => {
    const ran = await run(ways('= n > 1', '= n > 0'), { variables: { n: 2 } });
    expect(completed(ran)).to.deep.equal(['s', 'x', 'a', 'p']);
  });

  it('given no true condition, then the default flow is taken', async () => {
    const ran = await run(ways(undefined, '= n > 0', 'default="x_a"'), { variables: { n: 0 } });
    expect(completed(ran)).to.include('a');
  });

  it('given a condition on the default flow, then it is ignored', async () => {
    const model = ways('= true', '= n > 0', 'default="x_a"');
    expect(completed(await run(model, { variables: { n: 1 } }))).to.include('b');
    expect(completed(await run(model, { variables: { n: 0 } }))).to.include('a');
  });

  it('given a condition that is null, then it is an incident, in spite of a default', async () => {
    const ran = await run(ways('= missing > 1', undefined, 'default="x_b"'));
    expect(firstIncident(ran).name).to.equal('condition-no-boolean');
    expect(firstIncident(ran).message).to.contain('missing > 1').and.contain('null');
    expect(ran.result.waiting).to.deep.equal([
      { elementId: 'x', for: 'incident', name: 'condition-no-boolean' },
    ]);
  });

  it('given a true condition before one that is null, then the later is not asked', async () => {
    expect(completed(await run(ways('= true', '= missing > 1')))).to.include('a');
  });

  it('given no true condition and no default, then it is an incident; mended, it goes on', async () => {
    const model = ways('= n > 1', '= n < 0');
    const options = { variables: { n: 0 } };
    const ran = await run(model, options);
    expect(firstIncident(ran).name).to.equal('no-condition-true');
    const mended = await run(model, {
      ...options,
      steps: [{ set: { n: 5 } }, { resolve: 'x' }],
    });
    expect(mended.result.state).to.equal('completed');
    expect(
      told(mended, 'activated', 'completed').filter((line) => line.endsWith(' x')),
    ).to.deep.equal(['activated x', 'completed x']);
  });

  it('given a merge, then each token passes on its own', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('m')}${serviceTask('t')}${end()}
         ${flows('s -> a', 'a -> m', 'a -> m2', 'm2 -> m', 'm -> t -> e')}
         ${script('a', '= 1', 'one')}${exclusive('m2')}`,
      ),
    );
    expect(countOf(ran, 'activated', 't')).to.equal(2);
  });

  it('given a loop, then it runs until its condition ends it', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('m')}${script('count', '= n + 1', 'n')}${exclusive('x')}${end()}
         ${flows('s -> m -> count -> x')}${flow('x', 'e', '= n >= 5')}${flow('x', 'm', '= n < 5')}`,
      ),
      { variables: { n: 0 } },
    );
    expect(ran.result).to.deep.include({ state: 'completed', variables: { n: 5 } });
    expect(countOf(ran, 'completed', 'count')).to.equal(5);
  });
});
