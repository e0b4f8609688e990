import { expect } from 'chai';
import type { JsonValue } from '../../../engine/feel/index.ts';
import { DecisionError, evaluateDecision } from '../../../engine/interpreter/dmn/index.ts';
import type { DecisionResult } from '../../../engine/interpreter/dmn/index.ts';
import type { DecisionModel } from '../../../engine/model/dmn/decision-model.ts';
import { readDecisions } from '../../../engine/model/dmn/read-decisions.ts';
import { decision, definitions, input, table } from './dmn-text.ts';
import type { TableText } from './dmn-text.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

function model(text: TableText): DecisionModel {
  const xml = definitions(input('x') + decision('fee', table(text), ['input-x']));
  const { decisions, problems } = readDecisions(xml, 'fee.dmn');
  if (decisions === undefined) throw new Error(JSON.stringify(problems));
  return decisions;
}

function evaluate(text: TableText, x: JsonValue): DecisionResult {
  return evaluateDecision(model(text), 'fee', { x }, env);
}

function failure(run: () => unknown): DecisionError {
  try {
    run();
  } catch (error) {
    if (error instanceof DecisionError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

const overlapping: TableText = {
  inputs: ['x'],
  outputs: ['fee'],
  rules: [
    ['> 0', '10'],
    ['> 5', '30'],
    ['> 8', '20'],
  ],
};

const ranked = ['fee|20, 30, 10'];

describe('decision tables', () => {
  const cases: [policy: Partial<TableText>, x: number, expected: JsonValue][] = [
    [{ policy: 'UNIQUE' }, 3, 10],
    [{ policy: 'FIRST' }, 9, 10],
    [{ policy: 'PRIORITY', outputs: ranked }, 9, 20],
    [{ policy: 'PRIORITY', outputs: ranked }, 6, 30],
    [{ policy: 'ANY' }, 3, 10],
    [{ policy: 'COLLECT' }, 9, [10, 30, 20]],
    [{ policy: 'COLLECT' }, 3, [10]],
    [{ policy: 'COLLECT', aggregation: 'SUM' }, 9, 60],
    [{ policy: 'COLLECT', aggregation: 'COUNT' }, 9, 3],
    [{ policy: 'COLLECT', aggregation: 'MIN' }, 9, 10],
    [{ policy: 'COLLECT', aggregation: 'MAX' }, 9, 30],
    [{ policy: 'RULE ORDER' }, 9, [10, 30, 20]],
    [{ policy: 'OUTPUT ORDER', outputs: ranked }, 9, [20, 30, 10]],
  ];
  for (const [policy, x, expected] of cases) {
    const name = [policy.policy, policy.aggregation].filter(Boolean).join(' ');
    it(`given ${name}, when x is ${x}, then ${JSON.stringify(expected)}`, () => {
      expect(evaluate({ ...overlapping, ...policy }, x).result).to.deep.equal(expected);
    });
  }

  it('given no matching rule, when evaluated, then null', () => {
    expect(evaluate(overlapping, -1).result).to.equal(null);
    expect(evaluate({ ...overlapping, policy: 'COLLECT' }, -1).result).to.equal(null);
  });

  it('given no matching rule but a default, when evaluated, then the default', () => {
    expect(evaluate({ ...overlapping, outputs: ['fee||7'] }, -1).result).to.equal(7);
  });

  it('given a missing input, when evaluated, then it is null and matches what admits null', () => {
    const text = {
      ...overlapping,
      rules: [
        ['> 0', '1'],
        ['null', '2'],
      ],
    };
    expect(evaluateDecision(model(text), 'fee', {}, env).result).to.equal(2);
  });

  it('given several output columns, when evaluated, then a context', () => {
    const text = { inputs: ['x'], outputs: ['fee', 'account'], rules: [['-', 'x * 2', '"4711"']] };
    expect(evaluate(text, 3).result).to.deep.equal({ fee: 6, account: '4711' });
    expect(evaluate({ ...text, policy: 'COLLECT' }, 3).result).to.deep.equal([
      { fee: 6, account: '4711' },
    ]);
  });

  it('given sums of cents, when collected, then without the noise of binary fractions', () => {
    const text: TableText = {
      policy: 'COLLECT',
      aggregation: 'SUM',
      inputs: ['x'],
      outputs: ['fee'],
      rules: [
        ['-', '0.1'],
        ['-', '0.2'],
      ],
    };
    expect(evaluate(text, 1).result).to.equal(0.3);
  });

  it('given UNIQUE, when several rules match, then an error names table, line and rules', () => {
    const error = failure(() => evaluate(overlapping, 6));
    expect(error.code).to.equal('dmn-unique-violated');
    expect(error.place).to.include({ decision: 'fee', elementId: 't', file: 'fee.dmn' });
    expect(error.place.line).to.be.greaterThan(3);
    expect(error.messageDe).to.contain('Regeln 1, 2');
  });

  it('given ANY, when matching rules differ, then an error; when they agree, then their output', () => {
    expect(failure(() => evaluate({ ...overlapping, policy: 'ANY' }, 6)).code).to.equal(
      'dmn-any-violated',
    );
    const same = {
      ...overlapping,
      policy: 'ANY',
      rules: [
        ['> 0', '1'],
        ['> 1', '1'],
      ],
    };
    expect(evaluate(same, 6).result).to.equal(1);
  });

  it('given a cell that fails, when evaluated, then the error names the cell', () => {
    const error = failure(() => evaluate({ ...overlapping, rules: [['-', 'nothing(1)']] }, 1));
    expect(error.code).to.equal('dmn-feel-failure');
    expect(error.place.elementId).to.equal('c-1-2');
    expect(error.messageDe).to.contain('nothing');
  });

  it('given a table, when evaluated, then the trace explains which rules matched for which inputs', () => {
    const { evaluated } = evaluate({ ...overlapping, policy: 'COLLECT' }, 6);
    expect(evaluated).to.deep.equal([
      {
        decisionId: 'fee',
        name: 'fee',
        inputs: [{ id: 'in-1', label: 'x', value: 6 }],
        matchedRules: [
          { tableId: 't', ruleId: 'r-1', index: 1 },
          { tableId: 't', ruleId: 'r-2', index: 2 },
        ],
        output: [10, 30],
      },
    ]);
  });
});
