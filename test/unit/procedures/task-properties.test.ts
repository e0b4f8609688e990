import { expect } from 'chai';
import { join } from 'node:path';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { letterFor } from '../../../core/procedures/task-properties.ts';
import { readProcedure } from '../../../core/procedures/read-procedure.ts';
import { readProcedureFolder } from '../../../store/procedures/read-procedure-folder.ts';
import { topics } from './bundle-files.ts';

const KEY = 'bewohnerparken';
const PROCESSES = join(import.meta.dirname, '../../../processes');

interface Spoiled {
  readonly what: string;
  readonly file?: string;
  readonly find: string;
  readonly by: string;
  readonly code: string;
}

const CASES: readonly Spoiled[] = [
  {
    what: 'an answer in bulk that the form does not know',
    find: 'value="releaseDecision=approve"',
    by: 'value="releaseDecision=perhaps"',
    code: 'property-invalid',
  },
  {
    what: 'bulk without a text for its button',
    find: 'name="status" value="status.release"',
    by: 'name="status" value="status.check"',
    code: 'status-text-missing',
  },
  {
    what: 'reasons in a variable that nothing makes',
    find: 'name="reasons" value="reasons"',
    by: 'name="reasons" value="why"',
    code: 'property-invalid',
  },
  {
    what: 'a reason of a decision without its text',
    file: 'decisions/examination.dmn',
    find: '"too-heavy"',
    by: '"too-large"',
    code: 'status-text-missing',
  },
  {
    what: 'a reason of a script without its text',
    find: '"no-answer")',
    by: '"silent")',
    code: 'status-text-missing',
  },
  {
    what: 'a letter that there is not',
    find: 'name="letter-refuse" value="templates/ablehnung"',
    by: 'name="letter-refuse" value="templates/absage"',
    code: 'template-missing',
  },
  {
    what: 'a letter that there is not in one case of two',
    find: 'name="letter-refuse" value="templates/ablehnung"',
    by: 'name="letter-refuse" value="=if true then &quot;templates/absage&quot; else null"',
    code: 'template-missing',
  },
  {
    what: 'a choice of letters that nobody can read',
    find: 'name="letter-refuse" value="templates/ablehnung"',
    by: 'name="letter-refuse" value="=if &quot;templates/ablehnung&quot;"',
    code: 'property-invalid',
  },
  {
    what: 'a letter for an answer that there is not',
    find: 'name="letter-refuse"',
    by: 'name="letter-reject"',
    code: 'property-invalid',
  },
  {
    what: 'a letter chosen by a field that there is not',
    find: 'name="letterField" value="decision"',
    by: 'name="letterField" value="verdict"',
    code: 'property-invalid',
  },
  {
    what: 'late answers to a task of staff',
    find: 'name="bulk" value="releaseDecision=approve"',
    by: 'name="lateMessage" value="answer-came-late"',
    code: 'property-invalid',
  },
  {
    what: 'late answers that are not found by the case',
    find: `name="answer-came-late">
    <bpmn:extensionElements>
      <zeebe:subscription correlationKey="=caseId" />`,
    by: `name="answer-came-late">
    <bpmn:extensionElements>
      <zeebe:subscription correlationKey="=feeId" />`,
    code: 'action-correlation',
  },
  {
    what: 'a form for a block that there is not',
    find: `'="forms/nachreichen"'`,
    by: `'="forms/nachfragen"'`,
    code: 'form-missing',
  },
  {
    what: 'a group for a block that is none of the procedure',
    find: `'="strassenverkehr"' target="decisionGroup"`,
    by: `'="ordnungsamt"' target="decisionGroup"`,
    code: 'group-unknown',
  },
  {
    what: 'a decision for a worker that there is not',
    find: `'="parkingZone"'`,
    by: `'="parkingArea"'`,
    code: 'decision-missing',
  },
];

describe('what tasks and calls say to the desk', () => {
  let files: ReadonlyMap<string, string>;

  before(async () => {
    const { bundle } = await readProcedureFolder(PROCESSES, KEY);
    if (!bundle) throw new Error('the procedure cannot be read');
    files = bundle.files;
  });

  async function codes(changed: ReadonlyMap<string, string>): Promise<string[]> {
    const { problems } = await readProcedure(makeBundle(KEY, changed), topics);
    return problems.map(({ code }) => code);
  }

  it('is accepted as it lies there', async () => {
    expect(await codes(files)).to.deep.equal([]);
  });

  const LETTERS: readonly [string, string, string, string | undefined][] = [
    ['takeDecision', 'forms/entscheidung', 'new', 'templates/bescheid'],
    ['takeDecision', 'forms/entscheidung', 'return', 'templates/rueckgabe'],
    // The notice has gone out before: a second permit is issued without another one.
    ['takeDecision', 'forms/doppelung', 'new', undefined],
    ['release', 'forms/freigabe', 'new', 'templates/bescheid'],
    ['release', 'forms/freigabe', 'return', 'templates/rueckgabe'],
  ];
  for (const [elementId, formReference, requestKind, letter] of LETTERS) {
    it(`names the letter that approving in ${formReference} sends (${requestKind})`, async () => {
      const { procedure } = await readProcedure(makeBundle(KEY, files), topics);
      if (!procedure) throw new Error('not accepted');
      const { texts, processes } = procedure;
      const processId = [...processes.values()].find(({ nodes }) =>
        nodes.has(elementId),
      )?.processId;
      const task = { processId: processId ?? '', elementId, formReference };
      const answers = { decision: 'approve', releaseDecision: 'approve' };
      const known = { answers: { requestKind }, facts: {}, texts, locale: 'de', nowMs: 0 } as const;
      expect(letterFor(procedure, task, answers, known)).to.equal(letter);
    });
  }

  for (const { what, file = 'process.bpmn', find, by, code } of CASES) {
    it(`refuses ${what}`, async () => {
      const text = files.get(file) ?? '';
      expect(text, file).to.include(find);
      expect(await codes(new Map(files).set(file, text.replace(find, by)))).to.include(code);
    });
  }
});
