import { expect } from 'chai';
import { bpmn, flow, flows, serviceTask } from '../../support/bpmn.ts';
import { end, exclusive, parallel, script, start, task } from '../../support/engine-model.ts';
import { completed, countOf, idsOf, run, told, waiting } from '../../support/engine-run.ts';

describe('parallel gateway', () => {
  const forkAndJoin = bpmn(
    `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${parallel('j')}${end()}
     ${flows('s -> f -> a -> j', 'f -> b -> j -> e')}`,
  );

  it('given a fork, then all flows are taken in the order of the file', async () => {
    const ran = await run(forkAndJoin);
    expect(idsOf(ran, 'flow')).to.deep.equal(['s_f', 'f_a', 'f_b']);
    expect(waiting(ran)).to.deep.equal(['job a', 'job b']);
  });

  it('given a join, then it waits for a token on each flow and passes once', async () => {
    const half = await run(forkAndJoin, { steps: [{ complete: 'b' }] });
    expect(waiting(half)).to.deep.equal(['job a']);
    const whole = await run(forkAndJoin, { steps: [{ complete: 'b' }, { complete: 'a' }] });
    expect(completed(whole)).to.deep.equal(['s', 'f', 'b', 'a', 'j', 'e', 'p']);
    expect(countOf(whole, 'activated', 'j')).to.equal(1);
  });

  // m is passed twice, so that two tokens come over m_j before one comes over b_j.
  const twoOverOne = (behind: string) =>
    bpmn(
      `${start()}${parallel('f')}${exclusive('m')}${task('x')}${task('y')}${serviceTask('b')}
       ${parallel('j')}${behind}
       ${flows('s -> f -> x -> m -> j -> t', 'f -> y -> m', 'f -> b -> j')}`,
    );

  it('given two tokens over one flow of a join, then they count once and the other waits', async () => {
    const ran = await run(twoOverOne(task('t')), { steps: [{ complete: 'b' }] });
    expect(countOf(ran, 'completed', 'j')).to.equal(1);
    expect(countOf(ran, 'completed', 't')).to.equal(1);
    expect(ran.result).to.deep.include({ state: 'waiting', waiting: [] });
  });

  it('given a token waiting from before, when the other flow brings one again, then the join passes again', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${exclusive('m')}${task('x')}${task('y')}
         ${exclusive('n')}${serviceTask('b')}${serviceTask('c')}${parallel('j')}${task('t')}
         ${flows('s -> f -> x -> m -> j -> t', 'f -> y -> m', 'f -> b -> n -> j', 'f -> c -> n')}`,
      ),
      { steps: [{ complete: 'b' }, { complete: 'c' }] },
    );
    expect(countOf(ran, 'completed', 'j')).to.equal(2);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a starved join, then the instance waits for nothing', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('x', 'default="x_a"')}${task('a')}${task('b')}${parallel('j')}${end()}
         ${flows('s -> x', 'a -> j -> e', 'b -> j')}${flow('x', 'a')}${flow('x', 'b', '= false')}`,
      ),
    );
    expect(ran.result).to.deep.include({ state: 'waiting', waiting: [] });
    expect(told(ran).at(-1)).to.equal('flow a_j');
  });

  it('given one gateway that joins and forks, then it does both', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${task('a')}${task('b')}${parallel('g')}${end('e1')}${end('e2')}
         ${flows('s -> f -> a -> g -> e1', 'f -> b -> g -> e2')}`,
      ),
    );
    expect(completed(ran)).to.deep.equal(['s', 'f', 'a', 'b', 'g', 'e1', 'e2', 'p']);
  });

  it('given a fork in a loop, then each round is joined', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('m')}${parallel('f')}${task('a')}${script('b', '= n + 1', 'n')}
         ${parallel('j')}${exclusive('x')}${end()}
         ${flows('s -> m -> f -> a -> j -> x', 'f -> b -> j')}
         ${flow('x', 'm', '= n < 3')}${flow('x', 'e', '= n >= 3')}`,
      ),
      { variables: { n: 0 } },
    );
    expect(countOf(ran, 'completed', 'j')).to.equal(3);
    expect(ran.result.state).to.equal('completed');
  });
});
