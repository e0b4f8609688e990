import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { withUploads } from '../../support/upload-procedure.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

const FILE = 'transfer/payload.json';

const good = `{
  "schemaId": "S99000000002",
  "schemaVersion": "1.0.0",
  "schemaUri": "https://schema.example.org/fim/s99000000002_1.0.0.xsd",
  "withVersions": true,
  "content": [
    {
      "type": "group",
      "id": "G99000000004",
      "content": [
        { "type": "text", "id": "F99000000014", "from": "answers.cardNumber", "pattern": "[0-9]{10}" },
        { "type": "text", "id": "F99000000015", "from": "facts.libraryAccount.state", "occurs": "0:1" }
      ]
    },
    {
      "type": "group",
      "id": "G99000000005",
      "occurs": "0:*",
      "each": "facts.libraryAccount.items",
      "content": [{ "type": "num_currency", "id": "F99000000016", "from": "item.amountCents" }]
    }
  ]
}`;

/** What is replaced by what, and the rule that sees it at the line of the replacement. */
const SPOILED: readonly [string, string, string][] = [
  ['answers.cardNumber', 'answers.cardNo', 'transfer-answer-unknown'],
  ['answers.cardNumber', 'answers.cardNumber.digits', 'transfer-answer-unknown'],
  ['answers.cardNumber', 'answers.constructor', 'transfer-answer-unknown'],
  ['answers.cardNumber', 'item.cardNumber', 'transfer-item-outside'],
  ['facts.libraryAccount.items', 'answers.cardNumber', 'transfer-answer-unknown'],
  ['"F99000000015"', '"F99000000014"', 'transfer-id-doubled'],
  ['[0-9]{10}', '[0-9', 'transfer-pattern'],
  ['"0:1"', '"2:1"', 'config-invalid'],
  ['"0:1"', '"0:0"', 'config-invalid'],
  ['"F99000000014"', '"F1"', 'config-invalid'],
  ['"num_currency"', '"money"', 'config-invalid'],
  ['"item.amountCents"', '"env.HOME"', 'config-invalid'],
  ['"item.amountCents"', '"person.email"', 'config-invalid'],
  ['"facts.libraryAccount.items"', '"person.givenNames"', 'config-invalid'],
  ['"withVersions": true,', '"withVersions": "yes",', 'config-invalid'],
  ['"withVersions": true,', '"withVersions": true, "also": 1,', 'config-invalid'],
  ['"S99000000002"', '"S99000000002', 'json-malformed'],
];

describe('the mapping of a payload', () => {
  it('is read with the procedure', async () => {
    const { procedure, problems } = await readFiles(await filesWith(good));
    expect(problems).to.deep.equal([]);
    expect(procedure?.payload?.content[1]?.occurs).to.deep.equal({ min: 0, max: 999 });
  });

  it('need not be there', async () => {
    const { procedure } = await readFiles(await goodFiles());
    expect(procedure).to.have.property('key');
    expect(procedure).not.to.have.property('payload');
  });

  for (const [find, by, rule] of SPOILED) {
    it(`is refused at its line: ${by} (${rule})`, async () => {
      const text = good.replace(find, by);
      const line = text.split('\n').findLastIndex((one) => one.includes(by)) + 1;
      const { procedure, problems } = await readFiles(await filesWith(text));
      expect(procedure).to.equal(undefined);
      const places = problems.map(({ code, file, line: at }) => ({ code, file, line: at }));
      expect(places).to.deep.include({ code: rule, file: FILE, line });
    });
  }

  it('is refused in German also where its schema words it itself', async () => {
    const { problems } = await readFiles(await filesWith(good.replace('"0:1"', '"2:1"')));
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'content.0.content.1.occurs: min:max, min höchstens so groß wie max',
    ]);
  });

  it('takes the list of what was uploaded', async () => {
    const each = (entry: string) =>
      good
        .replace('facts.libraryAccount.items', 'answers.proofs')
        .replace('"num_currency"', '"text"')
        .replace('item.amountCents', `item.${entry}`);
    const problemsOf = async (text: string) => {
      const bundle = withUploads(makeBundle('bibliotheksgebuehr', await filesWith(text)));
      return (await readFiles(bundle.files)).problems.map(({ code }) => code);
    };
    expect(await problemsOf(each('document'))).to.deep.equal([]);
    expect(await problemsOf(each('content'))).to.deep.equal(['transfer-answer-unknown']);
  });

  it('belongs to procedures, not to blocks', async () => {
    const files = (await goodFiles()).set(`_building-blocks/collect-fee/${FILE}`, good);
    const { problems } = await readFiles(files);
    expect(problems.map(({ code }) => code)).to.include('file-unknown');
  });
});

async function filesWith(text: string): Promise<Map<string, string>> {
  return (await goodFiles()).set(FILE, text);
}
