import { expect } from 'chai';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import {
  boundary,
  end,
  error,
  mappedTask,
  mappings,
  onError,
  onMessage,
  onTimer,
  start,
} from '../../support/engine-model.ts';
import { completed, countOf, firstIncident, run, told, waiting } from '../../support/engine-run.ts';

const hosted = (boundaries: string, rootElements = '', host = serviceTask('t')) =>
  bpmn(
    `${start()}${host}${boundaries}${end()}${serviceTask('after')}
     ${flows('s -> t -> e', 'b -> after')}`,
    { rootElements },
  );

describe('boundary timer events', () => {
  it('given an interrupting one, when its time comes, then the host ends and its path is taken', async () => {
    const ran = await run(hosted(boundary('b', 't', onTimer('Duration', 'PT1H'))), {
      steps: [{ advance: 'PT1H' }],
    });
    expect(told(ran).slice(6)).to.deep.equal([
      'timer b',
      'terminated t',
      'activated b',
      'completed b',
      'flow b_after',
      'activated after',
      'job after',
    ]);
    expect(waiting(ran)).to.deep.equal(['job after']);
  });

  it('given the host is done before, then the timer is gone', async () => {
    const ran = await run(hosted(boundary('b', 't', onTimer('Duration', 'PT1H'))), {
      steps: [{ complete: 't' }, { advance: 'PT2H' }],
    });
    expect(countOf(ran, 'timer', 'b')).to.equal(0);
    expect(ran.result.state).to.equal('completed');
  });

  it('given a non-interrupting one, then the host stays and the timer fires once', async () => {
    const timer = boundary('b', 't', onTimer('Duration', 'PT1H'), { interrupting: false });
    const ran = await run(hosted(timer), { steps: [{ advance: 'PT5H' }] });
    expect(waiting(ran)).to.deep.equal(['job t', 'job after']);
    expect(countOf(ran, 'timer', 'b')).to.equal(1);
  });

  it('given a cycle, then it fires as often as it says, counted from its due times', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', 'R3/PT1H'), { interrupting: false });
    const ran = await run(hosted(timer), { steps: [{ advance: 'PT90M' }, { advance: 'P1D' }] });
    const fired = ran.history.filter(({ event }) => event === 'timer').map(({ at }) => at);
    expect(fired).to.deep.equal([
      '2026-01-01T01:00:00.000Z',
      '2026-01-01T02:00:00.000Z',
      '2026-01-01T03:00:00.000Z',
    ]);
    expect(waiting(ran)).to.have.members(['job t', 'job after', 'job after', 'job after']);
  });

  it('given a cycle without end, then it goes on until its host is done', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', 'R/PT1H'), { interrupting: false });
    const steps = [{ advance: 'PT10H' }, { complete: 't' }, { advance: 'PT10H' }];
    expect(countOf(await run(hosted(timer), { steps }), 'timer', 'b')).to.equal(10);
  });

  it('given a cycle without interval, then the host stops as an incident instead of firing for ever', async () => {
    const timer = boundary('b', 't', onTimer('Cycle', '= pause'), { interrupting: false });
    const ran = await run(hosted(timer), { variables: { pause: 'R/PT0S' } });
    expect(firstIncident(ran).name).to.equal('cycle-without-interval');
    expect(waiting(ran)).to.deep.equal(['incident t']);
  });

  it('given a timer that cannot be evaluated, then the host stops before it starts', async () => {
    const model = hosted(boundary('b', 't', onTimer('Duration', '= missing')));
    const ran = await run(model);
    expect(told(ran).slice(-2)).to.deep.equal(['activated t', 'incident t']);
    expect(waiting(ran)).to.deep.equal(['incident t']);
    const steps = [{ set: { missing: 'PT1H' } }, { resolve: 't' }];
    expect(waiting(await run(model, { steps }))).to.deep.equal(['timer b', 'job t']);
  });

  it('given a timer on what the input mappings make, then it sees them', async () => {
    const host = mappedTask('t', { in: { pause: '= "PT5M"' } });
    const ran = await run(hosted(boundary('b', 't', onTimer('Duration', '= pause')), '', host), {
      steps: [{ advance: 'PT5M' }],
    });
    expect(completed(ran)).to.include('b');
  });
});

