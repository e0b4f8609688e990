import { expect } from 'chai';
import type { JsonObject } from '../../../core/json.ts';
import type { Texts } from '../../../core/procedures/texts.ts';
import { evaluateTemplate, joinPieces } from '../../../templates/evaluate-template.ts';
import { parseTemplate } from '../../../templates/render.ts';
import { TemplateError } from '../../../templates/template-error.ts';

const TEXTS: Readonly<Record<string, string>> = { hello: 'Guten Tag, {name}', bye: 'Bis bald' };
const texts: Texts = {
  has: (key) => Object.hasOwn(TEXTS, key),
  find: (_locale, key) => TEXTS[key],
  get: (_locale, key, values = {}) =>
    (TEXTS[key] ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
};

function evaluate(source: string, values: JsonObject = {}, locale: 'de' | 'en' = 'de'): string {
  const file = 'templates/x.mail.hbs';
  return joinPieces(evaluateTemplate(parseTemplate(source, file), values, { file, locale, texts }));
}

function failure(source: string, values: JsonObject = {}): TemplateError {
  try {
    evaluate(source, values);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('templates of procedures', () => {
  const cases: readonly [string, string, JsonObject, string][] = [
    ['a value', '{{a.b}}', { a: { b: 'x' } }, 'x'],
    ['an empty value', '[{{a}}]', { a: null }, '[]'],
    ['a number', '{{a}}', { a: 1.5 }, '1,5'],
    ['text as it is, no markup', '{{a}}', { a: '<b>&"' }, '<b>&"'],
    ['the same in three braces', '{{{a}}}', { a: '<b>' }, '<b>'],
    ['an amount', '{{amount a}}', { a: 1250 }, '12,50\u00a0€'],
    ['a date', '{{date a}}', { a: '2026-03-29' }, '29. März 2026'],
    ['a moment', '{{dateTime a}}', { a: '2026-03-29T00:30:00Z' }, '29. März 2026, 01:30 Uhr'],
    ['a code in groups', '{{code a}}', { a: 'ABCDEFGHJKMN' }, 'ABCD-EFGH-JKMN'],
    ['a text', '{{text "bye"}}', {}, 'Bis bald'],
    ['a text with values', '{{text "hello" name=a}}', { a: 'Kim' }, 'Guten Tag, Kim'],
    ['a text by a value', '{{text a}}', { a: 'bye' }, 'Bis bald'],
    ['a text by parts of its key', '{{text "b" a "e"}}', { a: 'y' }, 'Bis bald'],
    ['if', '{{#if a}}yes{{else}}no{{/if}}', { a: true }, 'yes'],
    ['if with an empty list', '{{#if a}}yes{{else}}no{{/if}}', { a: [] }, 'no'],
    ['if with what is not there', '{{#if a.b}}yes{{else}}no{{/if}}', {}, 'no'],
    ['unless', '{{#unless a}}no{{/unless}}', { a: 0 }, 'no'],
    ['else if', '{{#if a}}1{{else if b}}2{{else}}3{{/if}}', { b: 'x' }, '2'],
    ['each', '{{#each a}}{{n}}{{#unless @last}}, {{/unless}}{{/each}}', { a: [{ n: 1 }, { n: 2 }] }, '1, 2'],
    ['each of nothing', '{{#each a}}x{{else}}none{{/each}}', { a: [] }, 'none'],
    ['this and @index', '{{#each a}}{{@index}}{{this}}{{/each}}', { a: ['x', 'y'] }, '0x1y'],
    ['the whole inside a loop', '{{#each a}}{{../b}}{{b}}{{@root.b}}{{/each}}', { a: [1], b: 'x' }, 'xxx'],
    ['a comment', 'a{{! secret }}b', {}, 'ab'],
  ];
  for (const [name, source, values, expected] of cases) {
    it(`give ${name}`, () => {
      expect(evaluate(source, values)).to.equal(expected);
    });
  }

  it('tell their own words from what they put in', () => {
    const file = 'templates/x.letter.hbs';
    const tree = parseTemplate('# {{text "bye"}}{{#if a}}\n- {{a}}{{/if}}', file);
    expect(evaluateTemplate(tree, { a: '# x' }, { file, locale: 'de', texts })).to.deep.equal([
      { text: '# ', isTemplates: true },
      { text: 'Bis bald', isTemplates: false },
      { text: '\n- ', isTemplates: true },
      { text: '# x', isTemplates: false },
    ]);
  });

  const faults: readonly [string, string, JsonObject, string][] = [
    ['an unknown value', 'one\n\n{{a.b}}', { a: {} }, 'template-unknown-value'],
    ['a prototype', '\n\n{{a.constructor}}', { a: {} }, 'template-unknown-value'],
    ['__proto__', '\n\n{{#with a}}{{/with}}', { a: {} }, 'template-unsupported'],
    ['an unknown helper', '\n\n{{lookup a "b"}}', { a: {} }, 'template-unknown-helper'],
    ['an unknown text', '\n\n{{text "nope"}}', {}, 'template-wrong-value'],
    ['an amount that is none', '\n\n{{amount a}}', { a: '12' }, 'template-wrong-value'],
    ['a date that is none', '\n\n{{date a}}', { a: 'soon' }, 'template-wrong-value'],
    ['an object', '\n\n{{a}}', { a: {} }, 'template-wrong-value'],
    ['a partial', '\n\n{{> other}}', {}, 'template-unsupported'],
    ['a decorator', '\n\n{{* inline "x"}}', {}, 'template-unsupported'],
    ['an open block', '\n\n{{#if a}}', {}, 'template-malformed'],
    ['too many repetitions', '\n\n{{#each a}}{{#each ../a}}{{/each}}{{/each}}', { a: Array(60).fill(1) }, 'template-too-long'],
    ['too much text', '\n\n{{#each a}}{{../b}}{{/each}}', { a: Array(300).fill(1), b: 'x'.repeat(1000) }, 'template-too-long'],
  ];
  for (const [name, source, values, code] of faults) {
    it(`refuse ${name}, with its line`, () => {
      const error = failure(source, values);
      expect(error.code).to.equal(code);
      expect(error.line).to.equal(3);
      expect(error.message).to.include('templates/x.mail.hbs:3');
    });
  }
});
