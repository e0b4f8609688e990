import { expect } from 'chai';
import { join } from 'node:path';
import type { JsonObject } from '../../core/json.ts';
import { withLetterFacts } from '../../core/procedures/action-letter.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import { describeTopics } from '../../core/procedures/topic.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { makeRenderPort } from '../../templates/render.ts';
import { workers } from '../../workers/index.ts';
import { ISSUED, templateValues } from './render-due.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');

const MONEY_BACK = '_building-blocks/collect-fee/templates/money-back.mail.hbs';
const REASONS = ['amount-changed', 'already-settled', 'not-bookable'];
const render = makeRenderPort();
const { bundles } = await readProcedureFolders(PROCESSES);

const values = (extras: JsonObject): JsonObject =>
  templateValues({ answers: {}, facts: {} }, extras);

async function procedureOf(key: string): Promise<Procedure> {
  const bundle = bundles.find((one) => one.key === key);
  const read = bundle && (await readProcedure(bundle, describeTopics(workers)));
  if (!read?.procedure) throw new Error(`${key} is refused: see its scenarios`);
  return read.procedure;
}

/** A worker writes it, no process: no scenario comes by it. */
describe('the mail about money that goes back', () => {
  for (const { key } of bundles) {
    it(`says why in ${key}, in every language`, async () => {
      const procedure = await procedureOf(key);
      for (const locale of procedure.config.languages) {
        for (const textKey of reasonTexts(procedure)) {
          const given = { textKey, wayKey: 'mail.refund.order.transfer', amountCents: 350 };
          const more = { reference: 'K-77', feeIsPaid: false };
          const { subject, text } = render.mail(
            procedure,
            MONEY_BACK,
            locale,
            values({ ...given, ...more }),
          );
          expect(subject).to.match(/\S/);
          expect(text)
            .to.include('https://amt.example/')
            .and.not.match(/\{\{|\}\}|undefined/);
        }
      }
    });
  }
});

describe('the refusal of a parking permit', () => {
  it('sets the words of a clerk and our own as they are', async () => {
    const procedure = await procedureOf('bewohnerparken');
    const staff = { decisionReason: 'Ergebnis: nein.\n\n# So\n\n- ist\n- es' };
    const given = { ...values({}), staff };
    const path = 'templates/ablehnung.letter.hbs';
    const blocks = render.letterBlocks(procedure, path, 'de', given);
    const paragraphs = blocks.flatMap((one) => (one.type === 'paragraph' ? [one.text] : []));
    expect(paragraphs).to.include.members(['Ergebnis: nein.', '# So', '- ist\n- es']);
    expect(paragraphs).to.include(procedure.texts.get('de', 'letter.refusal.money'));
    const facts = blocks.flatMap((one) => (one.type === 'facts' ? one.facts : []));
    expect(facts.map(({ label }) => label)).to.deep.equal(['Vorgang', 'Datum']);
    expect(blocks.some(({ type }) => type === 'list')).to.equal(false);
  });
});

describe('letters about a parking permit', () => {
  let procedure: Procedure;
  before(async () => {
    procedure = await procedureOf('bewohnerparken');
  });
  const said = (letter: string, given: JsonObject): string[] =>
    render.letterBlocks(procedure, `templates/${letter}.letter.hbs`, 'de', given).flatMap((one) => {
      if (one.type === 'facts') return one.facts.map(({ label, value }) => `${label}: ${value}`);
      return 'text' in one ? [one.text] : [];
    });

  it('go to somebody, with the address where it is known', () => {
    const letters = ['bescheid', 'ablehnung', 'ende', 'einladung', 'rueckgabe', 'ruecknahme'];
    for (const letter of letters) {
      const lines = said(letter, values({}));
      expect(lines, letter).to.include('Erika Lindner\nMühlgasse 5\n12345 Musterstadt');
      const named = { name: 'Erika Lindner', street: null, place: null };
      expect(said(letter, { ...values({}), addressee: named })).to.include('Erika Lindner');
      expect(said(letter, { ...values({}), addressee: null }).length).to.equal(lines.length - 1);
    }
  });

  it('the permit names who issued it, and nobody else', () => {
    const lines = said('ausweis', values({}));
    expect(lines).to.include('Ausgestellt von: Stadt Musterstadt, Straßenverkehrsbehörde');
    expect(lines.join()).not.to.include('Lindner');
  });

  it('a refusal after a notice withdraws it', () => {
    const at = Date.UTC(2026, 10, 3, 9);
    const facts = { deliveries: { notice: { documentId: 'd', providedAtMs: at } } };
    const withdrawn = said('ablehnung', templateValues({ answers: {}, facts }, {})).join('\n');
    expect(withdrawn)
      .to.include('Unseren Bescheid vom 3. November 2026')
      .and.include('§ 48 VwVfG')
      .and.include('geht ganz an Sie zurück')
      .and.not.include('Ob und wie viel');
    expect(said('ablehnung', values({})).join('\n'))
      .to.include('Ob und wie viel')
      .and.not.include('VwVfG.\n')
      .and.not.include('nehmen wir zurück');
  });
});

