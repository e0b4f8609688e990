import { expect } from 'chai';
import { periodOverMs } from '../../core/law/period-over.ts';
import { lateQuestion } from '../../core/procedures/late-question.ts';
import { codeOf, elementsIn, embeddedOfEachTest } from '../support/engine-harness.ts';
import { startCase, stateOf } from '../support/engine-harness.ts';
import { ASK_DAYS, deployLateAnswers } from '../support/late-in-engine.ts';

const HOUR_MS = 3_600_000;

describe('a late answer in the engine', () => {
  const open = embeddedOfEachTest();

  async function asked() {
    const harness = await open();
    const procedure = await deployLateAnswers(harness);
    const { caseId } = await startCase(harness, 'late', { caseId: 'the case' });
    await harness.tick();
    const overMs = periodOverMs(harness.clock.now(), ASK_DAYS);
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
