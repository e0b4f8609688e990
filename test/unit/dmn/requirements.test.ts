import { expect } from 'chai';
import { DecisionError, evaluateDecision } from '../../../engine/interpreter/dmn/index.ts';
import type { DecisionModel } from '../../../engine/model/dmn/decision-model.ts';
import { readDecisions } from '../../../engine/model/dmn/read-decisions.ts';
import { decision, definitions, input, literal, table } from './dmn-text.ts';

const env = { nowMs: 0, zone: 'Europe/Berlin' };

function model(content: string): DecisionModel {
  const { decisions, problems } = readDecisions(definitions(content));
  if (decisions === undefined) throw new Error(JSON.stringify(problems));
  return decisions;
}

function result(content: string, name: string, variables: Record<string, unknown>) {
  return evaluateDecision(model(content), name, variables, env).result;
}

function code(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DecisionError) return error.code;
    throw error;
  }
  return 'nothing failed';
}

const knowledge = `<businessKnowledgeModel id="bkm-double" name="double"><encapsulatedLogic>
<formalParameter name="n" typeRef="number"/>${literal('n * 2')}</encapsulatedLogic></businessKnowledgeModel>`;

describe('requirements of decisions', () => {
  it('given required decisions, when evaluated, then each runs once, the required first', () => {
    const content =
      input('x') +
      decision('a', literal('x + 1'), ['input-x']) +
      decision('b', literal('a * 10'), ['a']) +
      decision('c', literal('a + b'), ['a', 'b']);
    const { result: value, evaluated } = evaluateDecision(model(content), 'c', { x: 1 }, env);
    expect(value).to.equal(22);
    expect(evaluated.map((each) => each.decisionId)).to.deep.equal(['a', 'b', 'c']);
    expect(evaluated[2]?.inputs).to.deep.equal([
      { id: 'a', label: 'a', value: 2 },
      { id: 'b', label: 'b', value: 20 },
    ]);
  });

  it('given a variable that is not required, when read, then it is not seen', () => {
    const content = input('x') + decision('a', literal('secret'), ['input-x']);
    expect(result(content, 'a', { x: 1, secret: 2 })).to.equal(null);
  });

  it('given a knowledge model, when called from FEEL, then as a function', () => {
    const content = knowledge + decision('a', literal('double(3) + double(n: 4)'), ['bkm-double']);
    expect(result(content, 'a', {})).to.equal(14);
  });

  it('given a boxed invocation, when evaluated, then its bindings are the arguments', () => {
    const invocation = `<invocation>${literal('double')}<binding><parameter name="n"/>${literal('5')}</binding></invocation>`;
    expect(result(knowledge + decision('a', invocation, ['bkm-double']), 'a', {})).to.equal(10);
  });

  it('given contexts, lists, relations, conditionals and iterations, when evaluated, then their values', () => {
    const entry = (name: string, value: string) =>
      `<contextEntry><variable name="${name}"/>${value}</contextEntry>`;
    const context = `<context>${entry('first part', literal('1'))}${entry('b', literal('first part + 1'))}</context>`;
    expect(result(decision('a', context), 'a', {})).to.deep.equal({ 'first part': 1, b: 2 });
    expect(
      result(decision('a', `<list>${literal('1')}${literal('2')}</list>`), 'a', {}),
    ).to.deep.equal([1, 2]);
    const relation = `<relation><column name="k"/><column name="v"/><row>${literal('"x"')}${literal('1')}</row></relation>`;
    expect(result(decision('a', relation), 'a', {})).to.deep.equal([{ k: 'x', v: 1 }]);
    const conditional = `<conditional><if>${literal('1 > 2')}</if><then>${literal('1')}</then><else>${literal('2')}</else></conditional>`;
    expect(result(decision('a', conditional), 'a', {})).to.equal(2);
    const loop = `<for iteratorVariable="i"><in>${literal('[1, 2]')}</in><return>${literal('i * 2')}</return></for>`;
    expect(result(decision('a', loop), 'a', {})).to.deep.equal([2, 4]);
    const some = `<some iteratorVariable="i"><in>${literal('[1, 2]')}</in><satisfies>${literal('i > 1')}</satisfies></some>`;
    expect(result(decision('a', some), 'a', {})).to.equal(true);
    const filter = `<filter><in>${literal('[1, 2, 3]')}</in><match>${literal('item > 1')}</match></filter>`;
    expect(result(decision('a', filter), 'a', {})).to.deep.equal([2, 3]);
  });

  it('given a decision service, when evaluated, then from its inputs and input decisions', () => {
    const service = `<decisionService id="s" name="service"><outputDecision href="#b"/><inputDecision href="#a"/></decisionService>`;
    const content = decision('a', literal('1')) + decision('b', literal('a + 1'), ['a']) + service;
    expect(result(content, 'service', { a: 41 })).to.equal(42);
  });

  it('given item definitions with spaces in names and dates, when evaluated, then read by them', () => {
    const types = `<itemDefinition name="tLoan"><itemComponent name="due date"><typeRef>date</typeRef></itemComponent>
<itemComponent name="state"><typeRef>string</typeRef><allowedValues><text>"open","lost"</text></allowedValues></itemComponent></itemDefinition>`;
    const content =
      types +
      input('loan', 'tLoan') +
      decision('late', literal('loan.due date < date("2026-01-01")'), ['input-loan']);
    expect(result(content, 'late', { loan: { 'due date': '2025-12-31', state: 'open' } })).to.equal(
      true,
    );
    expect(result(content, 'late', { loan: { 'due date': '2026-12-31', state: 'open' } })).to.equal(
      false,
    );
    expect(result(content, 'late', { loan: { 'due date': '2025-12-31', state: '?' } })).to.equal(
      null,
    );
  });

  it('given an imported model, when evaluated, then its decisions are named by the import', () => {
    const main = definitions(
      `<import name="lib" namespace="urn:lib" importType="x"/><decision id="m" name="m"><knowledgeRequirement id="k"><requiredKnowledge href="urn:lib#bkm-double"/></knowledgeRequirement>${literal('lib.double(4)')}</decision>`,
    );
    const library = definitions(knowledge).replace('urn:test', 'urn:lib');
    const models = [main, library].map((xml) => readDecisions(xml).decisions as DecisionModel);
    expect(evaluateDecision(models, 'm', {}, env).result).to.equal(8);
  });

  it('given a decision without logic or an unknown one, when evaluated, then a located error', () => {
    expect(code(() => result(decision('a', ''), 'a', {}))).to.equal('dmn-no-logic');
    expect(code(() => result(decision('a', ''), 'b', {}))).to.equal('dmn-unknown-decision');
    expect(code(() => result(decision('a', ''), '__proto__', {}))).to.equal('dmn-unknown-decision');
  });

  it('given a function that calls itself for ever, when evaluated, then it ends with an error', () => {
    const endless = `<businessKnowledgeModel id="bkm-f" name="f"><encapsulatedLogic><formalParameter name="n"/>${literal('f(n + 1)')}</encapsulatedLogic>
<knowledgeRequirement id="self"><requiredKnowledge href="#bkm-f"/></knowledgeRequirement></businessKnowledgeModel>`;
    const content = endless + decision('a', literal('f(1)'), ['bkm-f']);
    expect(code(() => result(content, 'a', {}))).to.match(/^dmn-(too-deep|feel-failure)$/);
  });

  it('given a table on decisions, when one is named with an id and another name, then both find it', () => {
    const content =
      input('x') +
      decision('fee', table({ inputs: ['x'], outputs: ['o'], rules: [['1', '"one"']] }), [
        'input-x',
      ]);
    const named = content.replace('id="fee" name="fee"', 'id="fee" name="Gebühr ermitteln"');
    expect(result(named, 'fee', { x: 1 })).to.equal('one');
    expect(result(named, 'Gebühr ermitteln', { x: 1 })).to.equal('one');
  });
});
