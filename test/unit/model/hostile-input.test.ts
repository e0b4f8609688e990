import { expect } from 'chai';
import fc from 'fast-check';
import { readProcesses } from '../../../engine/model/read-processes.ts';
import { scanXml } from '../../../engine/model/xml/scan-xml.ts';
import {
  bpmn,
  definitions,
  element,
  flow,
  flows,
  message,
  serviceTask,
  zeebe,
} from '../../support/bpmn.ts';

const head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">';
const start = element('startEvent', 's');
const billionLaughs = `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>${head}&b;</definitions>`;
const external = `<!DOCTYPE d SYSTEM "file:///etc/passwd">${head}</definitions>`;

const refused: readonly (readonly [string, string, string])[] = [
  ['empty text', '', 'xml-malformed'],
  ['white space', ' \n ', 'xml-malformed'],
  ['plain text', 'hello', 'xml-malformed'],
  ['JSON', '{"a": 1}', 'xml-malformed'],
  ['binary', '\u0000\u0001\ufffd\u0007PK', 'xml-malformed'],
  ['a lone surrogate', `<a b="\ud800"/>`, 'xml-malformed'],
  ['a control character by reference', '<a b="&#1;"/>', 'xml-malformed'],
  ['an unknown entity', `${head}&lol;</definitions>`, 'xml-malformed'],
  ['an unfinished file', head, 'xml-malformed'],
  ['crossed tags', '<a><b></a></b>', 'xml-malformed'],
  ['two roots', '<a/><b/>', 'xml-malformed'],
  ['text behind the root', '<a/>b', 'xml-malformed'],
  ['an attribute twice', '<a b="1" b="2"/>', 'xml-malformed'],
  ['an attribute without quotes', '<a b=1/>', 'xml-malformed'],
  ['an undeclared prefix', '<x:a/>', 'xml-malformed'],
  ['DOCTYPE with a billion laughs', billionLaughs, 'xml-doctype'],
  ['an external entity', external, 'xml-doctype'],
  ['20,000 levels', '<a>'.repeat(20_000) + '</a>'.repeat(20_000), 'xml-too-deep'],
  ['201 levels', '<a>'.repeat(201) + '</a>'.repeat(201), 'xml-too-deep'],
  ['3 MB', `${head}${' '.repeat(3 * 1024 * 1024)}</definitions>`, 'xml-too-large'],
  ['2 MB of umlauts', `<a>${'ä'.repeat(1.5 * 1024 * 1024)}</a>`, 'xml-too-large'],
  ['200,000 elements', `<a>${'<b/>'.repeat(200_000)}</a>`, 'xml-too-large'],
  ['a thousand namespaces', `<a>${'<b xmlns="u"/>'.repeat(1000)}</a>`, 'xml-too-large'],
  ['a web page', '<html><body/></html>', 'xml-wrong-root'],
  ['definitions of nobody', '<definitions/>', 'xml-wrong-root'],
  [
    'a decision',
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
    'xml-wrong-root',
  ],
  ['an id twice', bpmn(start + element('task', 's')), 'xml-duplicate-id'],
];

