import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { withMore } from './altered-bundle.ts';

export const PLAIN_TITLE = 'Gebühren für die Bücherei zahlen';

/** The library's fee with texts in plain German: its title, and every other text as in German. */
export function withPlainGerman({ key, files }: Bundle): Bundle {
  const plain = {
    'service.title': PLAIN_TITLE,
    'forms.nummer.title': 'Haben Sie einen Ausweis?',
  };
  const changed = new Map(files)
    .set(
      'procedure.json',
      withMore(files, 'procedure.json', { languages: ['de', 'en', 'de-leicht'] }),
    )
    .set('texts/de-leicht.json', withMore(files, 'texts/de.json', plain));
  return makeBundle(key, changed);
}

/** Of a sentence in plain German. */
export const MOST_WORDS = 14;

/** In words; an abbreviation such as `z. B.` is not wanted in plain German and ends one, too. */
export function longestSentence(text: string): number {
  const sentences = text.split(/[.?!:](?:\s|$)|\n/);
  return Math.max(...sentences.map((one) => one.split(/\s+/).filter(Boolean).length));
}
