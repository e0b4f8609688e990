import { expect } from 'chai';
import { formTexts, localiseForm } from '../../../core/procedures/localise-form.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Form } from '../../../core/procedures/form.ts';
import { makeTexts } from '../../../core/procedures/make-texts.ts';
import { goodProcedure } from './bundle-files.ts';

let procedure: Procedure;

function form(name: string): Form {
  const found = procedure.forms.get(name);
  if (!found) throw new Error(`no form ${name}`);
  return found;
}

describe('localiseForm', () => {
  before(async () => {
    procedure = await goodProcedure();
  });

  it('says in English everything that the form says in German', () => {
    for (const one of procedure.forms.values()) {
      const german = [...formTexts(one).values()];
      const english = [...formTexts(localiseForm(one, procedure.texts, 'en')).values()];
      expect(english).to.have.length(german.length);
      english.forEach((text, index) => expect(text, one.name).to.not.equal(german[index]));
    }
  });

  it('leaves German as it stands in the form', () => {
    const nummer = form('forms/nummer');
    expect(localiseForm(nummer, procedure.texts, 'de')).to.deep.equal(nummer);
  });

  it('finds the texts of a block under its own name', () => {
    const retry = form('_building-blocks/collect-fee/forms/erneut-zahlen');
    expect(localiseForm(retry, procedure.texts, 'en').title).to.equal(
      'The payment did not come about',
    );
  });

  it('lets the procedure override the texts of its blocks', () => {
    expect(procedure.texts.get('de', 'deliver.letter.done')).to.equal('Quittung bereitgestellt');
  });
});

describe('makeTexts', () => {
  const layers = [
    new Map([['a', 'eins {n}']]),
    new Map([
      ['a', 'zwei'],
      ['b', '{x}'],
    ]),
  ];
  const texts = makeTexts(new Map([['de', layers]]));

  it('prefers the first layer, fills in values, and nothing else', () => {
    expect(texts.get('de', 'a', { n: 3 })).to.equal('eins 3');
    expect(texts.get('de', 'b', { n: 3 })).to.equal('{x}');
  });

  it('throws on a missing text: it is a defect, not a blank', () => {
    expect(() => texts.get('de', 'constructor')).to.throw('constructor');
    expect(texts.has('__proto__')).to.equal(false);
    expect(texts.find('en', 'a')).to.equal(undefined);
  });
});
