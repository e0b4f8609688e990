import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { prefillAnswers } from '../../../core/procedures/prefill.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { withPrefill } from '../../support/prefill-procedure.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

async function prefillFiles(): Promise<Map<string, string>> {
  return new Map(withPrefill(makeBundle('bibliotheksgebuehr', await goodFiles())).files);
}

describe('answers that are known before anybody types', () => {
  let procedure: Procedure;
  before(async () => {
    const read = await readFiles(await prefillFiles());
    if (!read.procedure) throw new Error(read.problems.map((one) => one.messageEn).join('\n'));
    procedure = read.procedure;
  });

  it('come from the person and from an earlier case, each where the procedure says so', () => {
    const sources = {
      person: { familyName: 'Lindner', birthDate: '1985-04-12', email: 'a@example.org' },
      earlier: { months: '12', plate: 'MST-EL 85', familyName: 'Alt', cardNumber: '1' },
    };
    expect(prefillAnswers(procedure, sources)).to.deep.equal({
      answers: { familyName: 'Lindner', birthDate: '1985-04-12', months: '12', plate: 'MST-EL 85' },
      origins: {
        familyName: 'person',
        birthDate: 'person',
        months: 'earlier',
        plate: 'earlier',
      },
    });
  });

  it('are what a follow-up of the procedure says, and nothing for one that it does not know', () => {
    const earlier = { months: '6', plate: 'MST-EL 85' };
    expect(prefillAnswers(procedure, { earlier, followUp: 'longer' }).answers).to.deep.equal({
      months: '12',
      plate: 'MST-EL 85',
    });
    for (const followUp of ['shorter', 'toString', '__proto__']) {
      expect(prefillAnswers(procedure, { followUp }).answers).to.deep.equal({});
    }
  });

  for (const [what, find, by, rule] of [
    [
      'an answer that its field does not take',
      '"months":"12"',
      '"months":"24"',
      'follow-up-answer',
    ],
    ['a field that no step has', '{"months":"12"}', '{"years":"1"}', 'follow-up-answer'],
    ['without a label', '"longer"', '"other"', 'text-required'],
  ] as const) {
    it(`follow-ups are refused: ${what}`, async () => {
      const files = await prefillFiles();
      const spoiled = (files.get('procedure.json') ?? '').replace(find, by);
      const { problems } = await readFiles(files.set('procedure.json', spoiled));
      expect(problems.map(({ code }) => code)).to.include(rule);
    });
  }

  it('are none without sources', () => {
    expect(prefillAnswers(procedure, {})).to.deep.equal({ answers: {}, origins: {} });
  });

  for (const [what, source] of Object.entries({
    'a choice that is no more': { months: '24' },
    'another type': { months: 12, plate: ['MST-EL 85'] },
    'no plate': { plate: 'irgendwas ohne Zahl' },
    'a plate not in its normal form': { plate: 'mst el 85' },
    nothing: { plate: null },
  })) {
    it(`are left out where they do not fit: ${what}`, () => {
      expect(prefillAnswers(procedure, { earlier: source }).answers).to.deep.equal({});
    });
  }

  it('are left out where they are too long or no date', () => {
    const person = { street: 'x'.repeat(21), birthDate: '1985-02-30' };
    expect(prefillAnswers(procedure, { person }).answers).to.deep.equal({});
  });

  for (const [what, find, by] of [
    ['a field that no step has', '"plate":"earlier.plate"', '"plates":"earlier.plate"'],
    ['an attribute that nobody has', '"person.street"', '"person.shoeSize"'],
    ['an earlier field that no step has', '"earlier.months"', '"earlier.years"'],
  ] as const) {
    it(`are refused: ${what}`, async () => {
      const files = await prefillFiles();
      const spoiled = (files.get('procedure.json') ?? '').replace(find, by);
      const { problems } = await readFiles(files.set('procedure.json', spoiled));
      expect(problems.map(({ code }) => code)).to.include('prefill-unknown');
    });
  }
});