describe('mails of the library fee', () => {
  let procedure: Procedure;
  before(async () => {
    procedure = await procedureOf('bibliotheksgebuehr');
  });
  const mail = (path: string, given: JsonObject) => render.mail(procedure, path, 'de', given);
  const block = '_building-blocks/collect-fee/templates/';

  it('the reminder tells amount, deadline and service, and nothing of it in a review', () => {
    const { text, subject } = mail(`${block}reminder.mail.hbs`, values({}));
    expect(text).to.include('Betrag: 12,50').and.include('Zu bezahlen bis: 17. November 2026');
    expect(subject).to.include('Erinnerung').and.include('Bibliotheksgebühr bezahlen');
    const inReview = mail(`${block}reminder.mail.hbs`, { ...values({}), inReview: true });
    expect(inReview.text).to.include('bezahlen Sie nicht noch einmal').and.not.include('12,50');
  });

  it('the code stands in the mail of receipt, and in no other', () => {
    for (const path of procedure.templates.keys()) {
      if (!path.endsWith('.mail.hbs')) continue;
      const given = values({
        textKey: 'mail.turn.choose',
        wayKey: 'mail.refund.order.transfer',
        amountCents: 350,
        reference: 'K-77',
        feeIsPaid: true,
        dueOn: '2026-12-03',
      });
      const hasCode = mail(path, given).text.includes('ABCD-EFGH-JKMN');
      expect(hasCode, path).to.equal(path === 'templates/eingang.mail.hbs');
      expect(mail(path, given).text, path).to.include('Bibliotheksgebühr bezahlen');
      expect(mail(path, given).text, path).to.not.include('Momo');
    }
  });
});

/** Every reason that the register of documents can give: of the model's events, and its own. */
const END_REASONS = 'lost moved vehicle-sold revoked deceased returned replaced'.split(' ');

describe('the letter about the end of a permit', () => {
  it('knows each reason', async () => {
    const procedure = await procedureOf('bewohnerparken');
    for (const endReason of END_REASONS) {
      const facts = { issuedDocument: { ...ISSUED, endReason } };
      const given = templateValues({ answers: {}, facts }, {});
      const blocks = render.letterBlocks(procedure, 'templates/ende.letter.hbs', 'de', given);
      const paragraphs = blocks.flatMap((one) => (one.type === 'paragraph' ? [one.text] : []));
      expect(paragraphs).to.include(procedure.texts.get('de', `letter.end.${endReason}`));
    }
  });

  it('is shown before a revocation as it will be, by what is known of a valid permit', async () => {
    const procedure = await procedureOf('bewohnerparken');
    const letter = procedure.config.actions.find(({ key }) => key === 'revoke')?.letter;
    if (!letter) throw new Error('no letter');
    const { endReason: _none, ...valid } = { ...ISSUED, endReason: 'none' };
    const file = withLetterFacts({ facts: { issuedDocument: valid } }, letter);
    const given = templateValues({ answers: {}, facts: file.facts }, {});
    const path = `${letter.template}.letter.hbs`;
    const blocks = render.letterBlocks(procedure, path, 'de', given);
    expect(JSON.stringify(blocks)).to.include('Wir haben ihn widerrufen.');
  });
});

/** Why money goes back: of the procedure that says it itself, else of its block. */
function reasonTexts({ texts }: Procedure): string[] {
  const own = REASONS.map((reason) => `mail.refund.${reason}`).filter((key) => texts.has(key));
  return own.length > 0 ? own : ['collect-fee.mail.moneyBack.late'];
}
