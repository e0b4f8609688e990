import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { localiseForm } from '../../../core/procedures/localise-form.ts';
import {
  longestSentence,
  MOST_WORDS,
  PLAIN_TITLE,
  withPlainGerman,
} from '../../support/plain-german.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

const BLOCKS = join(import.meta.dirname, '../../../processes/_building-blocks');

async function plainFiles(): Promise<Map<string, string>> {
  return new Map(withPlainGerman(makeBundle('bibliotheksgebuehr', await goodFiles())).files);
}

describe('texts in plain German', () => {
  it('are said where they are, and German where they are not', async () => {
    const { procedure } = await readFiles(await plainFiles());
    const texts = procedure?.texts;
    expect(texts?.get('de-leicht', 'service.title')).to.equal(PLAIN_TITLE);
    // The library says this in German only; the block says it in both.
    expect(texts?.get('de-leicht', 'collect-fee.paid.done')).to.equal('Sie haben bezahlt');
    expect(texts?.get('de', 'collect-fee.paid.done')).to.equal('Bezahlt');
    expect(texts?.get('de-leicht', 'status.received')).to.equal(
      texts?.get('de', 'status.received'),
    );
  });

  it('are there for every block that a citizen reads, in short sentences', () => {
    for (const block of readdirSync(BLOCKS)) {
      const file = join(BLOCKS, block, 'texts/de-leicht.json');
      const plain = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
      for (const [key, text] of Object.entries(plain)) {
        expect(longestSentence(text), key).to.be.at.most(MOST_WORDS);
      }
    }
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
