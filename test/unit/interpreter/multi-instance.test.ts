import { expect } from 'chai';
import { bpmn, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import {
  boundary,
  call,
  end,
  mappings,
  onError,
  onTimer,
  process,
  rounds,
  start,
  task,
} from '../../support/engine-model.ts';
import { countOf, firstIncident, idsOf, run, waiting } from '../../support/engine-run.ts';

const work = (loop: string, extensions: string[] = []) =>
  element('serviceTask', 't', `${zeebe('taskDefinition type="work"', ...extensions)}${loop}`);
const model = (activity: string, more = '', ...chains: string[]) =>
  bpmn(`${start()}${activity}${end()}${more}${flows('s -> t -> e', ...chains)}`);
const each = 'inputCollection="= items" inputElement="item"';
const collecting = `${each} outputCollection="results" outputElement="= result"`;
const items = ['a', 'b', 'c'];

describe('parallel multi-instance', () => {
  it('given a list, then there is an instance for each item, within one body', async () => {
    const ran = await run(model(work(rounds(each))), { variables: { items } });
    expect(waiting(ran)).to.deep.equal(['job t', 'job t', 'job t']);
    const begun = ran.history.filter(
      (line) => line.event === 'activated' && line.elementId === 't',
    );
    expect(begun.map(({ elementType }) => elementType)).to.deep.equal([
      'multiInstanceBody',
      'serviceTask',
      'serviceTask',
      'serviceTask',
    ]);
    expect(begun.slice(1).map(({ scope }) => scope)).to.deep.equal(
      Array(3).fill(begun[0]?.elementInstance),
    );
  });

  it('given results in any order, then they are collected in the order of the list', async () => {
    const complete = (result: string) => ({ complete: 't', variables: { result } });
    const ran = await run(model(work(rounds(collecting))), {
      variables: { items },
      steps: [complete('1'), complete('2'), complete('3')],
    });
    expect(ran.result.state).to.equal('completed');
    expect(ran.result.variables).to.deep.include({ results: ['1', '2', '3'] });
    expect(ran.result.variables).to.not.have.any.keys('result', 'item', 'loopCounter');
  });

  it('given an instance without a result, then its place is null', async () => {
    const ran = await run(model(work(rounds(collecting))), {
      variables: { items: ['a', 'b'] },
      steps: [{ complete: 't' }, { complete: 't', variables: { result: 2 } }],
    });
    expect(ran.result.variables).to.deep.include({ results: [null, 2] });
  });

  it('given an empty list, then nothing is done and the collection is empty', async () => {
    const ran = await run(model(work(rounds(collecting))), { variables: { items: [] } });
    expect(ran.result.state).to.equal('completed');
    expect(ran.result.variables).to.deep.include({ results: [] });
    expect(countOf(ran, 'completed', 't')).to.equal(1);
  });

  it('given no list, then the body stops as an incident and can be resolved', async () => {
    const ran = await run(model(work(rounds(each))), {
      variables: { items: 'a' },
      steps: [{ resolve: 't', variables: { items } }],
    });
    expect(firstIncident(ran).name).to.equal('collection-no-list');
    expect(waiting(ran)).to.deep.equal(['job t', 'job t', 'job t']);
  });

  it('given a condition that is met, then the others are ended and the body is done', async () => {
    const until =
      '= numberOfCompletedInstances = 2 and numberOfActiveInstances = 1 and numberOfInstances = 3';
    const ran = await run(model(work(rounds(collecting, { until }))), {
      variables: { items },
      steps: [
        { complete: 't', variables: { result: 1 } },
        { complete: 't', variables: { result: 2 } },
      ],
    });
    expect(ran.result.state).to.equal('completed');
    expect(idsOf(ran, 'terminated')).to.deep.equal(['t']);
    expect(ran.result.variables).to.deep.include({ results: [1, 2, null] });
  });

  it('given inputs and outputs, then each instance has its own', async () => {
    const mapped = mappings({ in: { double: '= item * 2' }, out: { last: '= double' } });
    const ran = await run(
      model(
        work(
          rounds(
            'inputCollection="= items" inputElement="item" outputCollection="doubles" outputElement="= double"',
          ),
          [mapped],
        ),
      ),
      { variables: { items: [1, 2] }, steps: [{ complete: 't' }, { complete: 't' }] },
    );
    expect(ran.result.variables).to.deep.include({ doubles: [2, 4], last: 4 });
  });

  it('given a boundary event, then it belongs to the body and is there once', async () => {
    const late = boundary('b', 't', onTimer('Duration', 'PT1H'));
    const ran = await run(model(work(rounds(each)) + late, serviceTask('after'), 'b -> after'), {
      variables: { items },
      steps: [{ complete: 't' }, { advance: 'PT1H' }],
    });
    expect(countOf(ran, 'timer', 'b')).to.equal(1);
    expect(waiting(ran)).to.deep.equal(['job after']);
    expect(countOf(ran, 'terminated', 't')).to.equal(3);
  });

  it('given an error in one instance, then the boundary event ends them all', async () => {
    const caught = boundary('b', 't', onError());
    const ran = await run(model(work(rounds(each)) + caught, serviceTask('after'), 'b -> after'), {
      variables: { items },
      steps: [{ fail: 't', error: 'E1' }],
    });
    expect(waiting(ran)).to.deep.equal(['job after']);
  });

  it('given a number, then there are so many instances', async () => {
    const ran = await run(model(work(rounds('', { cardinality: '= n + 1' }))), {
      variables: { n: 1 },
    });
    expect(waiting(ran)).to.deep.equal(['job t', 'job t']);
  });

  it('given a sub-process, then each instance is a scope of its own', async () => {
    const sub = element(
      'subProcess',
      't',
      `${rounds(each)}${start('is')}${serviceTask('u')}${flows('is -> u')}`,
    );
    const ran = await run(model(sub), {
      variables: { items },
      steps: [{ complete: 'u' }, { complete: 'u' }, { complete: 'u' }],
    });
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'completed', 't')).to.equal(4);
  });

  it('given a call activity, then each instance calls, and gets its own item', async () => {
    const called = call('t', 'q').replace(
      '</bpmn:callActivity>',
      `${rounds(collecting)}</bpmn:callActivity>`,
    );
    const inner = `${start('qs')}${element('scriptTask', 'r', zeebe('script expression="= item + 1" resultVariable="result"'))}${flows('qs -> r')}`;
    const ran = await run(
      bpmn(`${start()}${called}${end()}${flows('s -> t -> e')}`, {
        rootElements: process('q', inner),
      }),
      { variables: { items: [1, 2] } },
    );
    expect(ran.result.variables).to.deep.include({ results: [2, 3] });
  });

  it('given two loops inside one another, then each collects its own', async () => {
    const innerTask = element(
      'scriptTask',
      'u',
      `${zeebe('script expression="= x * 10" resultVariable="y"')}${rounds('inputCollection="= item" inputElement="x" outputCollection="ys" outputElement="= y"')}`,
    );
    const sub = element(
      'subProcess',
      't',
      `${rounds('inputCollection="= items" inputElement="item" outputCollection="results" outputElement="= ys"')}${start('is')}${innerTask}${flows('is -> u')}`,
    );
    const ran = await run(model(sub), { variables: { items: [[1, 2], [3]] } });
    expect(ran.result.variables).to.deep.include({ results: [[10, 20], [30]] });
  });

  it('given 3,000 items, then the cost of each is that of a few', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => index);
    const square = element(
      'scriptTask',
      't',
      `${zeebe('script expression="= item * item" resultVariable="result"')}${rounds(collecting)}`,
    );
    const ran = await run(model(square), { variables: { items: many } });
    expect(ran.result.variables?.['results']).to.deep.equal(many.map((one) => one * one));
  });
});

