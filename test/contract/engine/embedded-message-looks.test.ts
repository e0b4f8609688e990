import { expect } from 'chai';
import type { PublishMessage } from '../../../engine/port.ts';
import type { EngineStore } from '../../../engine/embedded/store.ts';
import { bpmn, flows, message, serviceTask } from '../../support/bpmn.ts';
import { end, onMessage, start, wait } from '../../support/engine-model.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import {
  deploy,
  embeddedOfEachTest,
  eventually,
  startCase,
  whenEnded,
} from '../../support/engine-harness.ts';

const HOUR_MS = 3_600_000;

/** What says `slow` is kept at once, and answered together with what says `new`. */
function slowAnswers(): (store: EngineStore) => EngineStore {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return (store) => ({
    ...store,
    insertMessages: async (messages) => {
      const kept = await store.insertMessages(messages);
      if (messages.some(({ variables }) => variables['said'] === 'new')) answer();
      else if (messages.some(({ variables }) => variables['said'] === 'slow')) await answered;
      return kept;
    },
  });
}

describe('messages that are looked at together', () => {
  const open = embeddedOfEachTest();

  const publish = (
    { engine }: EmbeddedHarness,
    name: string,
    correlationKey: string,
    more: Partial<PublishMessage> = {},
  ) =>
    engine.publishMessage({
      name,
      correlationKey,
      timeToLiveMs: HOUR_MS,
      variables: { said: correlationKey },
      ...more,
    });
  const old = { timeToLiveMs: 1_000, variables: { said: 'old' } };
  const young = { timeToLiveMs: 0, variables: { said: 'new' } };

  const waiting = (harness: EmbeddedHarness) =>
    deploy(
      harness,
      'h',
      bpmn(`${start()}${wait('c', onMessage('m'))}${end()}${flows('s -> c -> e')}`, {
        rootElements: message('m', 'answer', '= key'),
      }),
    );

  it('are given as of their own moment: none that had expired by then', async () => {
    const harness = await open({ decorateStore: slowAnswers() });
    await waiting(harness);
    await publish(harness, 'answer', 'k', old);
    const slow = publish(harness, 'answer', 'slow');
    harness.clock.advance(1_000);
    const { caseId } = await startCase(harness, 'h', { key: 'k' });
    await Promise.all([slow, publish(harness, 'answer', 'k', young)]);
    await whenEnded(harness, caseId);
    expect(await harness.readModel.variables(caseId)).to.include({ said: 'new' });
  });

  it('start what they start as of their own moment', async () => {
    const harness = await open({ decorateStore: slowAnswers() });
    await publish(harness, 'begin', 'k', old);
    const slow = publish(harness, 'begin', 'slow');
    harness.clock.advance(1_000);
    const said: unknown[] = [];
    harness.engine.subscribe(
      't',
      async ({ variables }) => {
        said.push(variables['said']);
        return { type: 'done' };
      },
      { lockMs: HOUR_MS, maxParallel: 5 },
    );
    await deploy(
      harness,
      'h',
      bpmn(`${start('s', onMessage('m'))}${serviceTask('t', 't')}${end()}${flows('s -> t -> e')}`, {
        rootElements: message('m', 'begin'),
      }),
    );
    await Promise.all([slow, publish(harness, 'begin', 'k', young)]);
    await eventually(() => ['slow', 'new'].every((word) => said.includes(word)), 'both');

    expect(said).to.have.members(['slow', 'new']);
  });

  it('of one key are given as of the first of them', async () => {
    const harness = await open({ decorateStore: slowAnswers() });
    await waiting(harness);
    const one = await startCase(harness, 'h', { key: 'k' });
    const two = await startCase(harness, 'h', { key: 'k' });
    const slow = publish(harness, 'answer', 'k', { ...young, variables: { said: 'slow' } });
    harness.clock.advance(1_000);
    await Promise.all([slow, publish(harness, 'answer', 'k', young)]);
    for (const { caseId } of [one, two]) await whenEnded(harness, caseId);
  });
});
