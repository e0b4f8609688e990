import { expect } from 'chai';
import { bpmn, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import {
  boundary,
  end,
  error,
  mappings,
  onError,
  onTimer,
  parallel,
  script,
  start,
  subProcess,
  terminate,
} from '../../support/engine-model.ts';
import { completed, countOf, idsOf, run, told, waiting } from '../../support/engine-run.ts';

const inside = (content: string, extensions = '', more = '', rootElements = '') =>
  bpmn(
    `${start()}${subProcess('sub', content, extensions)}${end()}${more}${flows('s -> sub -> e')}`,
    { rootElements },
  );

const oneTask = `${start('is')}${serviceTask('t')}${end('ie')}${flows('is -> t -> ie')}`;

describe('embedded sub-process', () => {
  it('given a sub-process, then it is entered at its start and left when nothing in it is alive', async () => {
    const ran = await run(inside(oneTask), { steps: [{ complete: 't' }] });
    expect(completed(ran)).to.deep.equal(['s', 'is', 't', 'ie', 'sub', 'e', 'p']);
    const inner = ran.history.find(({ elementId }) => elementId === 't');
    const scope = ran.history.find(({ elementId }) => elementId === 'sub');
    expect(inner?.scope).to.equal(scope?.elementInstance);
  });

  it('given parallel tokens inside, then it waits for the last', async () => {
    const content = `${start('is')}${parallel('f')}${serviceTask('a')}${serviceTask('b')}
      ${flows('is -> f -> a', 'f -> b')}`;
    const half = await run(inside(content), { steps: [{ complete: 'a' }] });
    expect(waiting(half)).to.deep.equal(['job b']);
    const whole = await run(inside(content), { steps: [{ complete: 'a' }, { complete: 'b' }] });
    expect(whole.result.state).to.equal('completed');
  });

  it('given input mappings, then its scope has variables of its own that end with it', async () => {
    const content = `${start('is')}${script('t', '= local + 1', 'local')}${flows('is -> t')}`;
    const extensions = zeebe(mappings({ in: { local: '= 1' } }));
    const ran = await run(inside(content, extensions), { variables: { outer: 1 } });
    expect(ran.result.variables).to.deep.equal({ outer: 1 });
  });

  it('given output mappings, then they read the scope and write outward', async () => {
    const content = `${start('is')}${script('t', '= local + 1', 'local')}${flows('is -> t')}`;
    const extensions = zeebe(mappings({ in: { local: '= 1' }, out: { result: '= local' } }));
    const ran = await run(inside(content, extensions));
    expect(ran.result.variables).to.deep.equal({ result: 2 });
  });

  it('given a terminate end inside, then only the sub-process ends, and its flow is taken', async () => {
    const content = `${start('is')}${parallel('f')}${serviceTask('a')}${end('ie', terminate)}
      ${flows('is -> f -> a', 'f -> ie')}`;
    const ran = await run(inside(content));
    expect(idsOf(ran, 'terminated')).to.deep.equal(['a']);
    expect(completed(ran)).to.deep.equal(['s', 'is', 'f', 'ie', 'sub', 'e', 'p']);
  });

  it('given a boundary timer on it, then everything inside ends, the innermost first', async () => {
    const nested = `${start('is')}${subProcess('inner', `${start('iis')}${serviceTask('t')}${flows('iis -> t')}`)}
      ${flows('is -> inner')}`;
    const more = `${boundary('b', 'sub', onTimer('Duration', 'PT1H'))}${end('late')}${flows('b -> late')}`;
    const ran = await run(inside(nested, '', more), { steps: [{ advance: 'PT1H' }] });
    expect(told(ran).slice(-10)).to.deep.equal([
      'timer b',
      'terminated t',
      'terminated inner',
      'terminated sub',
      'activated b',
      'completed b',
      'flow b_late',
      'activated late',
      'completed late',
      'completed p',
    ]);
    expect(waiting(ran)).to.deep.equal([]);
  });

  it('given a non-interrupting boundary on it, then the inside goes on', async () => {
    const more = `${boundary('b', 'sub', onTimer('Duration', 'PT1H'), { interrupting: false })}
      ${end('note')}${flows('b -> note')}`;
    const ran = await run(inside(oneTask, '', more), {
      steps: [{ advance: 'PT1H' }, { complete: 't' }],
    });
    expect(completed(ran)).to.include.members(['note', 't', 'sub', 'e']);
  });

  it('given an error end in nested scopes, then the nearest scope that catches it ends', async () => {
    const errorEnd = `${start('iis')}${end('boom', onError('x'))}${flows('iis -> boom')}`;
    const nested = `${start('is')}${subProcess('inner', errorEnd)}${flows('is -> inner')}`;
    const more = `${boundary('b', 'sub', onError('x'))}${end('caught')}${flows('b -> caught')}`;
    const ran = await run(inside(nested, '', more, error('x', 'E1')));
    expect(idsOf(ran, 'terminated')).to.deep.equal(['boom', 'inner', 'sub']);
    expect(completed(ran).slice(-3)).to.deep.equal(['b', 'caught', 'p']);
  });

  it('given a catch-all nearer than the exact code, then the nearest wins', async () => {
    const inner = `${start('is')}${serviceTask('t')}${boundary('near', 't', onError())}${flows('is -> t')}
      ${end('ne')}${flows('near -> ne')}`;
    const more = `${boundary('far', 'sub', onError('x'))}${end('fe')}${flows('far -> fe')}`;
    const ran = await run(inside(inner, '', more, error('x', 'E1')), {
      steps: [{ fail: 't', error: 'E1' }],
    });
    expect(completed(ran)).to.include('near').and.not.include('far');
  });

  it('given a job error inside, then the boundary of the surrounding scope catches it', async () => {
    const more = `${boundary('b', 'sub', onError('x'))}${end('caught')}${flows('b -> caught')}`;
    const ran = await run(inside(oneTask, '', more, error('x', 'E1')), {
      steps: [{ fail: 't', error: 'E1' }],
    });
    expect(idsOf(ran, 'terminated')).to.deep.equal(['t', 'sub']);
    expect(completed(ran)).to.include('caught');
  });

  it('given an error in one of several parallel tokens, then the others end with their scope', async () => {
    const content = `${start('is')}${parallel('f')}${serviceTask('a')}${serviceTask('b')}
      ${flows('is -> f -> a', 'f -> b')}`;
    const more = `${boundary('c', 'sub', onError('x'))}${serviceTask('repair')}${flows('c -> repair')}`;
    const ran = await run(inside(content, '', more, error('x', 'E1')), {
      steps: [{ fail: 'a', error: 'E1' }, { complete: 'b' }],
    });
    expect(waiting(ran)).to.deep.equal(['job repair']);
  });

  it('given a sub-process in a loop, then each round is a scope of its own', async () => {
    const content = `${start('is')}${script('t', '= n + 1', 'n')}${flows('is -> t')}`;
    const ran = await run(
      bpmn(
        `${start()}${element('exclusiveGateway', 'm')}${subProcess('sub', content)}
         ${element('exclusiveGateway', 'x', '', 'default="x_e"')}${end()}
         ${flows('s -> m -> sub -> x', 'x -> e')}
         <bpmn:sequenceFlow id="back" sourceRef="x" targetRef="m"><bpmn:conditionExpression>= n &lt; 3</bpmn:conditionExpression></bpmn:sequenceFlow>`,
      ),
      { variables: { n: 0 } },
    );
    expect(countOf(ran, 'completed', 'sub')).to.equal(3);
    expect(ran.result.variables).to.deep.equal({ n: 3 });
  });
});
