import { expect } from 'chai';
import { bpmn, element, flow, flows, zeebe } from '../../support/bpmn.ts';
import { end, mappedTask, mappings, start, task } from '../../support/engine-model.ts';
import { countOf, firstIncident, idsOf, run } from '../../support/engine-run.ts';

const behind = (taskText: string, ...more: string[]) =>
  bpmn(
    `${start()}${taskText}${task('a')}${task('b')}${task('c')}${flows('s -> t')}${more.join('')}`,
  );

describe('conditional flows behind an activity', () => {
  const flowsOut = [flow('t', 'a', '= x > 1'), flow('t', 'b', '= x > 2'), flow('t', 'c')];

  it('given conditions, then the true ones are taken, with those that have none', async () => {
    const ran = await run(behind(task('t'), ...flowsOut), { variables: { x: 2 } });
    expect(idsOf(ran, 'flow')).to.deep.equal(['s_t', 't_a', 't_c']);
  });

  it('given a default, then it is taken when no condition is true', async () => {
    const model = behind(element('task', 't', '', 'default="t_c"'), ...flowsOut);
    expect(idsOf(await run(model, { variables: { x: 1 } }), 'flow')).to.deep.equal(['s_t', 't_c']);
    expect(idsOf(await run(model, { variables: { x: 3 } }), 'flow')).to.deep.equal([
      's_t',
      't_a',
      't_b',
    ]);
  });

  it('given neither, then the activity stops as an incident and can be resolved', async () => {
    const model = behind(task('t'), flow('t', 'a', '= x > 1'));
    const ran = await run(model, {
      variables: { x: 1 },
      steps: [{ resolve: 't', variables: { x: 2 } }],
    });
    expect(firstIncident(ran).name).to.equal('no-condition-true');
    expect(countOf(ran, 'completed', 'a')).to.equal(1);
  });

  it('given output mappings, then the conditions see what they wrote', async () => {
    const mapped = mappedTask('t', { in: { x: '= 0' }, out: { x: '= result' } });
    const ran = await run(behind(mapped, flow('t', 'a', '= x = 5')), {
      variables: { x: 1 },
      steps: [{ complete: 't', variables: { result: 5 } }],
    });
    expect(countOf(ran, 'completed', 'a')).to.equal(1);
  });

  it('given output mappings and a condition that fails first, then they are not applied twice', async () => {
    const counting = element('task', 't', zeebe(mappings({ out: { n: '= n + 1' } })));
    const ran = await run(behind(counting, flow('t', 'a', '= x > 1')), {
      variables: { x: 1, n: 0 },
      steps: [{ resolve: 't', variables: { x: 2 } }],
    });
    expect(ran.result.variables).to.include({ n: 1 });
    expect(countOf(ran, 'completed', 'a')).to.equal(1);
  });

  it('given no conditions, then every flow is taken', async () => {
    const ran = await run(
      bpmn(`${start()}${task('t')}${end('a')}${end('b')}${flows('s -> t -> a', 't -> b')}`),
    );
    expect(idsOf(ran, 'flow')).to.deep.equal(['s_t', 't_a', 't_b']);
  });
});
