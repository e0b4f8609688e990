import { expect } from 'chai';
import { answerRows } from '../../core/procedures/answer-rows.ts';
import { applyGroupAction } from '../../api/forms/group-action.ts';
import { checkSent, drawForm } from '../../api/forms/prepared-form.ts';
import { answersToRaw } from '../../api/forms/raw-input.ts';
import type { FormScope } from '../../api/forms/form-scope.ts';
import type { Fields } from '../../api/fields.ts';
import { translator } from '../../core/i18n/translate.ts';
import type { Form } from '../../core/procedures/form.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { PageChrome } from '../../templates/page-renderer.ts';
import { makePageRenderer } from '../../templates/render.ts';
import { textOf } from '../support/app-client.ts';

/** One component of every kind. */
const form: Form = {
  name: 'forms/all',
  title: 'Alles',
  components: [
    { type: 'text', id: 'intro', text: 'Ein **Text**.\n\n- eins\n- zwei' },
    { type: 'textfield', id: 'a', key: 'name', label: 'Name', required: true, maxLength: 50 },
    { type: 'textarea', id: 'b', key: 'note', label: 'Notiz', required: false, maxLength: 500 },
    {
      type: 'number',
      id: 'c',
      key: 'amount',
      label: 'Betrag',
      description: 'In Euro',
      required: true,
      min: 1,
      decimalDigits: 2,
    },
    { type: 'date', id: 'd', key: 'born', label: 'Geboren', required: true, max: '2026-01-01' },
    {
      type: 'select',
      id: 'e',
      key: 'land',
      label: 'Land',
      required: true,
      choices: [
        { value: 'de', label: 'Deutschland' },
        { value: 'pl', label: 'Polen' },
      ],
    },
    {
      type: 'checklist',
      id: 'f',
      key: 'days',
      label: 'Tage',
      required: false,
      choices: [
        { value: 'mo', label: 'Montag' },
        { value: 'di', label: 'Dienstag' },
      ],
    },
    { type: 'checkbox', id: 'g', key: 'car', label: 'Ich habe ein Auto', required: false },
    {
      type: 'group',
      id: 'h',
      key: 'plates',
      label: 'Kennzeichen',
      minItems: 1,
      maxItems: 3,
      hideWhen: 'car != true',
      components: [
        {
          type: 'textfield',
          id: 'i',
          key: 'plate',
          label: 'Nummer',
          required: true,
          maxLength: 10,
        },
        { type: 'checkbox', id: 'j', key: 'electric', label: 'Elektrisch', required: false },
      ],
    },
  ],
};

const scope: FormScope = {
  procedure: { texts: { has: () => false } } as unknown as Procedure,
  form,
  locale: 'de',
  t: translator('de'),
  nowMs: 0,
  answers: {},
  facts: {},
};

const chrome: PageChrome = {
  locale: 'de',
  title: 'Alles',
  cityName: 'Musterstadt',
  path: '/',
  languages: [],
  csrfToken: 'token',
  assets: { kern: '/k', style: '/s', script: '/j' },
  section: 'none',
  hasErrors: false,
  signedIn: undefined,
  signInHref: undefined,
  ownPages: [],
  languageTag: 'de',
};

const renderer = makePageRenderer();

function html(raw: Fields, errors: Parameters<typeof drawForm>[2] = []): string {
  return renderer.render('task', chrome, {
    ...drawForm(scope, raw, errors),
    serviceTitle: 'Dienst',
    number: 'X-1',
    heading: 'Alles',
    dueAtMs: undefined,
    revealed: false,
    action: '/x',
    backHref: '/y',
  });
}

const FULL: Fields = {
  name: 'Ann & Bob',
  note: '\n zwei\nZeilen',
  amount: '1.234,50',
  'born.day': '3',
  'born.month': '4',
  'born.year': '1990',
  land: 'pl',
  days: ['mo', 'di'],
  car: 'true',
  'plates.count': '2',
  'plates[0].plate': 'B-A 1',
  'plates[1].plate': 'B-A 2',
  'plates[1].electric': 'true',
};

