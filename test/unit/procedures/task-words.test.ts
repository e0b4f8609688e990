import { expect } from 'chai';
import type { ElementState, ProcessState } from '../../../core/cases/process-state.ts';
import { taskWords } from '../../../core/procedures/task-words.ts';
import { wasTimedOut } from '../../../core/procedures/timed-out.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { goodFiles, readFiles } from './bundle-files.ts';

const MAIN = 'bibliotheksgebuehr';

/** The fee's call says whose words stand above the tasks of its block. */
async function withWords(): Promise<Procedure> {
  const files = await goodFiles();
  const model = files.get('process.bpmn') ?? '';
  const words = '<zeebe:property name="words" value="cardNumber" />';
  const changed = model.replace(
    /(<bpmn:callActivity id="collectFee"[\s\S]*?<zeebe:properties>)/,
    `$1${words}`,
  );
  const read = await readFiles(files.set('process.bpmn', changed));
  if (!read.procedure) throw new Error(read.problems.map((one) => one.messageEn).join('\n'));
  return read.procedure;
}

describe("a question's words", () => {
  let procedure: Procedure;
  before(async () => {
    procedure = await withWords();
  });
  const inBlock = () => {
    const [, block] = [...procedure.processes.values()];
    return { processId: block?.processId ?? '', elementId: 'tryAgain' };
  };
  const file = (cardNumber: unknown) => ({ facts: { staffAnswers: { cardNumber } } }) as never;

  it('may be named by the call of the block, and come by paragraphs', () => {
    expect(procedure.processes.get(inBlock().processId)?.nodes.has('tryAgain')).to.equal(true);
    const words = taskWords(procedure, inBlock(), file('Guten Tag,\n\nes fehlt etwas.\n'));
    expect(words).to.deep.equal(['Guten Tag,', 'es fehlt etwas.']);
  });

  it('are none where nobody named or wrote any', () => {
    const task = { processId: MAIN, elementId: 'chooseItems' };
    expect(taskWords(procedure, task, file('x'))).to.equal(undefined);
    for (const text of ['', '  \n ', 7, null, undefined]) {
      expect(taskWords(procedure, inBlock(), file(text))).to.equal(undefined);
    }
  });
});

describe('a task that a timer took away', () => {
  const element = (key: string, elementId: string, more: Partial<ElementState> = {}) => ({
    key,
    elementId,
    elementType: 'userTask',
    processId: MAIN,
    state: 'terminated' as const,
    startedAtMs: 0,
    instanceKey: '1',
    scopeKey: '1',
    ...more,
  });
  const at = (...elements: ElementState[]): ProcessState => ({
    caseId: 'case',
    rootInstanceKey: '1',
    processId: MAIN,
    bundleHash: '',
    state: 'active',
    startedAtMs: 0,
    elements,
    openTasks: [],
    openTimers: [],
    openIncidents: [],
  });
  const task = { elementInstanceKey: '7', state: 'cancelled' } as const;
  let procedure: Procedure;
  before(async () => {
    procedure = await withWords();
  });

  it('is too late, and one that was answered or withdrawn is not', () => {
    const expired = element('8', 'choiceExpired', { state: 'completed' });
    const process = at(element('7', 'chooseItems'), expired);
    expect(wasTimedOut(procedure, process, task)).to.equal(true);
    expect(wasTimedOut(procedure, process, { ...task, state: 'completed' })).to.equal(false);
    expect(wasTimedOut(procedure, at(element('7', 'chooseItems')), task)).to.equal(false);
  });

  it('is not, when the timer was that of another element or another scope', () => {
    for (const other of [
      element('8', 'correctionExpired', { state: 'completed' }),
      element('8', 'choiceExpired', { state: 'completed', scopeKey: '5' }),
    ]) {
      expect(wasTimedOut(procedure, at(element('7', 'chooseItems'), other), task)).to.equal(false);
    }
  });
});
