import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { localiseForm } from '../../../core/procedures/localise-form.ts';
import { PLAIN_TITLE, withPlainGerman } from '../../support/plain-german.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

async function plainFiles(): Promise<Map<string, string>> {
  return new Map(withPlainGerman(makeBundle('bibliotheksgebuehr', await goodFiles())).files);
}

describe('texts in plain German', () => {
  it('are said where they are, and German where they are not', async () => {
    const { procedure } = await readFiles(await plainFiles());
    const texts = procedure?.texts;
    expect(texts?.get('de-leicht', 'service.title')).to.equal(PLAIN_TITLE);
    // Of a building block there are none.
    const key = [...(procedure?.bundle.files.keys() ?? [])].find((path) =>
      path.endsWith('collect-fee/texts/de.json'),
    );
    const block = JSON.parse(procedure?.bundle.files.get(key ?? '') ?? '{}') as object;
    const [name = '', text] = Object.entries(block)[0] ?? [];
    expect(texts?.get('de-leicht', name)).to.equal(text);
  });

  it('are those of forms too, as far as they are said', async () => {
    const { procedure } = await readFiles(await plainFiles());
    const form = procedure?.forms.get('forms/nummer');
    if (!form || !procedure) throw new Error('no form');
    const plain = localiseForm(form, procedure.texts, 'de-leicht');
    expect(plain.title).to.equal('Haben Sie einen Ausweis?');
    expect(plain.components.length).to.equal(form.components.length);
  });

  it('are not there for a procedure without them', async () => {
    const { procedure } = await readFiles(await goodFiles());
    expect(procedure?.texts.get('de-leicht', 'service.title')).to.equal(
      procedure?.texts.get('de', 'service.title'),
    );
  });

  for (const [rule, spoil] of Object.entries({
    'file-missing': (files: Map<string, string>) => files.delete('texts/de-leicht.json'),
    'text-missing': (files: Map<string, string>) =>
      files.set(
        'texts/de-leicht.json',
        (files.get('texts/de-leicht.json') ?? '').replace('"service.summary"', '"service.other"'),
      ),
    'language-unsaid': (files: Map<string, string>) =>
      files.set('procedure.json', (files.get('procedure.json') ?? '').replace(',"de-leicht"', '')),
  })) {
    it(`are refused: ${rule}`, async () => {
      const files = await plainFiles();
      spoil(files);
      const { procedure, problems } = await readFiles(files);
      expect(procedure).to.equal(undefined);
      expect(problems.map(({ code }) => code)).to.include(rule);
    });
  }
});
