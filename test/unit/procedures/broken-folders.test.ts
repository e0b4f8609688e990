import { expect } from 'chai';
import fc from 'fast-check';
import { describeProblem, isRefused } from '../../../engine/model/problem.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

interface Spoiled {
  readonly rule: string;
  readonly file: string;
  /** What is replaced by what; a missing `find` replaces the whole file. */
  readonly find?: string | RegExp;
  readonly by: string | undefined;
  /** The problem is at the line of this text in the spoiled file; absent: no line is demanded. */
  readonly at?: string;
  /** Where the problem is reported, when that is not the file itself. */
  readonly in?: string;
}

const COLLECT = '_building-blocks/collect-fee/';

const CASES: readonly Spoiled[] = [
  // Files
  { rule: 'file-missing', file: 'process.bpmn', by: undefined },
  { rule: 'file-missing', file: 'procedure.json', by: undefined },
  { rule: 'file-missing', file: 'texts/en.json', by: undefined },
  { rule: 'file-missing', file: `${COLLECT}block.json`, by: undefined },
  { rule: 'file-unknown', file: 'form/nummer.form', by: '{}' },
  { rule: 'file-path', file: '../outside.json', by: '{}' },
  { rule: 'file-path', file: 'forms/../../x.form', by: '{}' },
  { rule: 'file-path', file: 'texts\\de.json', by: '{}' },
  // JSON
  { rule: 'json-malformed', file: 'procedure.json', find: '"lead"', by: 'lead', at: 'lead:' },
  { rule: 'json-malformed', file: 'texts/de.json', find: /\}\s*$/, by: '' },
  { rule: 'json-malformed', file: 'forms/posten.form', by: '\u0000\u0001 PNG' },
  { rule: 'json-malformed', file: 'forms/posten.form', by: '' },
  { rule: 'json-too-deep', file: 'forms/posten.form', by: '['.repeat(5_000) },
  {
    rule: 'json-doubled-key',
    file: 'texts/de.json',
    find: '"outcome.paid":',
    by: '"service.title": "zweimal",\n"outcome.paid":',
    at: 'zweimal',
  },
  {
    rule: 'json-forbidden-key',
    file: 'forms/posten.form',
    find: '"schemaVersion"',
    by: '"__proto__": {}, "schemaVersion"',
    at: '__proto__',
  },
  { rule: 'file-too-large', file: 'texts/en.json', by: `{"a": "${'x'.repeat(600_000)}"}` },
  // procedure.json
  {
    rule: 'config-invalid',
    file: 'procedure.json',
    find: '"trustLevel": "none"',
    by: '"trustLevel": "some"',
    at: '"trustLevel"',
  },
  {
    rule: 'config-invalid',
    file: 'procedure.json',
    find: '"trustLevel"',
    by: '"trustlevel"',
    at: '"trustlevel"',
  },
  {
    rule: 'config-invalid',
    file: 'procedure.json',
    find: '{ "type": "enum", "values": ["card", "invoice"] }',
    by: '{ "type": "text" }',
    at: '"text"',
  },
  {
    rule: 'config-key',
    file: 'procedure.json',
    find: '"key": "bibliotheksgebuehr"',
    by: '"key": "anders"',
  },
  {
    rule: 'config-data-doubled',
    file: 'procedure.json',
    find: '"handBooking":',
    by: '"paymentRetry": { "type": "boolean" }, "handBooking":',
    in: `${COLLECT}block.json`,
  },
  {
    rule: 'data-field-missing',
    file: 'procedure.json',
    find: '"handBooking":',
    by: '"nowhere": { "type": "boolean" }, "handBooking":',
  },
  {
    rule: 'data-field-type',
    file: 'procedure.json',
    find: '{ "type": "enum", "values": ["card", "invoice"] }',
    by: '{ "type": "boolean" }',
  },
  {
    rule: 'data-choice-missing',
    file: 'procedure.json',
    find: '"values": ["card", "invoice"]',
    by: '"values": ["card"]',
  },
  {
    rule: 'decision-missing',
    file: 'procedure.json',
    find: /"feeAccount": \{[^}]*\}/,
    by: '"feeAccount": { "decision": "nobody" }',
  },
  // Texts
  {
    rule: 'text-missing',
    file: 'texts/de.json',
    find: '"item.loan":',
    by: '"item.new": "Neu", "item.loan":',
    at: 'item.new',
  },
  {
    rule: 'text-missing',
    file: 'texts/en.json',
    find: '"item.loan":',
    by: '"item.new": "New", "item.loan":',
    at: 'item.new',
  },
  { rule: 'text-required', file: 'texts/de.json', find: /"service.summary": .*\n/, by: '' },
  {
    rule: 'text-required',
    file: 'forms/nummer.form',
    find: '"forms.nummer.invoiceNumber.pattern"',
    by: '"keiner"',
  },
  { rule: 'text-untranslated', file: 'texts/en.json', find: /"forms.posten.title": .*\n/, by: '' },
  {
    rule: 'text-unused-override',
    file: 'texts/en.json',
    find: '"forms.posten.title"',
    by: '"forms.posten.headline"',
    at: 'forms.posten.headline',
  },
  {
    rule: 'text-not-text',
    file: 'texts/de.json',
    find: '"Ausleihgebühr"',
    by: '["Ausleihgebühr"]',
    at: '"item.loan"',
  },
  {
    rule: 'text-too-long',
    file: 'texts/de.json',
    find: '"Ausleihgebühr"',
    by: `"${'x'.repeat(6_000)}"`,
    at: '"item.loan"',
  },
  {
    rule: 'text-placeholders',
    file: 'texts/de.json',
    find: '"Ausleihgebühr"',
    by: '"Ausleihgebühr {titel}"',
    in: 'texts/en.json',
  },
  {
    rule: 'text-block-key',
    file: `${COLLECT}texts/de.json`,
    find: '"collect-fee.pay":',
    by: '"fremd": "x", "collect-fee.pay":',
    at: 'fremd',
  },
  // Forms
  { rule: 'form-invalid', file: 'forms/posten.form', by: '[]' },
  {
    rule: 'form-empty',
    file: 'forms/posten.form',
    by: '{ "properties": { "title": "x" }, "components": [] }',
  },
  { rule: 'form-title-missing', file: 'forms/posten.form', find: '"title"', by: '"titel"' },
  {
    rule: 'form-component-unknown',
    file: 'forms/posten.form',
    find: '"type": "checklist"',
    by: '"type": "taglist"',
  },
  {
    rule: 'form-attribute-unknown',
    file: 'forms/posten.form',
    find: '"type": "checkbox",',
    by: '"type": "checkbox",\n"defaultValue": true,',
    at: '"defaultValue"',
  },
  {
    rule: 'form-attribute-invalid',
    file: 'forms/nummer.form',
    find: '"library-card"',
    by: '"bibliothek"',
    at: '"bibliothek"',
  },
  {
    rule: 'form-attribute-invalid',
    file: 'forms/nummer.form',
    find: '"maxLength": 20',
    by: '"maxLength": "viele"',
    at: '"viele"',
  },
  {
    rule: 'form-attribute-invalid',
    file: 'forms/posten.form',
    find: /"title": "[^"]*"/,
    by: '"title": "Posten", "partialBy": "nobody"',
    at: '"partialBy"',
  },
  {
    rule: 'form-attribute-missing',
    file: 'forms/nummer.form',
    find: '"label": "Nummer der Rechnung",',
    by: '',
  },
  {
    rule: 'form-key-doubled',
    file: 'forms/nummer.form',
    find: '"key": "invoiceNumber"',
    by: '"key": "cardNumber"',
  },
  {
    rule: 'form-key-invalid',
    file: 'forms/nummer.form',
    find: '"key": "invoiceNumber"',
    by: '"key": "invoice number"',
    at: '"key": "invoice number"',
  },
  {
    rule: 'form-feel',
    file: 'forms/nummer.form',
    find: 'identification != \\"card\\"',
    by: 'identification != ',
    at: '"hide": "=identification != "',
  },
  {
    rule: 'form-pattern',
    file: 'forms/nummer.form',
    find: '^R-[0-9]{4}-[0-9]{3,6}$',
    by: '(R',
    at: '(R',
  },
  {
    rule: 'form-choices-missing',
    file: 'forms/posten.form',
    find: /"valuesExpression".*\n/,
    by: '',
  },
  // Models and what they name
  { rule: 'xml-doctype', file: 'process.bpmn', find: '?>', by: '?><!DOCTYPE x [<!ENTITY a "b">]>' },
  {
    rule: 'model-one-process',
    file: 'process.bpmn',
    find: '</bpmn:process>',
    by: '</bpmn:process><bpmn:process id="zweiter" isExecutable="true"><bpmn:startEvent id="zStart" /></bpmn:process>',
  },
  {
    rule: 'form-missing',
    file: 'process.bpmn',
    find: '"forms/posten"',
    by: '"forms/gibt-es-nicht"',
    at: 'id="chooseItems"',
  },
  {
    rule: 'form-missing',
    file: 'procedure.json',
    find: '"steps": ["forms/nummer"]',
    by: '"steps": ["forms/nein"]',
  },
  {
    rule: 'form-reference-missing',
    file: 'process.bpmn',
    find: /<zeebe:formDefinition externalReference="forms\/posten" \/>/,
    by: '',
    at: 'id="chooseItems"',
  },
  {
    rule: 'group-unknown',
    file: 'process.bpmn',
    find: 'candidateGroups="stadtbibliothek"',
    by: 'candidateGroups="bauamt"',
    at: 'id="bookByHand"',
  },
  {
    rule: 'group-missing',
    file: 'process.bpmn',
    find: '<zeebe:assignmentDefinition candidateGroups="stadtbibliothek" />',
    by: '',
    at: 'id="bookByHand"',
  },
  {
    rule: 'topic-unknown',
    file: 'process.bpmn',
    find: 'type="fee-posting"',
    by: 'type="fee-posted"',
    at: 'id="postFee"',
  },
  {
    rule: 'error-code-unknown',
    file: 'process.bpmn',
    find: 'errorCode="choice-invalid"',
    by: 'errorCode="choice-wrong"',
    at: 'id="choiceInvalid"',
  },
  {
    rule: 'process-missing',
    file: 'process.bpmn',
    find: 'processId="deliver"',
    by: 'processId="zustellen"',
    at: 'id="deliverReceipt"',
  },
  {
    rule: 'reference-not-constant',
    file: 'process.bpmn',
    find: 'processId="deliver"',
    by: 'processId="=feeId"',
    at: 'id="deliverReceipt"',
  },
  {
    rule: 'decision-missing',
    file: 'process.bpmn',
    find: 'decisionId="feeAccount"',
    by: 'decisionId="konto"',
    at: 'id="feeAccount"',
  },
  {
    rule: 'template-missing',
    file: 'process.bpmn',
    find: 'templates/zurueck.mail.hbs',
    by: 'templates/dreifach.mail.hbs',
    at: 'id="tellRefund"',
  },
  {
    rule: 'template-missing',
    file: 'templates/quittung.letter.hbs',
    by: undefined,
    in: 'process.bpmn',
  },
  {
    rule: 'template-text-missing',
    file: 'templates/quittung.mail.hbs',
    find: 'mail.greeting',
    by: 'mail.gruss',
    at: 'mail.gruss',
  },
  {
    rule: 'block-input-missing',
    file: 'process.bpmn',
    find: /<zeebe:input source="[^"]*" target="payableDays" \/>/,
    by: '',
    at: 'id="collectFee"',
  },
  {
    rule: 'status-text-missing',
    file: 'process.bpmn',
    find: 'value="status.choose"',
    by: 'value="status.waehlen"',
    at: 'id="chooseItems"',
  },
  {
    rule: 'status-missing',
    file: 'process.bpmn',
    find: /<zeebe:property name="status" value="(?:status.account|status.choose)" \/>/g,
    by: '',
    at: 'id="chooseItems"',
  },
  {
    rule: 'outcome-missing',
    file: 'process.bpmn',
    find: '<zeebe:property name="outcome" value="outcome.notPaid" />',
    by: '',
    at: 'id="notPaid"',
  },
  {
    rule: 'phase-unknown',
    file: 'process.bpmn',
    find: 'name="phase" value="auswahl"',
    by: 'name="phase" value="wahl"',
    at: 'id="chooseItems"',
  },
  {
    rule: 'property-unknown',
    file: 'process.bpmn',
    find: 'name="phase" value="auswahl"',
    by: 'name="fase" value="auswahl"',
    at: 'id="chooseItems"',
  },
  {
    rule: 'property-invalid',
    file: 'process.bpmn',
    find: /(id="chooseItems"[\s\S]*?)name="turn" value="citizen"/,
    by: '$1name="turn" value="buerger"',
    at: 'id="chooseItems"',
  },
  {
    rule: 'data-undeclared',
    file: 'process.bpmn',
    find: '=numberTries &lt; 3',
    by: '=applicantName = "x"',
  },
  {
    rule: 'data-undeclared',
    file: 'procedure.json',
    find: '"handBooking":',
    by: '"handBuchung":',
    in: 'process.bpmn',
  },
  {
    rule: 'data-undeclared',
    file: 'decisions/fee-account.dmn',
    find: /name="chosenKinds"/g,
    by: 'name="birthDate"',
  },
  {
    rule: 'data-undeclared',
    file: `${COLLECT}block.json`,
    find: '"reminderDays"',
    by: '"remindDays"',
    in: `${COLLECT}process.bpmn`,
  },
  {
    rule: 'template-malformed',
    file: 'templates/quittung.mail.hbs',
    find: '{{links.status}}',
    by: '{{#if links.status}}',
  },
  {
    rule: 'text-key-missing',
    file: 'process.bpmn',
    find: '"fee.name"',
    by: '"fee.names"',
    at: 'id="collectFee"',
  },
  {
    rule: 'decision-input-undrawn',
    file: 'decisions/fee-account.dmn',
    find: /<informationRequirement id="chosenKinds[\s\S]*?<\/informationRequirement>/,
    by: '',
  },
  // What the engine would refuse
  {
    rule: 'feel-syntax',
    file: 'process.bpmn',
    find: '=numberTries &lt; 3',
    by: '=numberTries +',
    at: '=numberTries +',
  },
  {
    rule: 'feel-syntax',
    file: `${COLLECT}process.bpmn`,
    find: '=feePaid = true',
    by: '=feePaid = (',
    at: '=feePaid = (',
  },
  {
    rule: 'dmn-feel-syntax',
    file: 'decisions/fee-account.dmn',
    find: 'list contains(?, "overdue")',
    by: 'list contains(?, ',
    at: 'list contains(?, <',
  },
  {
    rule: 'dmn-feel-syntax',
    file: 'decisions/fee-account.dmn',
    find: /<text>\{[\s\S]*?\}<\/text>/,
    by: '<text>1 +(</text>',
    at: '1 +(',
  },
  // Scenarios
  { rule: 'config-invalid', file: 'scenarios/nichts-offen.json', find: '"complete"', by: '"done"' },
];