describe('sequential multi-instance', () => {
  const sequential = { sequential: true };

  it('given a list, then its items come one after the other', async () => {
    const model3 = model(work(rounds(collecting, sequential)));
    const one = await run(model3, { variables: { items }, steps: [{ complete: 't' }] });
    expect(waiting(one)).to.deep.equal(['job t']);
    const steps = [1, 2, 3].map((result) => ({ complete: 't', variables: { result } }));
    const all = await run(model3, { variables: { items }, steps });
    expect(all.result.state).to.equal('completed');
    expect(all.result.variables).to.deep.include({ results: [1, 2, 3] });
  });

  it('given a condition that is met, then no further one begins', async () => {
    const ran = await run(
      model(work(rounds(each, { ...sequential, until: '= loopCounter = 2' }))),
      { variables: { items }, steps: [{ complete: 't' }, { complete: 't' }] },
    );
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'job', 't')).to.equal(2);
  });

  it('given a list that changes meanwhile, then it is done as it was at the start', async () => {
    const ran = await run(model(work(rounds(each, sequential))), {
      variables: { items: ['a', 'b'] },
      steps: [{ complete: 't', variables: { items: [] } }, { complete: 't' }],
    });
    expect(countOf(ran, 'job', 't')).to.equal(2);
    expect(ran.result.state).to.equal('completed');
  });

  it('given 2,000 items in one step, then it does not pile up', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => index);
    const ran = await run(model(element('task', 't', rounds(each, sequential))), {
      variables: { items: many },
    });
    expect(countOf(ran, 'completed', 't')).to.equal(2_001);
  });
});

describe('standard loop', () => {
  const loop = (attributes: string, condition?: string) =>
    `<bpmn:standardLoopCharacteristics ${attributes}>${condition === undefined ? '' : `<bpmn:loopCondition>${condition}</bpmn:loopCondition>`}</bpmn:standardLoopCharacteristics>`;

  it('given a condition, then it goes on while it is true', async () => {
    const steps = [
      { complete: 't', variables: { again: true } },
      { complete: 't', variables: { again: false } },
    ];
    const ran = await run(model(work(loop('', '= again'))), { steps });
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'job', 't')).to.equal(2);
  });

  it('given testBefore, then a false condition lets it not begin', async () => {
    const ran = await run(model(work(loop('testBefore="true"', '= again'))), {
      variables: { again: false },
    });
    expect(ran.result.state).to.equal('completed');
    expect(countOf(ran, 'job', 't')).to.equal(0);
  });

  it('given a maximum, then it ends there', async () => {
    const ran = await run(model(element('task', 't', loop('loopMaximum="3"', '= true'))));
    expect(countOf(ran, 'completed', 't')).to.equal(4);
  });

  it('given a loop without end, then it is an incident, not a hang', async () => {
    const ran = await run(model(element('task', 't', loop('', '= true'))));
    expect(firstIncident(ran).name).to.equal('runaway');
  });

  it('given rounds, then they know which one they are', async () => {
    const counting = element(
      'task',
      't',
      `${zeebe(mappings({ out: { seen: '= append(seen, loopCounter)' } }))}${loop('loopMaximum="3"')}`,
    );
    const ran = await run(model(counting, task('x')), { variables: { seen: [] } });
    expect(ran.result.variables).to.deep.include({ seen: [1, 2, 3] });
  });
});
