import { expect } from 'chai';
import { loadModels } from '../../../engine/interpreter/index.ts';
import { readDecisions } from '../../../engine/model/dmn/read-decisions.ts';
import { isRefused } from '../../../engine/model/problem.ts';
import { decision, definitions, input, literal } from './dmn-text.ts';

function tableWith(inputType: string, outputType = 'string'): string {
  return decision(
    'a',
    `<decisionTable id="t">
<input id="in"><inputExpression id="ie" typeRef="${inputType}"><text>x</text></inputExpression></input>
<output id="out" name="o" typeRef="${outputType}"/>
<rule id="r"><inputEntry id="c1"><text>1</text></inputEntry><outputEntry id="c2"><text>"a"</text></outputEntry></rule>
</decisionTable>`,
    ['input-x'],
  );
}

function definition(name: string, base: string): string {
  return `<itemDefinition id="${name}-id" name="${name}">\n<typeRef>${base}</typeRef></itemDefinition>`;
}

/** Where each unknown type is: `line element`. */
function unknownIn(xml: string): string[] {
  return readDecisions(xml, 'x.dmn').problems.map(
    ({ code, file, line, elementId }) => `${code} ${file}:${line} ${elementId}`,
  );
}

function lineOf(xml: string, text: string): number {
  return xml.split('\n').findIndex((line) => line.includes(text)) + 1;
}

describe('types that a DMN model names', () => {
  const known = [
    ...['Any', 'any', 'number', 'string', 'boolean', 'date', 'time', 'date and time'],
    ...['days and time duration', 'years and months duration', 'context', 'list', 'function'],
    ...['dateTime', 'dayTimeDuration', 'yearMonthDuration', 'integer', 'long', 'double'],
    ...['range', 'Null', 'list&lt;number&gt;', 'context&lt;a: string&gt;', ' string ', ''],
  ];
  for (const type of known) {
    it(`given ${type || 'an empty reference'}, with and without feel:, then it is accepted`, () => {
      const own = definition('tOwn', type);
      const plain = definitions(input('x', type) + tableWith(type, type) + own);
      expect(readDecisions(plain).problems).to.deep.equal([]);
      if (type.trim() === '') return;
      const prefixed = plain.replaceAll(/(typeRef="|<typeRef>)\s*/g, '$1feel:');
      expect(readDecisions(prefixed).problems).to.deep.equal([]);
      const declared = prefixed.replace('<definitions', '<definitions xmlns:feel="urn:feel"');
      expect(readDecisions(declared).problems).to.deep.equal([]);
    });
  }

  it('given item definitions of the same file, also later and with prefix, then they are accepted', () => {
    const types = definition('tFee', 'number') + definition('t Fee of.day', 'own:tFee');
    const xml = definitions(input('x', 'tFee') + tableWith('own:tFee', 't Fee of.day') + types);
    const own = xml.replace('<definitions', '<definitions xmlns:own="urn:test"');
    expect(readDecisions(own).problems).to.deep.equal([]);
  });

  it('given types of imports, by the name or a prefix of the import, then they are accepted', () => {
    const lib = '<import name="my lib" namespace="urn:lib" importType="x"/>';
    const xml = definitions(lib + input('x', 'my lib.tPerson') + tableWith('l:tPerson'));
    const prefixed = xml.replace('<definitions', '<definitions xmlns:l="urn:lib"');
    expect(readDecisions(prefixed).problems).to.deep.equal([]);
    const unnamed = '<import name="" namespace="urn:lib" importType="x"/>';
    expect(readDecisions(definitions(unnamed + input('x', 'tPerson'))).problems).to.deep.equal([]);
  });

  it('given what extensions hold, then it is passed over', () => {
    const extension =
      '<extensionElements><v:a xmlns:v="urn:v" typeRef="x"><v:b typeRef="y"/></v:a></extensionElements>';
    const xml = definitions(decision('a', extension + literal('1')));
    expect(readDecisions(xml).problems).to.deep.equal([]);
  });

  it('given an unknown type in a table, then it is refused with line, element and reason', () => {
    const xml = definitions(input('x') + tableWith('tHologram', 'tVoid'));
    expect(unknownIn(xml)).to.deep.equal([
      `dmn-unknown-type x.dmn:${lineOf(xml, 'id="ie"')} ie`,
      `dmn-unknown-type x.dmn:${lineOf(xml, 'id="out"')} out`,
    ]);
    const [problem] = readDecisions(xml).problems;
    expect(problem?.severity).to.equal('error');
    expect(problem?.message).to.equal(
      'Den Typ „tHologram“ gibt es weder in dieser Datei noch in FEEL.',
    );
    expect(problem?.messageEn).to.contain('tHologram');
  });

  const elsewhere: [name: string, content: string, element: string][] = [
    ['input data', input('x', 'tHologram'), 'input-x'],
    ['an item definition', definition('tA', 'tHologram'), 'tA-id'],
    ['another spelling', input('x', 'Number'), 'input-x'],
    ['an import that is not there', input('x', 'lib.tPerson'), 'input-x'],
    [
      'a component',
      '<itemDefinition name="tA"><itemComponent id="c" name="b"><typeRef>tHologram</typeRef></itemComponent></itemDefinition>',
      'c',
    ],
    [
      'a literal expression',
      decision(
        'a',
        '<literalExpression id="l" typeRef="tHologram"><text>1</text></literalExpression>',
      ),
      'l',
    ],
    [
      'a parameter',
      '<businessKnowledgeModel id="k" name="k"><encapsulatedLogic id="e"><formalParameter id="p" name="n" typeRef="tHologram"/><literalExpression><text>n</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>',
      'p',
    ],
  ];
  for (const [name, content, element] of elsewhere) {
    it(`given an unknown type at ${name}, then it is refused there`, () => {
      const { problems } = readDecisions(definitions(content));
      expect(problems.map(({ code, elementId }) => [code, elementId])).to.deep.equal([
        ['dmn-unknown-type', element],
      ]);
    });
  }

  it('given a model that was deployed before types were checked, then its cases still find it', async () => {
    const xml = definitions(input('x', 'tHologram') + decision('two', literal('1 + 1')));
    const { problems, decide } = await loadModels(new Map([['a.dmn', xml]]));
    expect(isRefused(problems)).to.equal(true);
    expect(decide('two', {}, { nowMs: 0, zone: 'Europe/Berlin' })).to.equal(2);
  });
});