describe('forms of procedures as pages', () => {
  it('draw every kind of component, empty', () => {
    const page = html({});
    expect(page)
      .to.include('<strong>Text</strong>')
      .and.include('<textarea')
      .and.include('<select');
    for (const part of ['day', 'month', 'year']) expect(page).to.include(`name="born.${part}"`);
    expect(page).not.to.include('name="plates');
  });

  it('draw what was typed, and groups with their items', () => {
    const page = html(FULL);
    expect(page).to.include('value="Ann &amp; Bob"').and.include('value="1.234,50"');
    expect(page)
      .to.match(/value="pl" selected/)
      .and.match(/value="di" checked/);
    expect(page).to.include('name="plates[1].plate" value="B-A 2"');
    expect(page).to.include('name="plates.count" value="2"');
    expect(textOf(page)).to.include('Kennzeichen 2 entfernen').and.include('hinzufügen');
  });

  it('give the same answers again after they were saved', () => {
    const { answers, errors } = checkSent(scope, FULL);
    expect(errors).to.deep.equal([]);
    expect(answers).to.deep.include({ amount: 1234.5, born: '1990-04-03', days: ['mo', 'di'] });
    const raw = answersToRaw(form.components, answers, 'de');
    expect(checkSent(scope, raw).answers).to.deep.equal(answers);
    const english = answersToRaw(form.components, answers, 'en');
    expect(checkSent({ ...scope, locale: 'en' }, english).answers).to.deep.equal(answers);
  });

  it('link every message to its field, in groups too, and name it', () => {
    const raw = { ...FULL, name: '', 'born.day': '31', 'plates[1].plate': '', amount: '0,5' };
    const { errors } = checkSent(scope, raw);
    const page = html(raw, errors);
    for (const id of ['f-name', 'f-born', 'f-amount', 'f-plates-1-plate']) {
      expect(page, id).to.include(`href="#${id}"`).and.include(`id="${id}"`);
      expect(page, id).to.include(`id="${id}-fehler"`);
    }
    expect(textOf(page))
      .to.include('Betrag: mindestens 1.')
      .and.include('Dieses Datum gibt es nicht');
  });

  it('add and remove items without losing the others', () => {
    const more = applyGroupAction(form, FULL, 'add:plates') ?? {};
    expect(html(more)).to.include('name="plates[2].plate"');
    const full = applyGroupAction(
      form,
      applyGroupAction(form, more, 'add:plates') ?? {},
      'add:plates',
    );
    expect(html(full ?? {}))
      .not.to.include('name="plates[3].plate"')
      .and.not.include('add:plates');
    const less = applyGroupAction(form, FULL, 'remove:plates:0') ?? {};
    expect(checkSent(scope, less).answers['plates']).to.deep.equal([
      { plate: 'B-A 2', electric: true },
    ]);
    const one = html(applyGroupAction(form, less, 'remove:plates:0') ?? {});
    expect(one).to.include('name="plates[0].plate" value=""').and.not.include('remove:plates');
    expect(applyGroupAction(form, FULL, 'add:name')).to.equal(undefined);
    expect(applyGroupAction(form, FULL, 'remove:plates:x')).to.equal(undefined);
  });

  it('say answers in words', () => {
    const rows = answerRows(form.components, checkSent(scope, FULL).answers, scope);
    const said = Object.fromEntries(rows.map(({ label, lines }) => [label, lines.join(' | ')]));
    expect(said).to.deep.include({
      Betrag: '1234,5',
      Geboren: '3. April 1990',
      Land: 'Polen',
      Tage: 'Montag | Dienstag',
      'Ich habe ein Auto': 'Ja',
      'Kennzeichen 2': 'Nummer: B-A 2 | Elektrisch: Ja',
    });
  });
});
