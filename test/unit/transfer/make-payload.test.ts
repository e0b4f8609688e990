import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { JsonObject } from '../../../core/json.ts';
import { makePayload, type PayloadSource } from '../../../core/transfer/make-payload.ts';
import { payloadMappingSchema } from '../../../core/transfer/payload-mapping.ts';
import { validateXml } from '../../support/validate-xml.ts';
import { parkingCase, parkingMapping } from './parking-mapping.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/fim');
const withVersions = fixture('S99000000001_xfall_mit-versionen.xsd');
const withoutVersions = fixture('S99000000001_xfall_ohne-versionen.xsd');

describe('the payload by FIM rules', () => {
  it('is the sample with versions, and fits its schema', () => {
    const xml = good(parkingMapping, parkingCase);
    expect(xml).to.equal(flat(fixture('S99000000001_mit-versionen.instance.xml')));
    validateXml(xml, withVersions);
  });

  it('is the sample without versions, and fits its schema', () => {
    const xml = good({ ...parkingMapping, withVersions: false }, parkingCase);
    expect(xml).to.equal(flat(fixture('S99000000001_ohne-versionen.instance.xml')));
    validateXml(xml, withoutVersions);
  });

  it('leaves out what may be absent', () => {
    const { feeCents: _fee, ...facts } = parkingCase.facts;
    const xml = good(parkingMapping, { ...parkingCase, facts, enclosures: new Map() });
    expect(xml).not.to.match(/F990000000(11|12)/);
    validateXml(xml, withVersions);
  });

  it('names the person by what is best known, whatever was typed', () => {
    const text = JSON.stringify(parkingMapping).replace(
      /answers\.(familyName|givenNames|birthDate)/g,
      'person.$1',
    );
    const mapping = JSON.parse(text) as JsonObject;
    const person = { familyName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };
    const xml = good(mapping, { ...parkingCase, person });
    expect(xml).to.include('>Kern<').and.include('>Lea<').and.include('>1995-05-25<');
    expect(xml).not.to.include('Mustermann');
    validateXml(xml, withVersions);
    expect(makePayload(mappingOf(mapping), parkingCase)).to.have.property('ok', false);
  });

  it('fits the schema whatever people type', () => {
    const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyText, anyText, (familyName, givenNames) => {
        const made = makePayload(mappingOf(parkingMapping), {
          ...parkingCase,
          answers: { ...parkingCase.answers, familyName, givenNames },
        });
        if (made.ok) validateXml(made.xml, withVersions);
        expect(made.ok).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  const faults: readonly [JsonObject, string, string][] = [
    [{ familyName: '' }, 'F99000000001V1.0.0', 'missing'],
    [{ familyName: 'x'.repeat(121) }, 'F99000000001V1.0.0', 'too-long'],
    [{ familyName: true }, 'F99000000001V1.0.0', 'wrong-type'],
    [{ familyName: ['A', 'B'] }, 'F99000000001V1.0.0', 'too-many'],
    [{ birthDate: '1964-02-30' }, 'F99000000003V1.0.0', 'wrong-type'],
    [{ term: 'forever' }, 'F99000000009V1.0.0', 'code-unknown'],
    [{ hasGarage: 'nein' }, 'F99000000010V1.0.0', 'wrong-type'],
  ];
  for (const [answers, element, code] of faults) {
    it(`names the element of ${code} and shows no value: ${Object.keys(answers).join()}`, () => {
      const source = { ...parkingCase, answers: { ...parkingCase.answers, ...answers } };
      expect(makePayload(mappingOf(parkingMapping), source)).to.deep.equal({
        ok: false,
        problems: [{ element, code }],
      });
    });
  }

  it('keeps patterns and bounds', () => {
    const facts = {
      ...parkingCase.facts,
      residence: { street: 'A', postalCode: 'D-90403', city: 'B' },
      feeCents: 100_001,
    };
    expect(makePayload(mappingOf(parkingMapping), { ...parkingCase, facts })).to.deep.equal({
      ok: false,
      problems: [
        { element: 'F99000000006V1.0.0', code: 'pattern' },
        { element: 'F99000000012V1.0.0', code: 'too-large' },
      ],
    });
  });
});

describe('groups of a payload', () => {
  const plates = {
    type: 'group',
    id: 'G00000001',
    occurs: '0:2',
    each: 'answers.plates',
    content: [
      { type: 'text', id: 'F00000001', from: 'item.plate' },
      { type: 'num_int', id: 'F00000002', from: 'item.weightKg', occurs: '0:1' },
    ],
  };
  const mapping = { ...parkingMapping, schemaId: 'S00000001', schemaVersion: undefined };

  it('are repeated for the entries of a list', () => {
    const answers = { plates: [{ plate: 'A & B' }, { plate: '<C>', weightKg: 1200 }] };
    expect(good({ ...mapping, content: [plates] }, only(answers))).to.equal(
      '<S00000001 xmlns="urn:fim-de:xfall:datenschema:xdf3">' +
        '<G00000001><F00000001>A &amp; B</F00000001></G00000001>' +
        '<G00000001><F00000001>&lt;C&gt;</F00000001><F00000002>1200</F00000002></G00000001>' +
        '</S00000001>',
    );
    expect(good({ ...mapping, content: [plates] }, only({}))).not.to.contain('G00000001');
  });

  it('are counted', () => {
    const answers = { plates: [{ plate: 'A' }, { plate: 'B' }, { plate: 'C' }] };
    expect(problems({ ...mapping, content: [plates] }, only(answers))).to.deep.equal([
      { element: 'G00000001', code: 'too-many' },
    ]);
    expect(problems({ ...mapping, content: [plates] }, only({ plates: 'A' }))).to.deep.equal([
      { element: 'G00000001', code: 'not-a-list' },
    ]);
  });

  it('are absent when they may be and nothing is known, and complete otherwise', () => {
    const group = {
      type: 'group',
      id: 'G00000002',
      occurs: '0:1',
      content: [
        { type: 'text', id: 'F00000003', from: 'answers.street' },
        { type: 'text', id: 'F00000004', from: 'answers.town' },
      ],
    };
    const content = [group];
    expect(good({ ...mapping, content }, only({}))).not.to.contain('G00000002');
    expect(problems({ ...mapping, content }, only({ street: 'A' }))).to.deep.equal([
      { element: 'F00000004', code: 'missing' },
    ]);
  });

  it('take exactly one of a choice', () => {
    const content = [
      {
        type: 'group',
        id: 'G00000003',
        choice: true,
        content: [
          { type: 'text', id: 'F00000005', from: 'answers.street' },
          { type: 'date', id: 'F00000006', from: 'answers.day' },
        ],
      },
    ];
    const one = good({ ...mapping, content }, only({ street: 'A' }));
    expect(one).to.contain('<G00000003><F00000005>A</F00000005></G00000003>');
    const element = 'G00000003';
    const notOne = [{ element, code: 'not-one-of' }];
    const both = { street: 'A', day: '2026-01-01' };
    expect(problems({ ...mapping, content }, only(both))).to.deep.equal(notOne);
    expect(problems({ ...mapping, content }, only({}))).to.deep.equal(notOne);
    expect(problems({ ...mapping, content }, only({ street: 'A', day: 'soon' }))).to.deep.equal([
      { element: 'F00000006', code: 'wrong-type' },
    ]);
  });
});

function mappingOf(file: object) {
  return payloadMappingSchema.parse(file);
}

function good(file: object, source: PayloadSource): string {
  const made = makePayload(mappingOf(file), source);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.xml;
}

function problems(file: object, source: PayloadSource) {
  const made = makePayload(mappingOf(file), source);
  return made.ok ? [] : made.problems;
}

function only(answers: JsonObject): PayloadSource {
  return { answers, facts: {}, enclosures: new Map() };
}

function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), 'utf8');
}

/** Without declaration, comment and indentation. */
function flat(xml: string): string {
  return xml.replace(/<\?.*?\?>|<!--.*?-->/gs, '').replace(/\n\s*/g, '');
}
