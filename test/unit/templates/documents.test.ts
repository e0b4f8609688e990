import { expect } from 'chai';
import { letterBlocks } from '../../../templates/letter/letter-blocks.ts';
import { makeLetter } from '../../../templates/letter/make-letter.ts';
import { markdownToHtml } from '../../../templates/markdown.ts';
import { splitMail } from '../../../templates/render-mail.ts';

describe('mails', () => {
  it('are split into subject, text and safe html with links', () => {
    const mail = splitMail('Subject: Quittung\n\nHallo <Kim>\n\nhttps://a.example/x?y=1\n', 'm', 'de');
    expect(mail.subject).to.equal('Quittung');
    expect(mail.text).to.equal('Hallo <Kim>\n\nhttps://a.example/x?y=1\n');
    expect(mail.html).to.include('Hallo &lt;Kim&gt;');
    expect(mail.html).to.include('<a href="https://a.example/x?y=1">');
  });

  it('need a subject', () => {
    expect(() => splitMail('Hallo', 'm.hbs', 'de')).to.throw('m.hbs:1');
  });
});

/** As a template gives it that holds nothing but its own words. */
const written = (text: string) => letterBlocks([{ text, isTemplates: true }]);

describe('letters', () => {
  it('are read as title, paragraphs, lists and a table of neighbouring facts', () => {
    const blocks = written('# T\n\nEin Satz.\n\nBetrag: 5 €\n\nDatum: heute\n\n- a\n- b');
    expect(blocks).to.deep.equal([
      { type: 'title', text: 'T' },
      { type: 'paragraph', text: 'Ein Satz.' },
      {
        type: 'facts',
        facts: [
          { label: 'Betrag', value: '5 €' },
          { label: 'Datum', value: 'heute' },
        ],
      },
      { type: 'list', items: ['a', 'b'] },
    ]);
  });

  /** `[…]` is what the template puts in: a value or a text. */
  const filled = (source: string) =>
    letterBlocks(
      source
        .split(/(\[[^\]]*\])/)
        .map((text) =>
          text.startsWith('[')
            ? { text: text.slice(1, -1), isTemplates: false }
            : { text, isTemplates: true },
        ),
    );
  const paragraph = (text: string) => ({ type: 'paragraph', text });
  const cases: readonly [string, string, readonly object[]][] = [
    ['no table', '[Ergebnis: nein.]', [paragraph('Ergebnis: nein.')]],
    ['no heading', '[# Titel]\n\n[## Titel]', [paragraph('# Titel'), paragraph('## Titel')]],
    ['no list', '[- eins\n- zwei]', [paragraph('- eins\n- zwei')]],
    ['paragraphs of its own', '[eins\r\n\r\n\nzwei]', [paragraph('eins'), paragraph('zwei')]],
    ['nothing where it is empty', 'a\n\n[ ]\n\nb', [paragraph('a'), paragraph('b')]],
    [
      'a value in a table, with every colon and line of it',
      '[Kenn: zeichen]: [a: b\n\n# c]',
      [{ type: 'facts', facts: [{ label: 'Kenn: zeichen', value: 'a: b\n# c' }] }],
    ],
    ['an item', '- [a\n\n- b]: [c]', [{ type: 'list', items: ['a - b: c'] }]],
    ['a heading', '## [a\n\n# b]', [{ type: 'heading', text: 'a # b' }]],
    ['no foreign mark', '[\u{F0000}0\u{F0001}]', [paragraph('\u{F0000}0\u{F0001}')]],
  ];
  for (const [name, source, blocks] of cases) {
    it(`take what is put in as it is: ${name}`, () => {
      expect(filled(source)).to.deep.equal(blocks);
    });
  }

  it('become a tagged PDF with language, title and embedded fonts', async () => {
    const blocks = written('# Quittung für Łukasz Çelik\n\nText\n\nBetrag: 5,00 €');
    const about = { title: 'Quittung', locale: 'de' as const, createdAt: new Date(0) };
    const pdf = Buffer.from(await makeLetter(blocks, about)).toString('latin1');
    expect(pdf.startsWith('%PDF-1.7')).to.equal(true);
    expect(pdf).to.include('/Marked true').and.include('/Lang (de-DE)');
    expect(pdf).to.include('/StructTreeRoot').and.include('/DisplayDocTitle true');
    expect(pdf).to.include('/FontFile2').and.not.include('/Helvetica');
    for (const tag of ['/H1', '/P', '/Table', '/TR', '/TH', '/TD']) expect(pdf).to.include(tag);
    expect(pdf).to.include('pdfuaid:part');
  });

  it('run over as many pages as they need', async () => {
    const facts = Array.from({ length: 120 }, (_, i) => `Posten ${i}: ${i} €`).join('\n\n');
    const about = { title: 'Lang', locale: 'en' as const, createdAt: new Date(0) };
    const pdf = Buffer.from(await makeLetter(written(facts), about)).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length).to.be.within(3, 6);
  });
});

describe('the Markdown of texts', () => {
  it('knows paragraphs, lists, bold and links', () => {
    const html = markdownToHtml('**A** [b](/c)\n\n- one\n- two\n\n1. x\n\n## H');
    expect(html).to.include('<strong>A</strong> <a class="kern-link" href="/c">b</a>');
    expect(html).to.include('<li>one</li><li>two</li>').and.include('<ol').and.include('<h2');
  });

  for (const target of ['javascript:alert(1)', '//evil.example', '/\\evil.example', 'data:x', 'http://x']) {
    it(`makes no link to ${target}`, () => {
      expect(markdownToHtml(`[x](${target})`)).not.to.include('<a');
    });
  }

  it('lets no markup through', () => {
    const html = markdownToHtml('<script>x</script> [a"onclick="x](/b) **<b>**');
    expect(html).not.to.include('<script').and.not.include('<b>');
    expect(html).not.to.match(/<[^>]*onclick/);
  });
});
