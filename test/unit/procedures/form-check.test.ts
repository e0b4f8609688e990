import { expect } from 'chai';
import type { JsonObject } from '../../../core/json.ts';
import type { RawFields } from '../../../core/procedures/check-field.ts';
import { checkAnswers } from '../../../core/procedures/form-check.ts';
import type { Form, FormComponent } from '../../../core/procedures/form.ts';
import { makeTexts } from '../../../core/procedures/make-texts.ts';
import type { Locale } from '../../../core/procedures/texts.ts';

const texts = makeTexts(
  new Map([
    ['de', [new Map([['item.loan', 'Ausleihgebühr']])]],
    ['en', [new Map([['item.loan', 'Loan fee']])]],
  ]),
);

interface Known {
  readonly answers?: JsonObject;
  readonly facts?: JsonObject;
  readonly locale?: Locale;
  readonly partialBy?: string;
}

function check(components: readonly object[], raw: RawFields, known: Known = {}) {
  const form: Form = {
    name: 'forms/test',
    title: 'Test',
    ...(known.partialBy === undefined ? {} : { partialBy: known.partialBy }),
    components: components.map((one) => ({ id: 'x', ...one }) as FormComponent),
  };
  const { answers = {}, facts = {}, locale = 'de' } = known;
  const checked = checkAnswers(form, raw, { answers, facts, texts, locale, nowMs: 0 });
  return {
    answers: checked.answers,
    errors: checked.errors.map(({ key, code }) => `${key} ${code}`),
  };
}

const text = { type: 'textfield', key: 'a', label: 'A', required: false, maxLength: 10 };
const number = { type: 'number', key: 'n', label: 'N', required: false, decimalDigits: 2 };
const date = { type: 'date', key: 'd', label: 'D', required: false };
const radio = {
  type: 'radio',
  key: 'r',
  label: 'R',
  required: true,
  choices: [
    { value: 'x', label: 'X' },
    { value: 'y', label: 'Y' },
  ],
};
const checklist = { ...radio, type: 'checklist', key: 'c' };
const checkbox = { type: 'checkbox', key: 'ok', label: 'OK', required: true };

interface Case {
  readonly name: string;
  readonly field: object;
  readonly raw: RawFields;
  readonly answers?: JsonObject;
  readonly error?: string;
  readonly locale?: Locale;
}