/** Configurations that cannot be read, and what is said of them after the name of the file. */
const UNREADABLE_CONFIGS: readonly {
  readonly what: string;
  readonly find: string | RegExp;
  readonly by: string;
  readonly told: readonly string[];
}[] = [
  {
    what: 'unknown keys',
    find: '{',
    by: '{\n"gruppen": [],\n"form": 1,',
    told: [
      '2 gruppen: Unbekannter Schlüssel: "gruppen" [config-invalid]',
      '3 form: Unbekannter Schlüssel: "form" [config-invalid]',
    ],
  },
  {
    what: 'a value of another type',
    find: /"key": "[a-z-]+"/,
    by: '"key": 7',
    told: ['3 key: Ungültige Eingabe: erwartet string, erhalten Zahl [config-invalid]'],
  },
];

describe('a broken procedure folder', () => {
  it('is no folder that is whole', async () => {
    const { procedure, problems } = await readFiles(await goodFiles());
    expect(problems).to.deep.equal([]);
    expect(procedure?.key).to.equal('bibliotheksgebuehr');
  });

  for (const spoiled of CASES) {
    const where = spoiled.at ? ` at ${spoiled.at}` : '';
    it(`${spoiled.rule}: ${spoiled.file}${where}`, () => demandProblem(spoiled));
  }

  it('is told in both languages what is missing, and from what it is the least away', async () => {
    const said = async (file: string, find: string, by: string): Promise<string[]> => {
      const files = await goodFiles();
      files.set(file, spoil(files.get(file), { rule: '', file, find, by }) ?? '');
      const { problems } = await readFiles(files);
      return problems
        .filter(({ code }) => code === 'config-invalid')
        .flatMap(({ message, messageEn }) => [message, messageEn]);
    };
    expect(await said('procedure.json', '"trustLevel": "none",', '')).to.deep.equal([
      'trustLevel: fehlt',
      'trustLevel: is missing',
    ]);
    const scenario = 'scenarios/nichts-offen.json';
    expect(await said(scenario, '"expect"', '"expects"')).to.deep.equal([
      'steps.0.expects: Unbekannter Schlüssel: "expects"',
      'steps.0.expects: Unrecognized key: "expects"',
    ]);
    const [german, english] = await said(scenario, '"complete"', '"done"');
    expect(german).to.include('steps.0: complete fehlt').and.include('– oder: fail fehlt');
    expect(english).to.include('steps.0: complete is missing').and.include('– or: fail is missing');
  });

  for (const folder of ['', COLLECT, '_building-blocks/deliver/']) {
    const config = folder === '' ? 'procedure.json' : `${folder}block.json`;
    for (const { what, find, by, told } of UNREADABLE_CONFIGS) {
      it(`is told what is wrong with ${config} alone (${what})`, async () => {
        const files = await goodFiles();
        files.set(config, (files.get(config) ?? '').replace(find, by));
        const { problems } = await readFiles(files);
        const lines = problems.map(describeProblem);
        expect(lines).to.deep.equal(told.map((line) => `${config}:${line}`));
      });
    }

    it(`is told that ${config} is missing, and no more`, async () => {
      const files = await goodFiles();
      files.delete(config);
      const { problems } = await readFiles(files);
      expect(problems.map(({ code }) => code)).to.deep.equal(['file-missing']);
    });
  }

  it('is told once what several readers find, and on one line', async () => {
    const files = await goodFiles();
    const [model, table] = ['process.bpmn', 'decisions/fee-account.dmn'];
    files.set(model, (files.get(model) ?? '').replace('=numberTries &lt; 3', '=1 +&#10;('));
    files.set(table, (files.get(table) ?? '').replace('hitPolicy="COLLECT"', 'hitPolicy="LAST"'));
    const { problems } = await readFiles(files);
    const direct = problems.filter(({ code }) => code !== 'decision-missing');
    const lines = direct.map(describeProblem);
    expect(lines).to.have.length(2);
    expect(lines[0]).to.match(
      /^decisions\/fee-account.dmn:\d+ \(\w+\) .*„LAST“.* \[dmn-hit-policy\]$/,
    );
    expect(lines[1]).to.match(
      /^process.bpmn:\d+ \(\w+\) .*„1 \+…“.* nicht lesbar \[feel-syntax\]$/,
    );
  });

  it('gets every problem at once, in German and English', async () => {
    const files = await goodFiles();
    files.set('texts/de.json', 'kein JSON');
    files.set('forms/posten.form', '{');
    files.set('process.bpmn', '<html/>');
    const { problems } = await readFiles(files);
    const inFiles = new Set(problems.map(({ file }) => file));
    expect([...inFiles]).to.include.members(['texts/de.json', 'forms/posten.form', 'process.bpmn']);
    for (const { message, messageEn } of problems) {
      expect(message).to.not.equal('');
      expect(messageEn).to.not.equal('');
    }
  });
});