describe('boundary message events', () => {
  const answer = message('m', 'answer', '= key');

  it('given an interrupting one, when its message comes, then the host ends and variables go to the process', async () => {
    const ran = await run(hosted(boundary('b', 't', onMessage('m')), answer), {
      variables: { key: 1 },
      steps: [{ message: 'answer', correlationKey: 1, variables: { said: 'stop' } }],
    });
    expect(told(ran, 'terminated', 'message')).to.deep.equal(['message b', 'terminated t']);
    expect(ran.result.variables).to.deep.equal({ key: 1, said: 'stop' });
  });

  it('given a non-interrupting one, when its message comes twice, then it happens twice', async () => {
    const often = boundary('b', 't', onMessage('m'), { interrupting: false });
    const step = { message: 'answer', correlationKey: 1 };
    const ran = await run(hosted(often, answer), { variables: { key: 1 }, steps: [step, step] });
    expect(countOf(ran, 'completed', 'b')).to.equal(2);
    expect(waiting(ran)).to.include('job t').and.include('message b');
  });

  it('given a correlation key that only the input mappings of the host have, then it is not seen', async () => {
    const host = mappedTask('t', { in: { key: '= 1' } });
    const ran = await run(hosted(boundary('b', 't', onMessage('m')), answer, host));
    expect(firstIncident(ran).name).to.equal('expression-no-text');
    const outer = await run(hosted(boundary('b', 't', onMessage('m')), answer, host), {
      variables: { key: 2 },
      steps: [{ message: 'answer', correlationKey: 2 }],
    });
    expect(completed(outer)).to.include('b');
  });
});

describe('boundary error events', () => {
  const errors = `${error('x', 'E1')}${error('y', 'E2')}`;
  const three = bpmn(
    `${start()}${serviceTask('t')}${boundary('any', 't', onError())}${boundary('one', 't', onError('x'))}
     ${end('e1')}${end('e2')}${end()}${flows('s -> t -> e', 'any -> e1', 'one -> e2')}`,
    { rootElements: errors },
  );

  it('given an exact code and a catch-all on one activity, then the exact code goes first', async () => {
    const exact = await run(three, { steps: [{ fail: 't', error: 'E1' }] });
    expect(completed(exact)).to.deep.equal(['s', 'one', 'e2', 'p']);
    const other = await run(three, { steps: [{ fail: 't', error: 'E9' }] });
    expect(completed(other)).to.deep.equal(['s', 'any', 'e1', 'p']);
  });

  it('given another code, then it is not caught: incident, and after resolving the job can be done', async () => {
    const model = hosted(boundary('b', 't', onError('x')), errors);
    const fail = { fail: 't', error: 'E2', message: 'no' };
    const ran = await run(model, { steps: [fail, { complete: 't' }] });
    expect(firstIncident(ran)).to.deep.equal({
      name: 'error-uncaught',
      message: 'nobody catches the error E2: no',
    });
    expect(ran.result.problems.map(({ code }) => code)).to.deep.equal(['step-skipped']);
    const resolved = await run(model, { steps: [fail, { resolve: 't' }, { complete: 't' }] });
    expect(resolved.result.state).to.equal('completed');
  });

  it('given variables of the error, then they are lost without an output mapping', async () => {
    const fail = { fail: 't', error: 'E1', variables: { why: 'x' } };
    const bare = await run(hosted(boundary('b', 't', onError('x')), errors), { steps: [fail] });
    expect(bare.result.variables).to.deep.equal({});
    const extensions = zeebe(mappings({ out: { reason: '= why' } }));
    const mapped = boundary('b', 't', onError('x'), { extensions });
    const ran = await run(hosted(mapped, errors), { steps: [fail] });
    expect(ran.result.variables).to.deep.equal({ reason: 'x' });
  });

  it('given a user task as host, then its boundary events work too', async () => {
    const host = element('userTask', 't', zeebe('<zeebe:userTask/>'));
    const ran = await run(hosted(boundary('b', 't', onTimer('Duration', 'P1D')), '', host), {
      steps: [{ advance: 'P1D' }, { complete: 't' }],
    });
    expect(waiting(ran)).to.deep.equal(['job after']);
    expect(ran.result.problems.map(({ code }) => code)).to.deep.equal(['step-skipped']);
  });
});
