import { expect } from 'chai';
import { bpmn, element, flows, message, serviceTask, zeebe } from '../../support/bpmn.ts';
import {
  begunBy,
  boundary,
  end,
  error,
  eventSubProcess,
  mappings,
  onError,
  onMessage,
  onTimer,
  parallel,
  start,
  subProcess,
  terminate,
} from '../../support/engine-model.ts';
import {
  completed,
  countOf,
  firstIncident,
  idsOf,
  run,
  told,
  waiting,
} from '../../support/engine-run.ts';

const hour = onTimer('Duration', 'PT1H');
const rootElements = `${message('m', 'news', '= key')}${error('err', 'E1')}`;
const handler = (definition: string, options: Parameters<typeof begunBy>[2] = {}, more = '') =>
  eventSubProcess(
    'h',
    `${begunBy('hs', definition, options)}${serviceTask('ht')}${flows('hs -> ht')}${more}`,
  );
const model = (content: string) =>
  bpmn(`${start()}${serviceTask('t')}${end()}${flows('s -> t -> e')}${content}`, { rootElements });
const variables = { key: 'k' };

describe('event sub-process', () => {
  it('given an interrupting timer, then it ends all else in its scope, and the scope with itself', async () => {
    const ran = await run(model(handler(hour)), { steps: [{ advance: 'PT1H' }] });
    expect(waiting(ran)).to.deep.equal(['job ht']);
    expect(idsOf(ran, 'terminated')).to.deep.equal(['t']);
    const whole = await run(model(handler(hour)), {
      steps: [{ advance: 'PT1H' }, { complete: 'ht' }],
    });
    expect(completed(whole)).to.deep.equal(['s', 'hs', 'ht', 'h', 'p']);
  });

  it('given its scope is done before, then it never begins', async () => {
    const ran = await run(model(handler(hour)), {
      steps: [{ complete: 't' }, { advance: 'PT2H' }],
    });
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'activated', 'h')).to.equal(0);
  });

  it('given a non-interrupting message, then it begins once for each, beside the others', async () => {
    const news = { message: 'news', correlationKey: 'k' };
    const ran = await run(model(handler(onMessage('m'), { interrupting: false })), {
      variables,
      steps: [news, news],
    });
    expect(countOf(ran, 'activated', 'h')).to.equal(2);
    expect(waiting(ran)).to.have.members(['job t', 'message hs', 'job ht', 'job ht']);
  });

  it('given a non-interrupting one that still works, then the scope waits for it', async () => {
    const ran = await run(model(handler(onMessage('m'), { interrupting: false })), {
      variables,
      steps: [{ message: 'news', correlationKey: 'k' }, { complete: 't' }],
    });
    expect(waiting(ran)).to.have.members(['job ht', 'message hs']);
    expect(ran.result.state).to.equal('waiting');
  });

  it('given a cycle, then a non-interrupting one begins as often as it says', async () => {
    const cycle = handler(onTimer('Cycle', 'R2/PT1H'), { interrupting: false });
    const ran = await run(model(cycle), { steps: [{ advance: 'PT10H' }] });
    expect(countOf(ran, 'activated', 'h')).to.equal(2);
  });

  it('given a message, then its variables are seen outside', async () => {
    const ran = await run(model(handler(onMessage('m'))), {
      variables,
      steps: [{ message: 'news', correlationKey: 'k', variables: { what: 'moved' } }],
    });
    expect(ran.result.variables).to.include({ what: 'moved' });
  });

  it('given output mappings at its start, then only what they name goes on', async () => {
    const extensions = zeebe(mappings({ out: { kind: '= what' } }));
    const ran = await run(model(handler(onMessage('m'), { extensions })), {
      variables,
      steps: [{ message: 'news', correlationKey: 'k', variables: { what: 'moved', more: 1 } }],
    });
    expect(ran.result.variables)
      .to.include({ kind: 'moved' })
      .and.not.have.any.keys('what', 'more');
  });

  it('given an error in its scope, then it catches it, with its variables, before the boundary does', async () => {
    const content = `${start('is')}${serviceTask('t')}${flows('is -> t')}${handler(onError('err'))}`;
    const ran = await run(
      bpmn(
        `${start()}${subProcess('sub', content)}${boundary('b', 'sub', onError())}${serviceTask('after')}
         ${flows('s -> sub', 'b -> after')}`,
        { rootElements },
      ),
      { steps: [{ fail: 't', error: 'E1', variables: { why: 'late' } }] },
    );
    expect(waiting(ran)).to.deep.equal(['job ht']);
    expect(ran.result.variables).to.include({ why: 'late' });
  });

  it('given an error inside it, then the boundary of the surrounding scope catches it', async () => {
    const failing = eventSubProcess(
      'h',
      `${begunBy('hs', hour)}${end('he', onError('err'))}${flows('hs -> he')}`,
    );
    const content = `${start('is')}${serviceTask('t')}${flows('is -> t')}${failing}`;
    const ran = await run(
      bpmn(
        `${start()}${subProcess('sub', content)}${boundary('b', 'sub', onError())}${serviceTask('after')}
         ${flows('s -> sub', 'b -> after')}`,
        { rootElements },
      ),
      { steps: [{ advance: 'PT1H' }] },
    );
    expect(waiting(ran)).to.deep.equal(['job after']);
  });

  it('given an error inside an interrupting one, then no other one of the scope catches it', async () => {
    const failing = eventSubProcess(
      'h',
      `${begunBy('hs', hour)}${end('he', onError('err'))}${flows('hs -> he')}`,
    );
    const other = eventSubProcess('o', begunBy('os', onError()));
    const ran = await run(model(failing + other), { steps: [{ advance: 'PT1H' }] });
    expect(firstIncident(ran).name).to.equal('error-uncaught');
    expect(countOf(ran, 'activated', 'o')).to.equal(0);
  });

  it('given an interrupting one has begun, then the others of the scope no longer wait', async () => {
    const other = eventSubProcess('o', begunBy('os', onMessage('m')));
    const ran = await run(model(handler(hour) + other), {
      variables,
      steps: [{ advance: 'PT1H' }, { message: 'news', correlationKey: 'k' }],
    });
    expect(waiting(ran)).to.deep.equal(['job ht']);
    expect(countOf(ran, 'activated', 'o')).to.equal(0);
  });

  it('given one in an embedded sub-process, then it waits only while that one is open', async () => {
    const content = `${start('is')}${serviceTask('t')}${flows('is -> t')}${handler(onMessage('m'), { interrupting: false })}`;
    const embedded = bpmn(
      `${start()}${subProcess('sub', content)}${serviceTask('next')}${flows('s -> sub -> next')}`,
      { rootElements },
    );
    const ran = await run(embedded, { variables, steps: [{ complete: 't' }] });
    expect(waiting(ran)).to.deep.equal(['job next']);
  });

  it('given one directly in another, then it works while the outer one runs', async () => {
    const nested = eventSubProcess(
      'h',
      `${begunBy('hs', hour)}${serviceTask('ht')}${flows('hs -> ht')}
       ${eventSubProcess('n', `${begunBy('ns', onMessage('m'))}${serviceTask('nt')}${flows('ns -> nt')}`)}`,
    );
    const ran = await run(model(nested), {
      variables,
      steps: [{ advance: 'PT1H' }, { message: 'news', correlationKey: 'k' }],
    });
    expect(waiting(ran)).to.deep.equal(['job nt']);
  });

  it('given a terminate end in the scope, then it waits no longer', async () => {
    const ran = await run(
      bpmn(
        `${start()}${parallel('f')}${serviceTask('t')}${end('x', terminate)}
         ${handler(onMessage('m'))}${flows('s -> f -> t', 'f -> x')}`,
        { rootElements },
      ),
      { variables },
    );
    expect(ran.result.state).to.equal('completed');
    expect(waiting(ran)).to.deep.equal([]);
  });

  it('given a timer that cannot be evaluated, then the process stops before it starts and can be resolved', async () => {
    const ran = await run(model(handler(onTimer('Duration', '= pause'))), {
      steps: [{ resolve: 'p', variables: { pause: 'PT1H' } }, { advance: 'PT1H' }],
    });
    expect(firstIncident(ran).name).to.not.equal('none');
    expect(told(ran, 'activated').slice(0, 2)).to.deep.equal(['activated p', 'activated s']);
    expect(waiting(ran)).to.deep.equal(['job ht']);
  });

  it('given inputs that fail, then what its event brought is there at the second try', async () => {
    const content = element(
      'subProcess',
      'h',
      `${zeebe(mappings({ in: { sum: '= price * 2' } }))}${begunBy('hs', onMessage('m'))}
       ${serviceTask('ht')}${flows('hs -> ht')}`,
      'triggeredByEvent="true"',
    );
    const ran = await run(model(content), {
      variables: { key: 'k', price: 'none' },
      steps: [
        { message: 'news', correlationKey: 'k', variables: { what: 'moved' } },
        { resolve: 'h', variables: { price: 2 } },
      ],
    });
    expect(waiting(ran)).to.deep.equal(['job ht']);
    expect(ran.result.variables).to.include({ what: 'moved' });
  });
});
