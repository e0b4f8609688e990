import { expect } from 'chai';
import { modelName, pageWords, sentenceWith } from '../../../api/web/phrase.ts';

describe('a sentence with a name in it', () => {
  const claimed = (task: string): string => `Claimed: ${task}.`;

  it('keeps the language of a name that is of another one', () => {
    const name = modelName('Bescheid geben');
    expect(sentenceWith(name, claimed)).to.deep.equal([
      pageWords('Claimed: '),
      { text: 'Bescheid geben', lang: 'de' },
      pageWords('.'),
    ]);
  });

  it('is one where the name is of the page, or is not said', () => {
    expect(sentenceWith(pageWords('Decide'), claimed)).to.deep.equal([
      pageWords('Claimed: Decide.'),
    ]);
    expect(sentenceWith(modelName('Bescheid'), () => 'Filed')).to.deep.equal([pageWords('Filed')]);
  });
});