async function demandProblem(spoiled: Spoiled): Promise<void> {
  const files = await goodFiles();
  const before = files.get(spoiled.file);
  const after = spoil(before, spoiled);
  expect(after, 'the spoiling changes something').to.not.equal(before);
  if (after === undefined) files.delete(spoiled.file);
  else files.set(spoiled.file, after);
  const { procedure, problems } = await readFiles(files);
  expect(procedure).to.equal(undefined);
  const found = problems.find(
    ({ code, file }) => code === spoiled.rule && file === (spoiled.in ?? spoiled.file),
  );
  expect(found, JSON.stringify(problems.slice(0, 5), undefined, 1)).to.not.equal(undefined);
  if (spoiled.at !== undefined) {
    const line = (after ?? '').split('\n').findIndex((one) => one.includes(spoiled.at ?? '')) + 1;
    const lines = problems.filter(({ code }) => code === spoiled.rule).map((one) => one.line);
    expect(lines, 'line').to.include(line);
  }
}

function spoil(before: string | undefined, { find, by }: Spoiled): string | undefined {
  if (find === undefined || by === undefined || before === undefined) return by;
  return before.replace(find, by);
}

describe('a procedure folder, spoiled at random', () => {
  it('is refused or accepted, and never throws', async () => {
    const files = await goodFiles();
    const paths = [...files.keys()];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.nat(40),
        fc.string({ maxLength: 4 }),
        async (path, at, length, by) => {
          const text = files.get(path) ?? '';
          const from = at % (text.length + 1);
          const spoiled = text.slice(0, from) + by + text.slice(from + length);
          const { procedure, problems } = await readFiles(new Map(files).set(path, spoiled));
          expect(procedure === undefined).to.equal(isRefused(problems));
        },
      ),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