const CASES: readonly Case[] = [
  { name: 'trims text', field: text, raw: { a: '  x ' }, answers: { a: 'x' } },
  { name: 'leaves an empty optional field out', field: text, raw: { a: '  ' }, answers: {} },
  {
    name: 'demands a required field',
    field: { ...text, required: true },
    raw: {},
    error: 'a required',
  },
  { name: 'refuses long text', field: text, raw: { a: 'x'.repeat(11) }, error: 'a too-long' },
  {
    name: 'refuses short text',
    field: { ...text, minLength: 3 },
    raw: { a: 'xy' },
    error: 'a too-short',
  },
  {
    name: 'refuses several lines in a line',
    field: text,
    raw: { a: 'x\r\ny' },
    error: 'a one-line',
  },
  {
    name: 'keeps lines of a text area',
    field: { ...text, type: 'textarea' },
    raw: { a: 'x\r\ny' },
    answers: { a: 'x\ny' },
  },
  {
    name: 'refuses a list where one text is asked',
    field: text,
    raw: { a: ['x', 'y'] },
    error: 'a wrong-type',
  },
  {
    name: 'compares with the pattern',
    field: { ...text, pattern: '^[0-9]+$' },
    raw: { a: '12a' },
    error: 'a pattern',
  },
  {
    name: 'takes what fits the pattern',
    field: { ...text, pattern: '^[0-9]+$' },
    raw: { a: '12' },
    answers: { a: '12' },
  },
  {
    name: 'takes a mail address',
    field: { ...text, maxLength: 99, format: 'email' },
    raw: { a: 'a.b@example.org' },
    answers: { a: 'a.b@example.org' },
  },
  {
    name: 'refuses a mail address with a header',
    field: { ...text, maxLength: 99, format: 'email' },
    raw: { a: 'a@b.de, c@d.de' },
    error: 'a format-email',
  },
  {
    name: 'takes a library card with blanks',
    field: { ...text, maxLength: 20, format: 'library-card' },
    raw: { a: '2000 0000 14' },
    answers: { a: '2000000014' },
  },
  {
    name: 'refuses a wrong check digit',
    field: { ...text, maxLength: 20, format: 'library-card' },
    raw: { a: '2000000015' },
    error: 'a format-library-card',
  },
  {
    name: 'refuses swapped digits',
    field: { ...text, maxLength: 20, format: 'library-card' },
    raw: { a: '0200000014' },
    error: 'a format-library-card',
  },
  {
    name: 'keeps a plate in its normal form',
    field: { ...text, maxLength: 20, format: 'plate' },
    raw: { a: 'pb - ab123e' },
    answers: { a: 'PB-AB 123 E' },
  },
  {
    name: 'takes a foreign plate',
    field: { ...text, maxLength: 20, format: 'plate' },
    raw: { a: '1-abc-234' },
    answers: { a: '1-ABC-234' },
  },
  {
    name: 'says when a plate may be read in two ways',
    field: { ...text, maxLength: 20, format: 'plate' },
    raw: { a: 'PBAB 123' },
    error: 'a format-plate-unclear',
  },
  {
    name: 'refuses what is no plate',
    field: { ...text, maxLength: 20, format: 'plate' },
    raw: { a: 'PB-AB 0123' },
    error: 'a format-plate',
  },
  {
    name: 'takes an IBAN',
    field: { ...text, maxLength: 40, format: 'iban' },
    raw: { a: 'de89 3704 0044 0532 0130 00' },
    answers: { a: 'DE89370400440532013000' },
  },
  {
    name: 'refuses a wrong IBAN',
    field: { ...text, maxLength: 40, format: 'iban' },
    raw: { a: 'DE88370400440532013000' },
    error: 'a format-iban',
  },
  { name: 'reads a German number', field: number, raw: { n: '1.234,50' }, answers: { n: 1234.5 } },
  {
    name: 'reads an English number',
    field: number,
    raw: { n: '1,234.50' },
    locale: 'en',
    answers: { n: 1234.5 },
  },
  { name: 'takes a point for a comma', field: number, raw: { n: '12.5' }, answers: { n: 12.5 } },
  { name: 'refuses what is no number', field: number, raw: { n: '1e5' }, error: 'n not-a-number' },
  {
    name: 'refuses a number too long to be one',
    field: number,
    raw: { n: '9'.repeat(400) },
    error: 'n not-a-number',
  },
  {
    name: 'refuses decimals',
    field: { ...number, decimalDigits: 0 },
    raw: { n: '1,5' },
    error: 'n too-many-decimals',
  },
  {
    name: 'keeps to the least',
    field: { ...number, min: 2 },
    raw: { n: '1' },
    error: 'n too-small',
  },
  {
    name: 'keeps to the most',
    field: { ...number, max: 2 },
    raw: { n: '3' },
    error: 'n too-large',
  },
  {
    name: 'reads a date in boxes',
    field: date,
    raw: { 'd.day': '3', 'd.month': '11', 'd.year': '2026' },
    answers: { d: '2026-11-03' },
  },
  {
    name: 'reads a German date',
    field: date,
    raw: { d: '3.11.2026' },
    answers: { d: '2026-11-03' },
  },
  {
    name: 'reads an ISO date',
    field: date,
    raw: { d: '2024-02-29' },
    answers: { d: '2024-02-29' },
  },
  {
    name: 'refuses a day that is not there',
    field: date,
    raw: { d: '29.2.2026' },
    error: 'd not-a-date',
  },
  {
    name: 'refuses half a date',
    field: date,
    raw: { 'd.day': '3', 'd.month': '', 'd.year': '2026' },
    error: 'd date-incomplete',
  },
  {
    name: 'refuses a date given twice',
    field: date,
    raw: { 'd.day': ['3', '4'], 'd.month': '1', 'd.year': '2026' },
    error: 'd wrong-type',
  },
  {
    name: 'keeps to the first day',
    field: { ...date, min: '2026-01-01' },
    raw: { d: '2025-12-31' },
    error: 'd too-early',
  },
  {
    name: 'keeps to the last day',
    field: { ...date, max: '2026-01-01' },
    raw: { d: '2026-01-02' },
    error: 'd too-late',
  },
  { name: 'takes a choice', field: radio, raw: { r: 'y' }, answers: { r: 'y' } },
  { name: 'refuses an unknown choice', field: radio, raw: { r: 'z' }, error: 'r unknown-choice' },
  {
    name: 'refuses two choices where one is asked',
    field: radio,
    raw: { r: ['x', 'y'] },
    error: 'r wrong-type',
  },
  {
    name: 'takes several of a list, once each',
    field: checklist,
    raw: { c: ['x', 'y', 'x'] },
    answers: { c: ['x', 'y'] },
  },
  { name: 'takes one of a list', field: checklist, raw: { c: 'x' }, answers: { c: ['x'] } },
  {
    name: 'refuses an unknown one among several',
    field: checklist,
    raw: { c: ['x', 'z'] },
    error: 'c unknown-choice',
  },
  { name: 'demands one of a list', field: checklist, raw: {}, error: 'c required' },
  { name: 'takes a tick', field: checkbox, raw: { ok: 'true' }, answers: { ok: true } },
  { name: 'demands a tick', field: checkbox, raw: {}, error: 'ok required' },
  {
    name: 'knows an optional tick is missing',
    field: { ...checkbox, required: false },
    raw: {},
    answers: { ok: false },
  },
  {
    name: 'refuses another value of a tick',
    field: checkbox,
    raw: { ok: 'maybe' },
    error: 'ok wrong-type',
  },
];

