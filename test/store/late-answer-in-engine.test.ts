import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { periodOverMs } from '../../core/law/period-over.ts';
import { lateQuestion } from '../../core/procedures/late-question.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { loadModels } from '../../engine/interpreter/index.ts';
import { bpmn, flows, message } from '../support/bpmn.ts';
import { codeOf, deploy, elementsIn, embeddedOfEachTest } from '../support/engine-harness.ts';
import { startCase, stateOf } from '../support/engine-harness.ts';
import { boundary, call, end, mappings, onMessage, start } from '../support/engine-model.ts';

const BLOCKS = join(import.meta.dirname, '../../processes/_building-blocks');
const HOUR_MS = 3_600_000;

const question = {
  questionForm: '="forms/question"',
  askDays: '=3',
  reminderDays: '=3',
  questionMailTemplate: '="templates/a.mail.hbs"',
  questionReminderTemplate: '="templates/b.mail.hbs"',
};
const decision = {
  reasons: '=[]',
  decisionForm: '="forms/decision"',
  decisionGroup: '="clerks"',
  decisionDays: '=10',
};

/** Asks, decides, and looks again when the answer comes while a clerk decides. */
const MAIN = bpmn(
  `${start()}
   ${call('ask', 'askApplicant', '', [mappings({ in: question })])}
   ${call('d', 'decide', '', [mappings({ in: decision })])}
   ${boundary('late', 'd', onMessage('lateMessage'))}${end()}${end('again')}
   ${flows('s -> ask -> d -> e', 'late -> again')}`,
  { rootElements: message('lateMessage', 'answer-came-late', '= caseId') },
);

describe('a late answer in the engine', () => {
  const open = embeddedOfEachTest();

  async function asked() {
    const blocks = await Promise.all(
      ['ask-applicant', 'decide'].map((name) =>
        readFile(join(BLOCKS, name, 'process.bpmn'), 'utf8'),
      ),
    );
    const texts = [MAIN, ...blocks];
    const models = await loadModels(new Map(texts.map((text, at) => [`${at}.bpmn`, text])));
    const graphs = models.processes.map(({ graph }) => [graph.processId, graph] as const);
    const procedure = { processes: new Map(graphs) } as unknown as Procedure;
    const harness = await open();
    await deploy(harness, 'late', ...texts);
    harness.engine.subscribe('notify', async () => ({ type: 'done' }), {
      maxParallel: 1,
      lockMs: 60_000,
    });
    const { caseId } = await startCase(harness, 'late', { caseId: 'the case' });
    await harness.tick();
    const overMs = periodOverMs(harness.clock.now(), 3);
    return { harness, procedure, caseId, overMs };
  }

  it('is awaited from the first moment of the next day on, and makes an end of the decision', async () => {
    const { harness, procedure, caseId, overMs } = await asked();
    const { clock, engine, readModel } = harness;
    clock.advance(overMs - clock.now() - HOUR_MS);
    await harness.tick();
    const [task] = (await stateOf(harness, caseId)).openTasks;
    expect(task?.elementId, 'an hour before midnight').to.equal('answerQuestion');
    clock.advance(HOUR_MS);
    await harness.tick();
    const process = await stateOf(harness, caseId);
    const late = lateQuestion(procedure, process);
    expect(late?.withdraws.map(({ elementId }) => elementId)).to.deep.equal(['takeDecision']);
    const gone = await readModel.taskOfElement(late?.elementInstanceKey ?? '');
    expect(gone).to.include({ key: task?.key, state: 'cancelled' });
    expect(await codeOf(engine.tasks.complete(task?.key ?? '', {}))).to.equal('conflict');
    await engine.publishMessage({
      name: 'answer-came-late',
      correlationKey: 'the case',
      timeToLiveMs: 0,
      variables: {},
      messageId: 'late:1',
    });
    await harness.tick();
    expect(await elementsIn(harness, caseId, 'completed')).to.include.members(['late', 'again']);
    expect(lateQuestion(procedure, await stateOf(harness, caseId))).to.equal(undefined);
  });
});
