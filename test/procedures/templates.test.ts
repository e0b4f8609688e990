import { expect } from 'chai';
import { join } from 'node:path';
import type { JsonObject } from '../../core/json.ts';
import type { Bundle, Procedure } from '../../core/procedures/procedure.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import { LOCALES } from '../../core/procedures/texts.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { describeTopics } from '../../core/procedures/topic.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { makeRenderPort } from '../../templates/render.ts';
import { workers } from '../../workers/index.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');

/** The shape that the workers hand to templates (`core/letters/template-values.ts`). */
function values(extras: JsonObject): JsonObject {
  return {
    case: {
      number: 'BG-2026-000123',
      trackingCode: 'ABCD-EFGH-JKMN',
      receivedAt: '2026-11-03T09:00:00Z',
      procedure: 'x',
    },
    answers: { chosenItems: ['P-041', 'P-042'] },
    facts: {
      chosenItems: [
        { itemNumber: 'P-041', kind: 'overdue', title: 'Momo', amountCents: 150 },
        { itemNumber: 'P-042', kind: 'loan', amountCents: 1100 },
      ],
      issuedDocument: {
        code: 'ABCDEFGHJKMN',
        validFrom: '2026-11-03',
        validUntil: '2027-11-02',
        shown: { plate: 'MST-EL 85', zone: 'A' },
        endReason: 'moved',
      },
    },
    staff: { decisionReason: 'Das Fahrzeug ist zu schwer.' },
    payments: [],
    payment: { amountCents: 1250, reference: 'K-77', paidAt: '2026-11-03T10:00:00Z' },
    inReview: false,
    demand: { amountCents: 1250, dueAt: '2026-11-17T10:00:00Z' },
    links: {
      status: 'https://amt.example/vorgang/BG-2026-000123',
      tracking: 'https://amt.example/verfolgen',
      payment: 'https://amt.example/vorgang/BG-2026-000123/zahlung',
      renewal: 'https://amt.example/dienste/x?aus=BG-2026-000123',
      verify: 'https://amt.example/ausweis',
    },
    today: '2026-11-03T10:00:00Z',
    values: extras,
  };
}

const REASONS = ['amount-changed', 'already-settled', 'not-bookable'];
const render = makeRenderPort();
const { bundles } = await readProcedureFolders(PROCESSES);

describe('templates of the procedures', () => {
  for (const bundle of bundles) describe(bundle.key, () => describeTemplates(bundle));
});

function describeTemplates(bundle: Bundle): void {
  let procedure: Procedure;
  before(async () => {
    const read = await readProcedure(bundle, describeTopics(workers));
    if (!read.procedure) throw new Error(`${bundle.key} is refused: see its scenarios`);
    procedure = read.procedure;
  });

  for (const path of bundle.files.keys()) {
    if (!path.endsWith('.hbs')) continue;
    for (const locale of LOCALES) {
      it(`${path} in ${locale}`, async () => {
        if (path.endsWith('.letter.hbs')) {
          const pdf = await render.letter(procedure, path, locale, values({}));
          expect(Buffer.from(pdf).subarray(0, 5).toString()).to.equal('%PDF-');
        } else demandMail(procedure, path, locale);
      }).timeout(60_000);
    }
  }
}

describe('the refusal of a parking permit', () => {
  it('sets the words of a clerk and our own as they are', async () => {
    const bundle = bundles.find(({ key }) => key === 'bewohnerparken');
    const read = bundle && (await readProcedure(bundle, describeTopics(workers)));
    if (!read?.procedure) throw new Error('not accepted');
    const staff = { decisionReason: 'Ergebnis: nein.\n\n# So\n\n- ist\n- es' };
    const given = { ...values({}), staff };
    const path = 'templates/ablehnung.letter.hbs';
    const blocks = render.letterBlocks(read.procedure, path, 'de', given);
    const paragraphs = blocks.flatMap((one) => (one.type === 'paragraph' ? [one.text] : []));
    expect(paragraphs).to.include.members(['Ergebnis: nein.', '# So', '- ist\n- es']);
    expect(paragraphs).to.include(read.procedure.texts.get('de', 'letter.refusal.money'));
    const facts = blocks.flatMap((one) => (one.type === 'facts' ? one.facts : []));
    expect(facts.map(({ label }) => label)).to.deep.equal(['Vorgang', 'Datum']);
    expect(blocks.some(({ type }) => type === 'list')).to.equal(false);
  });
});

describe('mails of the library fee', () => {
  let procedure: Procedure;
  before(async () => {
    const bundle = bundles.find(({ key }) => key === 'bibliotheksgebuehr');
    const read = bundle && (await readProcedure(bundle, describeTopics(workers)));
    if (!read?.procedure) throw new Error('not accepted');
    procedure = read.procedure;
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
  const bundle = bundles.find(({ key }) => key === 'bewohnerparken');
  for (const endReason of END_REASONS) {
    it(`knows the reason ${endReason}`, async () => {
      const read = bundle && (await readProcedure(bundle, describeTopics(workers)));
      if (!read?.procedure) throw new Error('not accepted');
      const given = values({});
      const facts = given['facts'] as JsonObject;
      const issuedDocument = { ...(facts['issuedDocument'] as JsonObject), endReason };
      const all = { ...given, facts: { ...facts, issuedDocument } };
      const pdf = await render.letter(read.procedure, 'templates/ende.letter.hbs', 'de', all);
      expect(Buffer.from(pdf).subarray(0, 5).toString()).to.equal('%PDF-');
    }).timeout(60_000);
  }
});

function demandMail(procedure: Procedure, path: string, locale: Locale): void {
  for (const textKey of reasonTexts(procedure)) {
    const given = values({
      textKey,
      wayKey: 'mail.refund.order.transfer',
      amountCents: 350,
      reference: 'K-77',
      feeIsPaid: false,
      dueOn: '2026-12-03',
    });
    const mail = render.mail(procedure, path, locale, given);
    expect(mail.subject).to.match(/\S/);
    expect(mail.text).to.include('https://amt.example/');
    expect(mail.text).to.not.match(/\{\{|\}\}|undefined/);
  }
}

/** Why money goes back: of the procedure that says it itself, else of its block. */
function reasonTexts({ texts }: Procedure): string[] {
  const own = REASONS.map((reason) => `mail.refund.${reason}`).filter((key) => texts.has(key));
  return own.length > 0 ? own : ['collect-fee.mail.moneyBack.late'];
}
