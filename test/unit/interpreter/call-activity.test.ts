import { expect } from 'chai';
import { definitions, flows, message, serviceTask } from '../../support/bpmn.ts';
import {
  boundary,
  call,
  end,
  error,
  mappings,
  onError,
  onMessage,
  onTimer,
  process,
  script,
  start,
  wait,
} from '../../support/engine-model.ts';
import { completed, firstIncident, idsOf, run, told, waiting } from '../../support/engine-run.ts';

const child = process(
  'child',
  `${start('cs')}${serviceTask('work')}${end('ce')}${flows('cs -> work -> ce')}`,
);

function calling(activity: string, called: string, more = '', rootElements = ''): string {
  const content = `${start()}${activity}${end()}${more}${flows('s -> c -> e')}`;
  return definitions(`${process('p', content)}${called}${rootElements}`);
}
const calls = (called: string, attributes = '', more: string[] = []) =>
  calling(call('c', 'child', attributes, more), called);

describe('call activity', () => {
  it('given a call, then the called process runs inside it and returns', async () => {
    const ran = await run(calls(child), { steps: [{ complete: 'work' }] });
    expect(told(ran, 'activated', 'completed')).to.deep.equal([
      'activated p',
      'activated s',
      'completed s',
      'activated c',
      'activated child',
      'activated cs',
      'completed cs',
      'activated work',
      'completed work',
      'activated ce',
      'completed ce',
      'completed child',
      'completed c',
      'activated e',
      'completed e',
      'completed p',
    ]);
    expect(ran.history.find(({ elementId }) => elementId === 'work')?.process).to.equal('child');
  });

  const adds = process('child', `${start('cs')}${script('t', '= a + 1', 'b')}${flows('cs -> t')}`);

  it('given nothing said, then everything goes in and everything comes back', async () => {
    const ran = await run(calls(adds), { variables: { a: 1 } });
    expect(ran.result.variables).to.deep.equal({ a: 1, b: 2 });
  });

  it('given propagateAllParentVariables=false, then only the input mappings go in', async () => {
    const inputs = mappings({ in: { a: '= other' } });
    const ran = await run(calls(adds, 'propagateAllParentVariables="false"', [inputs]), {
      variables: { a: 10, other: 1 },
    });
    expect(ran.result.variables).to.include({ b: 2, other: 1 });
  });

  it('given propagateAllChildVariables=false, then nothing comes back', async () => {
    const ran = await run(calls(adds, 'propagateAllChildVariables="false"'), {
      variables: { a: 1 },
    });
    expect(ran.result.variables).to.deep.equal({ a: 1 });
  });

  it('given any output mapping, then only what it maps comes back', async () => {
    const ran = await run(calls(adds, '', [mappings({ out: { result: '= b * 10' } })]), {
      variables: { a: 1 },
    });
    expect(ran.result.variables).to.deep.equal({ a: 1, result: 20 });
  });

  it('given a called process, then it does not see changes of its caller, nor the caller its own', async () => {
    const ran = await run(calls(child), {
      variables: { a: 1 },
      steps: [{ set: { a: 2 } }],
    });
    const [instance] = ran.sandbox?.instances ?? [];
    const scopes = [...(instance?.state.variables.values() ?? [])].map((one) => one.get('a'));
    expect(scopes).to.have.members([2, 1]);
  });

  it('given the called process is missing, then it is an incident at run time', async () => {
    const ran = await run(calls(''));
    expect(firstIncident(ran).name).to.equal('called-process-missing');
    expect(waiting(ran)).to.deep.equal(['incident c']);
  });

  it('given a process id by expression, then it is evaluated', async () => {
    const ran = await run(calling(call('c', '= "ch" + rest'), child), {
      variables: { rest: 'ild' },
    });
    expect(waiting(ran)).to.deep.equal(['job work']);
  });

  it('given an error in the called process, then the boundary of the call catches it', async () => {
    const more = `${boundary('b', 'c', onError('x'))}${end('caught')}${flows('b -> caught')}`;
    const model = calling(call('c', 'child'), child, more, error('x', 'E1'));
    const ran = await run(model, { steps: [{ fail: 'work', error: 'E1' }] });
    expect(idsOf(ran, 'terminated')).to.deep.equal(['work', 'child', 'c']);
    expect(completed(ran).slice(-3)).to.deep.equal(['b', 'caught', 'p']);
  });

  it('given a boundary timer on the call, then the called process ends with it', async () => {
    const more = `${boundary('b', 'c', onTimer('Duration', 'PT1H'))}${end('late')}${flows('b -> late')}`;
    const ran = await run(calling(call('c', 'child'), child, more), {
      steps: [{ advance: 'PT1H' }],
    });
    expect(idsOf(ran, 'terminated')).to.deep.equal(['work', 'child', 'c']);
    expect(ran.result.state).to.equal('completed');
  });

  it('given the root is cancelled, then what it called ends too', async () => {
    const ran = await run(calls(child), { steps: [{ cancel: true }] });
    expect(idsOf(ran, 'terminated')).to.deep.equal(['work', 'child', 'c', 'p']);
    expect(ran.result).to.deep.include({ state: 'terminated', waiting: [] });
  });

  it('given a process that calls itself without end, then it is an incident, not a hang', async () => {
    const own = definitions(
      process('p', `${start()}${call('c', 'p')}${end()}${flows('s -> c -> e')}`),
    );
    const ran = await run(own);
    expect(firstIncident(ran).name).to.equal('call-too-deep');
  });

  it('given one message for a boundary of the call and for the called process, then the one that ends first takes the other along', async () => {
    const receiver = process(
      'child',
      `${start('cs')}${wait('r', onMessage('m'))}${flows('cs -> r')}`,
    );
    const more = `${boundary('b', 'c', onMessage('m'))}${end('caught')}${flows('b -> caught')}`;
    const model = calling(call('c', 'child'), receiver, more, message('m', 'stop', '= key'));
    const ran = await run(model, {
      variables: { key: 1 },
      steps: [{ message: 'stop', correlationKey: 1 }],
    });
    expect(completed(ran)).to.include('caught').and.not.include('r');
  });

  it('given versionTag or latest binding in one deployment, then the process of the deployment is called', async () => {
    const ran = await run(calls(child, 'bindingType="deployment"'));
    expect(waiting(ran)).to.deep.equal(['job work']);
  });

  it('given output mappings that fail, then the call is an incident, and goes on when mended', async () => {
    const model = calls(adds, '', [mappings({ out: { result: '= assert(b, b > 100)' } })]);
    const ran = await run(model, { variables: { a: 1 } });
    expect(waiting(ran)).to.deep.equal(['incident c']);
    const steps = [{ set: { b: 101 }, scope: 'c' }, { resolve: 'c' }];
    const mended = await run(model, { variables: { a: 1 }, steps });
    expect(mended.result.variables).to.deep.equal({ a: 1, result: 101 });
  });
});