describe('hostile and broken input', () => {
  for (const [what, xml, code] of refused) {
    it(`${what}: ${code}`, async () => {
      const { problems } = await readProcesses(xml, 'f.bpmn');
      const found = problems.find((problem) => problem.code === code);
      expect(found, JSON.stringify(problems)).to.include({ severity: 'error', file: 'f.bpmn' });
    });
  }

  it('names the line', () => {
    const problem = scanXml('<a>\n<b c=">\n"/>\n<!-- \n -->\n<![CDATA[\n]]>\n&x;</a>').problems[0];
    expect(problem).to.include({ code: 'xml-malformed', line: 8 });
    const duplicate = scanXml('<a>\n<b id="i"/>\n<c id="i"/></a>').problems[0];
    expect(duplicate).to.include({ code: 'xml-duplicate-id', line: 3, elementId: 'i' });
    expect(duplicate?.messageEn).to.contain('first in line 2');
  });

  it('decodes what XML knows', () => {
    const { root } = scanXml('<a b="&lt;&#228;&#x1F600;&amp;amp;">&gt;<![CDATA[&lt;]]></a>');
    expect(root?.attributes.get('b')).to.equal('<ä😀&amp;');
    expect(root?.text).to.equal('>&lt;');
  });

  it('tells a declared encoding that is not UTF-8', () => {
    const { problems } = scanXml('<?xml version="1.0" encoding="ISO-8859-1"?><a/>');
    expect(problems.map(({ code }) => code)).to.deep.equal(['xml-encoding']);
  });

  it('200 levels are fine, and a byte order mark is', () => {
    expect(scanXml(`\ufeff${'<a>'.repeat(200)}${'</a>'.repeat(200)}`).problems).to.deep.equal([]);
  });

  /** Close to the limits; each of these is quadratic for a careless reader. */
  const heavy: readonly (readonly [string, string])[] = [
    ['unknown elements', bpmn(start + '<bpmn:x/>'.repeat(90_000))],
    [
      'processes',
      definitions(repeat(30_000, (i) => `<bpmn:process id="q${i}" isExecutable="true"/>`)),
    ],
    [
      'references',
      bpmn(element('startEvent', 's', '<bpmn:outgoing>s</bpmn:outgoing>'.repeat(60_000))),
    ],
    [
      'a reference list',
      bpmn(`<bpmn:dataInputAssociation sourceRef="${'s '.repeat(900_000)}"/>${start}`),
    ],
    [
      'properties',
      bpmn(
        start +
          element(
            'task',
            'x',
            repeat(40_000, (i) => `<bpmn:property id="pr${i}"/>`),
          ),
      ),
    ],
    [
      'flows',
      bpmn(
        start +
          repeat(20_000, (i) => `<bpmn:sequenceFlow id="f${i}" sourceRef="s" targetRef="s"/>`),
      ),
    ],
    [
      'boundary events',
      bpmn(
        element('task', 'x') +
          repeat(20_000, (i) => `<bpmn:boundaryEvent id="b${i}" attachedToRef="x"/>`),
      ),
    ],
    [
      'extensions',
      bpmn(
        start +
          serviceTask('x').replace(
            '</bpmn:ext',
            `${'<zeebe:properties/>'.repeat(80_000)}</bpmn:ext`,
          ),
      ),
    ],
    ['quotes', `<a b='${'"'.repeat(1_900_000)}'/>`],
    ['ampersands', `<a b="${'&amp;'.repeat(400_000)}"/>`],
    ['comments', `<a>${'<!---->'.repeat(250_000)}</a>`],
    ['unclosed tags', `<a ${'<'.repeat(1_900_000)}`],
    [
      'a very long duration',
      bpmn(
        element(
          'boundaryEvent',
          'b',
          `<bpmn:timerEventDefinition><bpmn:timeDuration>P${'1'.repeat(1_500_000)}</bpmn:timeDuration></bpmn:timerEventDefinition>`,
        ),
      ),
    ],
  ];
  for (const [what, xml] of heavy) {
    it(`is done soon with very many: ${what}`, async () => {
      const began = performance.now();
      const { problems } = await readProcesses(xml);
      expect(performance.now() - began).to.be.lessThan(10_000);
      expect(problems.length).to.be.lessThan(210);
    });
  }

  it('never throws at mutations of a valid model', async () => {
    const mutation = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(40),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 8 }),
        fc.constantFrom(
          '<',
          '>',
          '"',
          '/>',
          '</bpmn:process>',
          '<bpmn:task id="s">',
          'xsi:type="bpmn:tX"',
          ' id="__proto__"',
          '&lt;',
          '=',
          ...pieces(),
        ),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const xml = mutations.reduce(mutate, valid);
        const { processes, problems } = await readProcesses(xml, 'f.bpmn');
        expect(processes.length + problems.length).to.be.greaterThan(0);
        for (const { code, message: text, messageEn } of problems) {
          expect(code).to.match(/^[a-z-]+$/);
          expect(text && messageEn)
            .to.be.a('string')
            .that.is.not.equal('');
        }
      }),
      { numRuns: 200 },
    );
  });
});

function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('');
}

function mutate(
  xml: string,
  { at, cut, insert }: { at: number; cut: number; insert: string },
): string {
  const index = Math.floor(at * xml.length);
  return xml.slice(0, index) + insert + xml.slice(index + cut);
}

/** Whole elements and attributes of the model, so that mutations stay well-formed more often. */
function pieces(): string[] {
  return valid.match(/<[^>]+\/>|\w+="[^"]*"/g) ?? [];
}

const valid = bpmn(
  [
    start,
    element('userTask', 'u', zeebe('userTask', 'taskSchedule dueDate="= d"')),
    element(
      'boundaryEvent',
      'b',
      '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>',
      'attachedToRef="u"',
    ),
    element(
      'subProcess',
      'x',
      `${element('startEvent', 'xs')}${serviceTask('w')}${flows('xs -> w')}`,
    ),
    element('exclusiveGateway', 'g', '', 'default="g_r"'),
    element('receiveTask', 'r', '', 'messageRef="m"'),
    element('endEvent', 'e', '<bpmn:terminateEventDefinition/>'),
    flows('s -> u -> x -> g -> r -> e', 'b -> e'),
    flow('g', 'e', '= a > 1'),
  ].join('\n'),
  { rootElements: message('m', 'M', '= k') },
);
