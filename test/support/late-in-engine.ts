import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { loadModels } from '../../engine/interpreter/index.ts';
import { bpmn, flows, message } from './bpmn.ts';
import type { EmbeddedHarness } from './engine-harness.ts';
import { deploy } from './engine-harness.ts';
import { boundary, call, end, mappings, onMessage, start } from './engine-model.ts';

const BLOCKS = join(import.meta.dirname, '../../processes/_building-blocks');

/** Days in which the question is to be answered. */
export const ASK_DAYS = 3;

const question = {
  questionForm: '="forms/question"',
  askDays: `=${ASK_DAYS}`,
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

/** Asks, decides, and looks again when the answer comes while a clerk decides: `again` says how. */
function main(again: string): string {
  return bpmn(
    `${start()}
     ${call('ask', 'askApplicant', '', [mappings({ in: question })])}
     ${call('d', 'decide', '', [mappings({ in: decision })])}
     ${boundary('late', 'd', onMessage('lateMessage'))}${end()}${again}
     ${flows('s -> ask -> d -> e', 'late -> again')}`,
    { rootElements: message('lateMessage', 'answer-came-late', '= caseId') },
  );
}

/**
 * Deploys a process with the building blocks that ask and decide, as the bundle `late`; the answer
 * is what a case file and a page need to know of it.
 */
export async function deployLateAnswers(
  harness: EmbeddedHarness,
  again = end('again'),
): Promise<Procedure> {
  const blocks = await Promise.all(
    ['ask-applicant', 'decide'].map((name) => readFile(join(BLOCKS, name, 'process.bpmn'), 'utf8')),
  );
  const texts = [main(again), ...blocks];
  const models = await loadModels(new Map(texts.map((text, at) => [`${at}.bpmn`, text])));
  await deploy(harness, 'late', ...texts);
  harness.engine.subscribe('notify', async () => ({ type: 'done' }), {
    maxParallel: 1,
    lockMs: 60_000,
  });
  return {
    processes: new Map(models.processes.map(({ graph }) => [graph.processId, graph] as const)),
    forms: new Map(),
    config: { processData: {} },
  } as unknown as Procedure;
}
