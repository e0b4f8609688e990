import { expect } from 'chai';
import { bpmn, flow, flows, serviceTask } from '../../support/bpmn.ts';
import {
  boundary,
  end,
  exclusive,
  inclusive,
  onTimer,
  parallel,
  script,
  start,
  subProcess,
  task,
} from '../../support/engine-model.ts';
import {
  completed,
  countOf,
  firstIncident,
  idsOf,
  run,
  waiting,
} from '../../support/engine-run.ts';

/** Three ways between fork f and join j; `c` is the default. */
const model = bpmn(
  `${start()}${inclusive('f', 'default="f_c"')}${serviceTask('a')}${serviceTask('b')}${serviceTask('c')}
   ${inclusive('j')}${end()}
   ${flows('s -> f', 'a -> j -> e', 'b -> j', 'c -> j')}
   ${flow('f', 'a', '= x > 1')}${flow('f', 'b', '= x > 2')}${flow('f', 'c')}`,
);

describe('inclusive gateway', () => {
  it('given several true conditions, then all their flows are taken, the default not', async () => {
    expect(waiting(await run(model, { variables: { x: 3 } }))).to.deep.equal(['job a', 'job b']);
  });

  it('given no true condition, then the default is taken alone', async () => {
    expect(waiting(await run(model, { variables: { x: 1 } }))).to.deep.equal(['job c']);
  });

  it('given no true condition and no default, then it stops as an incident', async () => {
    const ran = await run(
      bpmn(
        `${start()}${inclusive('f')}${task('a')}${task('b')}${flows('s -> f')}
         ${flow('f', 'a', '= false')}${flow('f', 'b', '= false')}`,
      ),
    );
    expect(firstIncident(ran).name).to.equal('no-condition-true');
  });

  it('given a condition that is null, then it stops as an incident', async () => {
    expect(firstIncident(await run(model)).name).to.equal('condition-no-boolean');
  });

  it('given a join, then it waits for exactly the tokens that are on their way', async () => {
    const half = await run(model, { variables: { x: 3 }, steps: [{ complete: 'a' }] });
    expect(waiting(half)).to.deep.equal(['job b']);
    const steps = [{ complete: 'a' }, { complete: 'b' }];
    const whole = await run(model, { variables: { x: 3 }, steps });
    expect(whole.result.state).to.equal('completed');
    expect(countOf(whole, 'completed', 'j')).to.equal(1);
  });

  it('given one token only, then the join does not wait', async () => {
    const ran = await run(model, { variables: { x: 2 }, steps: [{ complete: 'a' }] });
    expect(completed(ran)).to.deep.equal(['s', 'f', 'a', 'j', 'e', 'p']);
  });

  it('given a token that ends elsewhere, then it frees the join', async () => {
    const ran = await run(
      bpmn(
        `${start()}${inclusive('f')}${serviceTask('a')}${serviceTask('b')}
         ${exclusive('g', 'default="g_x"')}${end('x')}${inclusive('j')}${end()}
         ${flows('s -> f', 'a -> j -> e', 'b -> g')}
         ${flow('f', 'a', '= true')}${flow('f', 'b', '= true')}
         ${flow('g', 'j', '= false')}${flow('g', 'x')}`,
      ),
      { steps: [{ complete: 'a' }, { complete: 'b' }] },
    );
    expect(ran.result.state).to.equal('completed');
    expect(idsOf(ran, 'completed')).to.include.members(['x', 'j', 'e']);
  });

  it('given a token that can still come by a boundary event, then the join waits for it', async () => {
    const late = boundary('late', 'b', onTimer('Duration', 'PT1H'));
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${late}${end('x')}
         ${inclusive('j')}${end()}
         ${flows('s -> f -> a -> j -> e', 'f -> b -> x', 'late -> j')}`,
      ),
      { steps: [{ complete: 'a' }] },
    );
    expect(countOf(ran, 'activated', 'j')).to.equal(0);
    const steps = [{ complete: 'a' }, { complete: 'b' }];
    const freed = await run(
      bpmn(
        `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${late}${end('x')}
         ${inclusive('j')}${end()}
         ${flows('s -> f -> a -> j -> e', 'f -> b -> x', 'late -> j')}`,
      ),
      { steps },
    );
    expect(freed.result.state).to.equal('completed');
    expect(countOf(freed, 'completed', 'j')).to.equal(1);
  });

  it('given a join behind a parallel fork, then it waits for both, like a parallel one', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${inclusive('j')}${end()}
         ${flows('s -> f -> a -> j -> e', 'f -> b -> j')}`,
      ),
      { steps: [{ complete: 'b' }, { complete: 'a' }] },
    );
    expect(completed(ran)).to.deep.equal(['s', 'f', 'b', 'a', 'j', 'e', 'p']);
  });

  it('given fork and join in a loop, then each round is joined', async () => {
    const ran = await run(
      bpmn(
        `${start()}${exclusive('m')}${inclusive('f')}${task('a')}${task('b')}${inclusive('j')}
         ${script('n', '= n + 1', 'n')}${exclusive('again', 'default="again_e"')}${end()}
         ${flows('s -> m -> f', 'a -> j', 'b -> j -> n -> again')}
         ${flow('f', 'a', '= true')}${flow('f', 'b', '= n < 2')}
         ${flow('again', 'm', '= n < 3')}${flow('again', 'e')}`,
      ),
      { variables: { n: 0 } },
    );
    expect(ran.result.state).to.equal('completed');
    expect(['a', 'b', 'j'].map((id) => countOf(ran, 'completed', id))).to.deep.equal([3, 2, 3]);
  });

  it('given fork and join inside one another, then the inner one does not wait for the outer', async () => {
    const ran = await run(
      bpmn(
        `${start()}${inclusive('f')}${inclusive('g')}${serviceTask('a')}${serviceTask('b')}
         ${serviceTask('c')}${inclusive('i')}${serviceTask('d')}${inclusive('j')}${end()}
         ${flows('s -> f', 'a -> i', 'b -> i -> d -> j', 'c -> j -> e')}
         ${flow('f', 'g', '= true')}${flow('f', 'c', '= true')}
         ${flow('g', 'a', '= true')}${flow('g', 'b', '= true')}`,
      ),
      { steps: [{ complete: 'a' }, { complete: 'b' }] },
    );
    expect(waiting(ran)).to.deep.equal(['job c', 'job d']);
  });

  it('given a sub-process, then its tokens are its own', async () => {
    const inner = `${start('is')}${inclusive('f')}${task('a')}${task('b')}${inclusive('j')}
      ${flows('is -> f', 'a -> j', 'b -> j')}${flow('f', 'a', '= true')}${flow('f', 'b', '= true')}`;
    const ran = await run(
      bpmn(
        `${start()}${parallel('p1')}${subProcess('sub', inner)}${serviceTask('t')}
         ${flows('s -> p1 -> sub', 'p1 -> t')}`,
      ),
    );
    expect(countOf(ran, 'completed', 'j')).to.equal(1);
    expect(waiting(ran)).to.deep.equal(['job t']);
  });

  it('given two tokens over one flow, then the join passes again for the second', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${serviceTask('a')}${serviceTask('b')}${exclusive('m')}
         ${serviceTask('c')}${inclusive('j')}${end()}
         ${flows('s -> f -> a -> m -> j -> e', 'f -> b -> m', 'f -> c -> j')}`,
      ),
      { steps: [{ complete: 'a' }, { complete: 'b' }, { complete: 'c' }] },
    );
    expect(countOf(ran, 'completed', 'j')).to.equal(2);
    expect(ran.result.state).to.equal('completed');
  });
});
