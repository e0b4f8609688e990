import { expect } from 'chai';
import { compileDecisions } from '../../../engine/interpreter/dmn/index.ts';
import type { DecisionModel } from '../../../engine/model/dmn/decision-model.ts';
import { readDecisions } from '../../../engine/model/dmn/read-decisions.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { decision, definitions, input, literal, table } from './dmn-text.ts';

function problemsOf(xml: string): Problem[] {
  const { decisions, problems } = readDecisions(xml, 'x.dmn');
  const refused = problems.some((problem) => problem.severity === 'error');
  expect(decisions === undefined, 'a model with errors is not handed out').to.equal(refused);
  return problems;
}

function codes(xml: string): string[] {
  return problemsOf(xml).map((problem) => problem.code);
}

const good = { inputs: ['x'], outputs: ['o'], rules: [['1', '2']] };

describe('the border for DMN', () => {
  for (const version of [
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ]) {
    it(`given namespace ${version}, when read, then a model`, () => {
      const xml = definitions(decision('a', literal('1')), version);
      expect(readDecisions(xml).decisions?.elements).to.have.length(1);
    });
  }

  it('given prefixes and elements of other namespaces, when read, then the latter are left out', () => {
    const xml = `<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:o="urn:other" id="x" name="x" namespace="n">
<o:decision id="o"/><d:decision id="a" name="a"><d:literalExpression><d:text><![CDATA[1 < 2]]></d:text></d:literalExpression></d:decision></d:definitions>`;
    const { decisions } = readDecisions(xml);
    expect(decisions?.elements.map((element) => element.id)).to.deep.equal(['a']);
  });

  const refused: [name: string, xml: string, code: string][] = [
    ['no XML', 'hello', 'xml-malformed'],
    ['an unclosed element', '<definitions', 'xml-malformed'],
    ['a DOCTYPE', `<!DOCTYPE x [<!ENTITY a "b">]>${definitions('')}`, 'xml-doctype'],
    ['another root', '<html/>', 'dmn-no-definitions'],
    ['an unknown namespace', definitions('', 'urn:other'), 'dmn-no-definitions'],
    ['more than 2 MB', definitions(`<!--${'x'.repeat(2 * 1024 * 1024)}-->`), 'xml-too-large'],
    ['300 levels', definitions('<context>'.repeat(300) + '</context>'.repeat(300)), 'xml-too-deep'],
    ['a duplicate id', definitions(decision('a', '') + decision('a', '')), 'xml-duplicate-id'],
    [
      'an unknown hit policy',
      definitions(decision('a', table({ ...good, policy: 'LAST' }))),
      'dmn-hit-policy',
    ],
    [
      'an unknown aggregation',
      definitions(decision('a', table({ ...good, policy: 'COLLECT', aggregation: 'AVG' }))),
      'dmn-aggregation',
    ],
    [
      'PRIORITY without values',
      definitions(decision('a', table({ ...good, policy: 'PRIORITY' }))),
      'dmn-no-priorities',
    ],
    [
      'a rule with too few cells',
      definitions(decision('a', table({ ...good, rules: [['1']] }))),
      'dmn-rule-cells',
    ],
    [
      'a table without output',
      definitions(decision('a', table({ ...good, outputs: [], rules: [['1']] }))),
      'dmn-no-output',
    ],
    [
      'two outputs of one name',
      definitions(decision('a', table({ ...good, outputs: ['o', 'o'], rules: [['1', '1', '1']] }))),
      'xml-duplicate-id',
    ],
    [
      'a requirement of nothing',
      definitions(decision('a', literal('b'), ['b'])),
      'dmn-unknown-requirement',
    ],
    [
      'a decision that requires itself',
      definitions(decision('a', literal('b'), ['b']) + decision('b', literal('a'), ['a'])),
      'dmn-requirement-cycle',
    ],
    [
      'an expression in another language',
      definitions(
        decision(
          'a',
          '<literalExpression expressionLanguage="juel"><text>1</text></literalExpression>',
        ),
      ),
      'dmn-unknown-language',
    ],
    [
      'a Java function',
      definitions(
        decision('a', `<functionDefinition kind="Java">${literal('1')}</functionDefinition>`),
      ),
      'dmn-external-function',
    ],
    ['one name twice', definitions(input('x') + decision('x', literal('1'))), 'dmn-duplicate-name'],
  ];
  for (const [name, xml, code] of refused) {
    it(`given ${name}, when read, then ${code}`, () => {
      expect(codes(xml)).to.include(code);
    });
  }

  it('given an error in a table, when read, then file, line and element are named, in two languages', () => {
    const xml = definitions(decision('a', table({ ...good, rules: [['1']] })));
    const [problem] = problemsOf(xml);
    const line = xml.split('\n').findIndex((text) => text.includes('<rule ')) + 1;
    expect(problem).to.include({ file: 'x.dmn', line, elementId: 'r-1' });
    expect(problem?.message).to.contain('Regel');
    expect(problem?.messageEn).to.contain('rule');
  });

  it('given FEEL that cannot be read, when compiled, then a problem at its cell', () => {
    const xml = definitions(
      input('x') + decision('a', table({ ...good, rules: [['> * 1', '2']] }), ['input-x']),
    );
    const model = readDecisions(xml, 'x.dmn').decisions as DecisionModel;
    const { problems } = compileDecisions([model]);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'dmn-feel-syntax', elementId: 'c-1-1', file: 'x.dmn' });
  });

  it('given a chain of thousands of decisions, when read, then refused instead of overflowing', () => {
    const chain = Array.from({ length: 3_000 }, (_, index) =>
      decision(`d${index}`, literal('1'), index === 2_999 ? [] : [`d${index + 1}`]),
    );
    expect(codes(definitions(chain.join('')))).to.include('dmn-requirements-too-deep');
  });
});
