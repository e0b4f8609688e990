import { expect } from 'chai';
import type { ElementState, ProcessState } from '../../../core/cases/process-state.ts';
import { offeredActions, takenActions } from '../../../core/procedures/case-actions.ts';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { isRefused } from '../../../engine/model/problem.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { withActions, withRevocation } from '../../support/action-procedure.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

const MAIN = 'bibliotheksgebuehr';

async function actionFiles(having = withActions): Promise<Map<string, string>> {
  return new Map(having(makeBundle(MAIN, await goodFiles())).files);
}

/** `chooseItems`, `noteBoundary!`: active, completed; all in the process. */
function at(procedure: Procedure, ...sketch: string[]): ProcessState {
  const element = (key: string, elementId: string, isDone: boolean): ElementState => ({
    key,
    elementId,
    elementType: procedure.processes.get(MAIN)?.nodes.get(elementId)?.type ?? 'process',
    processId: MAIN,
    state: isDone ? 'completed' : 'active',
    startedAtMs: 0,
    instanceKey: '1',
    ...(key === '1' ? {} : { scopeKey: '1' }),
  });
  const elements = sketch.map((one, index) =>
    element(String(index + 2), one.replace('!', ''), one.endsWith('!')),
  );
  return {
    caseId: 'case',
    rootInstanceKey: '1',
    processId: MAIN,
    bundleHash: procedure.hash,
    state: 'active',
    startedAtMs: 0,
    elements: [element('1', MAIN, false), ...elements],
    openTasks: [],
    openTimers: [],
    openIncidents: [],
  };
}

function takenWith(key: string, waitKey: string) {
  return { facts: { takenActions: { [key]: { waitKey, by: 'applicant', atMs: 5 } } } };
}

describe('actions on a case', () => {
  let procedure: Procedure;
  before(async () => {
    const read = await readFiles(await actionFiles());
    if (!read.procedure) throw new Error(read.problems.map((one) => one.messageEn).join('\n'));
    procedure = read.procedure;
  });

  const offered = (process: ProcessState | undefined, facts = {}, by = 'applicant' as const) =>
    offeredActions(procedure, process, { facts }, by).map(({ action }) => action.key);

  it('are offered while the process waits for their message, to whom they are meant for', () => {
    const process = at(procedure, 'chooseItems');
    expect(offered(process)).to.deep.equal(['withdraw', 'note']);
    const ofStaff = offeredActions(procedure, process, { facts: {} }, 'staff');
    expect(ofStaff.map(({ action }) => action.key)).to.deep.equal(['note', 'revoke']);
  });

  it('are not offered before the start, elsewhere, or when all is over', () => {
    expect(offered(undefined)).to.deep.equal([]);
    expect(offered(at(procedure, 'chooseItems!', 'sumChoice'))).to.deep.equal([]);
    const ended = { ...at(procedure, 'chooseItems'), state: 'completed' as const };
    expect(offered(ended)).to.deep.equal([]);
  });

  it('are not offered twice for the same waiting, and are under way until the engine took them', () => {
    const process = at(procedure, 'chooseItems');
    const [withdraw] = offeredActions(procedure, process, { facts: {} }, 'applicant');
    const file = takenWith('withdraw', withdraw?.waitKey ?? '');
    expect(offered(process, file.facts)).to.deep.equal(['note']);
    expect(takenActions(procedure, process, file)).to.deep.equal([
      { key: 'withdraw', atMs: 5, outcome: 'under-way' },
    ]);
  });

  it('are done when the element that waited has got the message', () => {
    const [withdraw] = offeredActions(
      procedure,
      at(procedure, 'chooseItems'),
      { facts: {} },
      'applicant',
    );
    const file = takenWith('withdraw', withdraw?.waitKey ?? '');
    const done = at(procedure, 'chooseItems!', 'withdrawBoundary!', 'withdrawEnd!');
    expect(takenActions(procedure, done, file)[0]?.outcome).to.equal('done');
    const wentOn = at(procedure, 'chooseItems!', 'sumChoice');
    expect(takenActions(procedure, wentOn, file)[0]?.outcome).to.equal('too-late');
  });

  it('are offered again where the process goes on waiting for the next message', () => {
    const before = at(procedure, 'chooseItems');
    const note = offeredActions(procedure, before, { facts: {} }, 'applicant')[1];
    const file = takenWith('note', note?.waitKey ?? '');
    expect(offered(before, file.facts)).to.deep.equal(['withdraw']);
    const after = at(procedure, 'chooseItems', 'noteBoundary!', 'noteEnd!');
    expect(offered(after, file.facts)).to.deep.equal(['withdraw', 'note']);
    expect(takenActions(procedure, after, file)[0]?.outcome).to.equal('done');
  });

  for (const [rule, file, find, by] of [
    ['action-message', 'procedure.json', '"message":"note-sent"', '"message":"never-sent"'],
    ['action-correlation', 'process.bpmn', '"=caseId"', '"=feeId"'],
    ['form-missing', 'procedure.json', '"form":"forms/ruecknahme"', '"form":"forms/nichts"'],
    ['action-doubled', 'procedure.json', '"key":"revoke"', '"key":"note"'],
    ['text-required', 'texts/de.json', 'action.note.done', 'action.note.gone'],
    ['form-upload-in-action', 'forms/ruecknahme.form', '"type":"textfield"', '"type":"filepicker"'],
    ['config-invalid', 'procedure.json', '"by":["staff"]', '"by":["anybody"]'],
  ] as const) {
    it(`are refused: ${rule}`, async () => {
      const files = await actionFiles();
      const spoiled = (files.get(file) ?? '').replace(find, by);
      expect(spoiled).not.to.equal(files.get(file));
      const { problems } = await readFiles(files.set(file, spoiled));
      expect(isRefused(problems)).to.equal(true);
      expect(problems.map((one) => one.code)).to.include(rule);
    });
  }

  it('have letters that exist', async () => {
    const files = await actionFiles(withRevocation);
    expect((await readFiles(files)).problems).to.deep.equal([]);
    files.delete('templates/widerruf.letter.hbs');
    const { problems } = await readFiles(files);
    expect(problems.map((one) => one.code)).to.deep.equal(['template-missing']);
  });

  it('are of staff where they show a letter', async () => {
    const files = await actionFiles(withRevocation);
    const config = files.get('procedure.json') ?? '';
    const spoiled = config.replace('"by":["staff"],"form"', '"by":["applicant"],"form"');
    expect(spoiled).not.to.equal(config);
    const { problems } = await readFiles(files.set('procedure.json', spoiled));
    expect(problems.map((one) => one.code)).to.include('config-invalid');
  });
});
