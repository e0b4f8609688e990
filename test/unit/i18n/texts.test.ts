import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import de from '../../../core/i18n/de.json' with { type: 'json' };
import plain from '../../../core/i18n/de-leicht.json' with { type: 'json' };
import en from '../../../core/i18n/en.json' with { type: 'json' };
import { formatAmount, formatDate, formatDateTime } from '../../../core/i18n/format.ts';
import { isTextKey, translator } from '../../../core/i18n/translate.ts';
import type { TextKey } from '../../../core/i18n/translate.ts';
import { longestSentence, MOST_WORDS } from '../../support/plain-german.ts';

const root = join(import.meta.dirname, '../../..');

function filesBelow(folder: string, ending: string): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith(ending)).map((name) => join(root, folder, name));
}

describe("the portal's own texts", () => {
  it('have the same keys in every language, none empty', () => {
    expect(Object.keys(en)).to.have.members(Object.keys(de));
    for (const text of [...Object.values(de), ...Object.values(en)])
      expect(text.trim()).not.to.equal('');
  });

  it('have the same placeholders in every language', () => {
    const names = (text: string): string[] => [...new Set(text.match(/\{\w+/g) ?? [])].sort();
    for (const [key, text] of Object.entries(de)) {
      expect(names((en as Record<string, string>)[key] ?? ''), key).to.deep.equal(names(text));
    }
    for (const [key, text] of Object.entries(plain)) {
      expect(isTextKey(key), key).to.equal(true);
      expect(names(text), key).to.deep.equal(names(de[key as TextKey]));
    }
  });

  it('are short in plain German, and not only the German again', () => {
    for (const [key, text] of Object.entries(plain)) {
      expect(text, key).not.to.equal(de[key as TextKey]);
      expect(longestSentence(text), key).to.be.at.most(MOST_WORDS);
    }
    expect(translator('de-leicht')('receipt.heading')).to.equal('Ihr Antrag ist da');
    expect(translator('de-leicht')('layout.signIn')).to.equal('Anmelden');
  });

  it('go on in lower case after the name of a field, in English', () => {
    for (const [key, text] of Object.entries(en)) {
      if (text.startsWith('{label}: ')) expect(text, key).to.match(/^\{label\}: [^A-Z]/);
    }
  });

  it('are there wherever a page names one', () => {
    const used = filesBelow('templates/web', '.hbs').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/[({]t "([^"]+)"/g)].map(([, key = '']) => key),
    );
    expect(used.length).to.be.greaterThan(50);
    for (const key of used) expect(isTextKey(key), key).to.equal(true);
  });

  it('are all used somewhere', () => {
    const sources = [
      ...filesBelow('api', '.ts'),
      ...filesBelow('core', '.ts'),
      ...filesBelow('templates', '.hbs'),
    ]
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const computed =
      /^(error|field|status\.(phase|turn)|operator\.(flag|decide|connector|problem|incident|command\.)|payment\.|refund\.|money\.|return\.|text|form\.(day|month|year))/;
    for (const key of Object.keys(de).filter((one) => !computed.test(one))) {
      expect(sources.includes(`'${key}'`) || sources.includes(`"${key}"`), key).to.equal(true);
    }
  });

  it('fill in values once, and throw for a key that does not exist', () => {
    const t = translator('en');
    expect(t('status.number', { number: '{number}' })).to.equal('Case {number}');
    expect(() => t('toString' as never)).to.throw('no portal text');
  });

  it('take the form that a number wants', () => {
    const said = (locale: 'de' | 'en', jobs: number, incidents: number) =>
      translator(locale)('operator.engineDetail', { jobs, incidents });
    expect(said('de', 0, 1)).to.equal('0 offene Arbeitsschritte, 1 Störung');
    expect(said('de', 1, 2)).to.equal('1 offener Arbeitsschritt, 2 Störungen');
    expect(said('en', 1, 0)).to.equal('1 open job, 0 incidents');
  });

  it('tell moments in the time of the municipality, days as they are', () => {
    const newYear = Date.UTC(2026, 11, 31, 23, 30);
    expect(formatDate(newYear, 'de')).to.equal('1. Januar 2027');
    expect(formatDateTime(newYear, 'de')).to.equal('1. Januar 2027, 00:30 Uhr');
    expect(formatDate('2026-03-29', 'en')).to.equal('29 March 2026');
    expect(formatAmount(1250, 'de')).to.equal('12,50\u00a0€');
    expect(formatAmount(-5, 'en')).to.equal('-€0.05');
  });
});
