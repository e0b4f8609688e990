import { expect } from 'chai';
import { join } from 'node:path';
import type { JsonObject } from '../../core/json.ts';
import { withChoices } from '../../core/procedures/form-choices.ts';
import type { FormContext } from '../../core/procedures/form-context.ts';
import { visibleComponents } from '../../core/procedures/form-visible.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import { describeTopics } from '../../core/procedures/topic.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { workers } from '../../workers/index.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');
const APPROVE = { decision: 'approve' };
const anna = { familyName: 'Schmidt', givenNames: 'Anna', birthDate: '1972-02-29' };
const home = { kind: 'only', houseNumber: '1', movedInOn: '2000-01-01' };
const records = [
  {
    ...anna,
    recordId: 'R-1',
    blocked: false,
    residences: [
      { ...home, street: 'Altweg', movedOutOn: '2020-01-01' },
      { ...home, street: 'Neuweg' },
    ],
  },
  { ...anna, recordId: 'R-2', blocked: true },
  { ...anna, recordId: 'R-3', blocked: false, deceasedOn: '2020-01-01', residences: [] },
];

describe('the decision about a parking permit', () => {
  async function choicesOf(facts: JsonObject, answers: JsonObject = APPROVE, kind = 'new') {
    const { bundles } = await readProcedureFolders(PROCESSES);
    const bundle = bundles.find(({ key }) => key === 'bewohnerparken');
    const read = bundle && (await readProcedure(bundle, describeTopics(workers)));
    const form = read?.procedure?.forms.get('forms/entscheidung');
    if (!read?.procedure || !form) throw new Error('no form');
    const { texts } = read.procedure;
    const context: FormContext = {
      answers: { requestKind: kind },
      facts,
      texts,
      locale: 'de',
      nowMs: 0,
    };
    const field = visibleComponents(form.components, answers, context).find(
      (component) => 'key' in component && component.key === 'chosenPerson',
    );
    const drawn = field && withChoices(field, answers, context);
    return drawn && 'choices' in drawn ? drawn.choices : undefined;
  }

  it('asks which of several persons is meant, and tells them apart', async () => {
    expect(await choicesOf({ registerMatch: { outcome: 'ambiguous', records } })).to.deep.equal([
      { value: 'R-1', label: 'Anna Schmidt, 29.02.1972, Neuweg 1, R-1' },
      { value: 'R-2', label: 'Anna Schmidt, 29.02.1972, R-2' },
      { value: 'R-3', label: 'Anna Schmidt, 29.02.1972, R-3, †' },
    ]);
  });

  it('asks only where that is open, and where the permit is for somebody', async () => {
    const ambiguous = { registerMatch: { outcome: 'ambiguous', records } };
    expect(await choicesOf(ambiguous, { decision: 'refuse' })).to.equal(undefined);
    expect(await choicesOf(ambiguous, APPROVE, 'return')).to.equal(undefined);
    expect(await choicesOf({})).to.equal(undefined);
    for (const registerMatch of [
      { outcome: 'unique', records: records.slice(0, 1) },
      // More fitted than the register gives out.
      { outcome: 'ambiguous', records: [] },
    ]) {
      expect(await choicesOf({ registerMatch })).to.equal(undefined);
    }
  });
});