describe('answers to a form', () => {
  for (const { name, field, raw, answers = {}, error, locale = 'de' } of CASES) {
    it(name, () => {
      expect(check([field], raw, { locale })).to.deep.equal({
        answers,
        errors: error === undefined ? [] : [error],
      });
    });
  }

  it('ignores names that the form does not have, those of prototypes too', () => {
    const raw = JSON.parse('{"a":"x","b":"y","__proto__":"z","constructor":"z"}') as RawFields;
    const { answers, errors } = check([text], raw);
    expect(errors).to.deep.equal([]);
    expect(Object.keys(answers)).to.deep.equal(['a']);
    expect(Object.getPrototypeOf(answers)).to.equal(Object.prototype);
  });

  it('may be a part of them when a tick says so: one at least, and nothing wrong', () => {
    const fields = [{ ...text, required: true }, { ...radio }, { ...checkbox, required: false }];
    const known = { partialBy: 'ok' };
    expect(check(fields, { a: 'x' }, known).errors).to.deep.equal(['r required']);
    expect(check(fields, { a: 'x', ok: 'true' }, known)).to.deep.equal({
      answers: { a: 'x', ok: true },
      errors: [],
    });
    expect(check(fields, { ok: 'true' }, known).errors).to.deep.equal(['ok nothing-given']);
    const wrong = check(fields, { a: 'x'.repeat(11), ok: 'true' }, known);
    expect(wrong.errors).to.deep.equal(['a too-long']);
    const whole = check(fields, { a: 'x', r: 'y', ok: 'true' }, known);
    expect(whole).to.deep.equal({ answers: { a: 'x', r: 'y', ok: false }, errors: [] });
  });

  it('drops answers to hidden questions, and what depended on them', () => {
    const fields = [
      radio,
      { ...text, key: 'a', required: true, hideWhen: 'r != "x"' },
      { ...text, key: 'b', required: true, hideWhen: 'a != "yes"' },
    ];
    expect(check(fields, { r: 'y', a: 'yes', b: 'z' })).to.deep.equal({
      answers: { r: 'y' },
      errors: [],
    });
    expect(check(fields, { r: 'x', a: 'yes', b: 'z' }).answers).to.deep.equal({
      r: 'x',
      a: 'yes',
      b: 'z',
    });
    expect(check(fields, { r: 'x' }).errors).to.deep.equal(['a required']);
  });

  it('reads answers of other forms and facts in conditions, earlier ones of this form not', () => {
    const fields = [{ ...text, required: true, hideWhen: 'other = "no" or facts.open = false' }];
    expect(check(fields, {}, { answers: { other: 'no' } }).errors).to.deep.equal([]);
    expect(check(fields, {}, { facts: { open: false } }).errors).to.deep.equal([]);
    expect(check(fields, {}, { answers: { a: 'old' } }).errors).to.deep.equal(['a required']);
  });

  it('takes only choices that the facts give, in the language of the citizen', () => {
    const field = {
      ...checklist,
      choices: [],
      choicesExpression:
        'for one in facts.items return { value: one.id, labelKey: "item." + one.kind, amountCents: one.cents }',
    };
    const facts = { items: [{ id: 'P-1', kind: 'loan', cents: 2000 }] };
    expect(check([field], { c: 'P-1' }, { facts }).answers).to.deep.equal({ c: ['P-1'] });
    expect(check([field], { c: 'P-2' }, { facts }).errors).to.deep.equal(['c unknown-choice']);
    expect(check([field], { c: 'P-1' }).errors).to.deep.equal(['c unknown-choice']);
  });

  describe('in a repeated group', () => {
    const group = {
      type: 'group',
      key: 'g',
      label: 'G',
      minItems: 1,
      maxItems: 3,
      components: [
        { id: 'i', ...text, required: true },
        { id: 'j', ...number },
      ],
    };

    it('reads each item', () => {
      const raw = { 'g[0].a': 'x', 'g[1].a': 'y', 'g[1].n': '2' };
      expect(check([group], raw).answers).to.deep.equal({ g: [{ a: 'x' }, { a: 'y', n: 2 }] });
    });

    it('names the field of the item that is wrong', () => {
      const raw = { 'g[0].a': 'x', 'g[1].n': 'abc' };
      expect(check([group], raw).errors).to.deep.equal(['g[1].a required', 'g[1].n not-a-number']);
    });

    it('asks for as many as there must be', () => {
      expect(check([group], {}).errors).to.deep.equal(['g[0].a required']);
    });

    it('refuses more than there may be, without working on them', () => {
      const { answers, errors } = check([group], { 'g[9999].a': 'x', 'g.count': '1e9' });
      expect(errors).to.include('g too-many-items');
      expect(answers['g']).to.have.length(3);
    });
  });

  it('takes patterns that would stop JavaScript in linear time', () => {
    const evil = { ...text, maxLength: 60, pattern: '^(a+)+$' };
    const startedMs = performance.now();
    expect(check([evil], { a: `${'a'.repeat(50)}!` }).errors).to.deep.equal(['a pattern']);
    expect(performance.now() - startedMs).to.be.below(10_000);
  });
});
