import { expect } from 'chai';
import { bpmn, flows, serviceTask } from '../../support/bpmn.ts';
import {
  begunBy,
  boundary,
  call,
  end,
  escalation,
  eventSubProcess,
  onEscalation,
  process,
  start,
  subProcess,
  task,
  throwing,
} from '../../support/engine-model.ts';
import {
  completed,
  countOf,
  firstIncident,
  idsOf,
  run,
  waiting,
} from '../../support/engine-run.ts';

const rootElements = `${escalation('esc', 'E1')}${escalation('other', 'E2')}`;
const inner = `${start('is')}${throwing('x', onEscalation('esc'))}${serviceTask('t')}${flows('is -> x -> t')}`;
const around = (content: string, more: string, ...chains: string[]) =>
  bpmn(
    `${start()}${subProcess('sub', content)}${end()}${more}${flows('s -> sub -> e', ...chains)}`,
    {
      rootElements,
    },
  );

describe('escalation events', () => {
  it('given a non-interrupting boundary event, then both ways go on', async () => {
    const caught = boundary('b', 'sub', onEscalation('esc'), { interrupting: false });
    const ran = await run(around(inner, `${caught}${serviceTask('after')}`, 'b -> after'));
    expect(waiting(ran)).to.have.members(['job t', 'job after']);
  });

  it('given an interrupting boundary event, then the host ends with who threw it', async () => {
    const caught = boundary('b', 'sub', onEscalation('esc'));
    const ran = await run(around(inner, `${caught}${serviceTask('after')}`, 'b -> after'));
    expect(waiting(ran)).to.deep.equal(['job after']);
    expect(idsOf(ran, 'terminated')).to.deep.equal(['x', 'sub']);
  });

  it('given nobody who catches it, then it goes on as if nothing were', async () => {
    const ran = await run(around(inner, ''));
    expect(waiting(ran)).to.deep.equal(['job t']);
    expect(firstIncident(ran).name).to.equal('none');
  });

  it('given an end event, then the scope ends as usual when it is caught without interrupting', async () => {
    const ending = `${start('is')}${end('x', onEscalation('esc'))}${flows('is -> x')}`;
    const caught = boundary('b', 'sub', onEscalation('esc'), { interrupting: false });
    const ran = await run(around(ending, `${caught}${task('after')}`, 'b -> after'));
    expect(completed(ran)).to.include.members(['x', 'sub', 'e', 'after', 'p']);
  });

  it('given the code and one for all, then the exact one takes it', async () => {
    const all = boundary('all', 'sub', onEscalation());
    const exact = boundary('exact', 'sub', onEscalation('esc'));
    const more = `${all}${exact}${task('a')}${task('b')}`;
    const ran = await run(around(inner, more, 'all -> a', 'exact -> b'));
    expect(completed(ran)).to.include('b').and.not.include('a');
  });

  it('given another code, then it passes by to the next scope outside', async () => {
    const wrong = boundary('wrong', 'sub', onEscalation('other'));
    const more = `${wrong}${task('a')}${eventSubProcess('h', begunBy('hs', onEscalation('esc')))}`;
    const ran = await run(around(inner, more, 'wrong -> a'));
    expect(completed(ran)).to.include('h').and.not.include('a');
  });

  it('given an event sub-process and a boundary event, then the event sub-process is nearer', async () => {
    const handled = `${inner}${eventSubProcess('h', begunBy('hs', onEscalation(), { interrupting: false }))}`;
    const caught = boundary('b', 'sub', onEscalation('esc'));
    const ran = await run(around(handled, `${caught}${task('after')}`, 'b -> after'));
    expect(countOf(ran, 'completed', 'h')).to.equal(1);
    expect(countOf(ran, 'activated', 'b')).to.equal(0);
    expect(waiting(ran)).to.deep.equal(['job t']);
  });

  it('given an escalation thrown while it is handled, then it is not its own trigger', async () => {
    const handler = `${begunBy('hs', onEscalation('esc'), { interrupting: false })}${throwing('again', onEscalation('esc'))}${flows('hs -> again')}`;
    const ran = await run(around(`${inner}${eventSubProcess('h', handler)}`, ''));
    expect(countOf(ran, 'activated', 'h')).to.equal(1);
  });

  it('given a called process, then it is caught at the call activity', async () => {
    const caught = boundary('b', 'c', onEscalation('esc'), { interrupting: false });
    const ran = await run(
      bpmn(
        `${start()}${call('c', 'q')}${caught}${serviceTask('after')}${flows('s -> c', 'b -> after')}`,
        { rootElements: `${rootElements}${process('q', inner)}` },
      ),
    );
    expect(waiting(ran)).to.have.members(['job t', 'job after']);
  });
});
