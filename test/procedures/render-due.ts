import { expect } from 'chai';
import { staffAnswersOf } from '../../core/cases/staff-answers.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Locale } from '../../core/procedures/texts.ts';
import { makeRenderPort } from '../../templates/render.ts';
import type { Standing } from './run-scenario.ts';

/** What the case file holds so far. */
export interface Said {
  answers: JsonObject;
  facts: JsonObject;
}

const AT = '2026-11-03T09:00:00Z';
const PAYMENT = { amountCents: 1250, reference: 'K-77', paidAt: AT };

/** What `document-register` writes into the facts; scenarios need not say it. */
export const ISSUED = {
  code: 'ABCDEFGHJKMN',
  validFrom: '2026-11-03',
  validUntil: '2027-11-02',
  endReason: 'moved',
  shown: { plate: 'MST-EL 85', zone: 'A', carSharingOrganisation: 'Stadtmobil' },
};

/** The shape that workers hand to templates (`core/letters/template-values.ts`). */
export function templateValues(said: Said, extras: JsonObject): JsonObject {
  const address = 'https://amt.example';
  return {
    case: {
      number: 'BG-2026-000123',
      trackingCode: 'ABCD-EFGH-JKMN',
      receivedAt: AT,
      procedure: 'x',
    },
    answers: said.answers,
    facts: { issuedDocument: ISSUED, ...said.facts },
    staff: staffAnswersOf(said.facts),
    addressee: { name: 'Erika Lindner', street: 'Mühlgasse 5', place: '12345 Musterstadt' },
    payments: [PAYMENT],
    payment: PAYMENT,
    demand: { amountCents: 1250, dueAt: '2026-11-17T10:00:00Z' },
    inReview: false,
    links: {
      status: `${address}/vorgang/BG-2026-000123`,
      tracking: `${address}/verfolgen`,
      payment: `${address}/vorgang/BG-2026-000123/zahlung`,
      renewal: `${address}/dienste/x?aus=BG-2026-000123`,
      verify: `${address}/ausweis`,
    },
    today: AT,
    values: extras,
  };
}

const render = makeRenderPort();
/** Setting a page takes longer than reading a template: once each. */
const printed = new Set<string>();

/** Writes every mail and letter that is due now, from what the case holds; answers which. */
export async function renderDue(
  procedure: Procedure,
  { jobs }: Standing,
  said: Said,
  when: string,
): Promise<string[]> {
  const due = [...jobs].flatMap(([id, { template, values = {} }]) =>
    typeof template === 'string' ? [{ id, template, values: values as JsonObject }] : [],
  );
  for (const { id, template, values } of due) {
    for (const locale of procedure.config.languages) {
      try {
        await write(procedure, { template, locale }, templateValues(said, values));
      } catch (error) {
        expect.fail(`${when}: ${id}: ${String(error)}`);
      }
    }
  }
  return due.map(({ template }) => template);
}

async function write(
  procedure: Procedure,
  { template, locale }: { readonly template: string; readonly locale: Locale },
  values: JsonObject,
): Promise<void> {
  if (template.endsWith('.mail.hbs')) {
    const { subject, text } = render.mail(procedure, template, locale, values);
    expect(subject).to.match(/\S/);
    expect(text)
      .to.include('https://amt.example/')
      .and.not.match(/\{\{|\}\}|undefined/);
    return;
  }
  render.letterBlocks(procedure, template, locale, values);
  const id = `${procedure.key} ${template} ${locale}`;
  if (printed.has(id)) return;
  printed.add(id);
  const pdf = await render.letter(procedure, template, locale, values);
  expect(Buffer.from(pdf).subarray(0, 5).toString()).to.equal('%PDF-');
}
