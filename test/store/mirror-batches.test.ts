import { expect } from 'chai';
import type { EngineChange, EngineMirror } from '../../engine/mirror.ts';
import type { ReadModel } from '../../core/cases/process-state.ts';
import { eventually } from '../support/engine-harness.ts';
import { BUNDLE, instanceTold } from '../support/mirror-changes.ts';
import { mirrorOfEachTest, takeStart, tellNext } from '../support/mirror-house.ts';
import { START_MS } from '../support/store.ts';

describe('Mirror: batches of changes', () => {
  const open = mirrorOfEachTest();

  it('shows a process with its elements, tasks, timers, incidents and variables', async () => {
    const { mirror, readModel, tell } = await open();
    const { rootKey } = await takeStart(mirror, 'case-1');
    await tell(waiting(rootKey));
    const state = await readModel.processState('case-1');
    expect(state).to.deep.include({
      caseId: 'case-1',
      rootInstanceKey: rootKey,
      processId: 'p',
      bundleHash: BUNDLE,
      state: 'active',
      startedAtMs: START_MS,
    });
    expect(
      state?.elements.map(({ key, elementId, scopeKey, instanceKey }) => [
        key,
        elementId,
        scopeKey,
        instanceKey,
      ]),
    ).to.deep.equal([
      [`${rootKey}.1`, 'p', undefined, `${rootKey}.1`],
      [`${rootKey}.2`, 'begin', `${rootKey}.1`, `${rootKey}.1`],
      [`${rootKey}.3`, 'call', `${rootKey}.1`, `${rootKey}.1`],
      [`${rootKey}.5`, 'q', `${rootKey}.3`, `${rootKey}.5`],
      [`${rootKey}.6`, 'ask', `${rootKey}.5`, `${rootKey}.5`],
      [`${rootKey}.8`, 'work', `${rootKey}.5`, `${rootKey}.5`],
    ]);
    expect(state?.openTimers).to.deep.equal([
      { elementId: 'late', elementInstanceKey: `${rootKey}.3`, dueAtMs: START_MS + 1_000 },
    ]);
    expect(state?.openIncidents.map(({ key, code }) => [key, code])).to.deep.equal([
      [`${rootKey}.9`, 'no-retries'],
    ]);
    expect(await readModel.variables('case-1')).to.deep.equal({ amount: 5, name: 'outer' });
  });

  it('shows a task in the inbox with what it sees through the call of a block', async () => {
    const { readModel, taken, tell } = await open();
    const rootKey = await taken('case-1');
    await tell(waiting(rootKey));
    const [task] = await readModel.inbox({ groups: ['desk'], sort: 'due', limit: 10 });
    expect(task).to.deep.include({
      key: `${rootKey}.7`,
      elementInstanceKey: `${rootKey}.6`,
      instanceKey: `${rootKey}.5`,
      processId: 'q',
      caseId: 'case-1',
      bundleHash: BUNDLE,
      assignee: 'clerk',
      state: 'open',
    });
    const seen = await readModel.taskVariables([`${rootKey}.7`], ['amount', 'name']);
    expect(seen.get(`${rootKey}.7`)).to.deep.equal({ amount: 5, name: 'inner' });
    expect(await readModel.taskOfElement(`${rootKey}.6`)).to.deep.equal(task);
    expect(await readModel.openIncidents({ limit: 10 })).to.have.length(1);
  });

  it('closes what has come to its end', async () => {
    const { readModel, taken, tell } = await open();
    const rootKey = await taken('case-1');
    await tell(waiting(rootKey));
    await tell(ending);
    const state = await readModel.processState('case-1');
    expect(state).to.deep.include({ state: 'completed', endedAtMs: START_MS, openTasks: [] });
    expect(state).to.deep.include({ openTimers: [], openIncidents: [] });
    expect(state?.elements.map((one) => one.state)).to.deep.equal([
      'completed',
      'completed',
      'completed',
      'completed',
      'completed',
      'terminated',
    ]);
    expect((await readModel.task(`${rootKey}.7`))?.state).to.equal('completed');
  });

  it('comes to the same wherever batches are cut, and told twice', async () => {
    const { mirror, readModel } = await open();
    const whole = await told(mirror, readModel, 'whole', (changes) => [changes]);
    const length = waiting('').length + ending.length;
    for (let cut = 1; cut < length; cut++) {
      const parts = await told(mirror, readModel, `cut-${cut}`, (changes) => [
        changes.slice(0, cut),
        changes.slice(cut),
      ]);
      expect(parts, `cut at ${cut}`).to.deep.equal(whole);
    }
    const singly = await told(mirror, readModel, 'singly', (changes) =>
      changes.flatMap((change) => [[change], [change]]),
    );
    expect(singly).to.deep.equal(whole);
    const again = await told(mirror, readModel, 'again', (changes) => [changes, [], changes]);
    expect(again).to.deep.equal(whole);
    const within = await told(mirror, readModel, 'within', (changes) => [[...changes, ...changes]]);
    expect(within).to.deep.equal(whole);
  });

  it('writes nothing when another process was faster', async () => {
    const { mirror, readModel, another, taken } = await open();
    const changes = waiting(await taken('case-1'));
    const batch = { source: '1', atMs: START_MS, changes, after: undefined, position: 'a' };
    const both = await Promise.all([mirror.apply(batch), another().apply(batch)]);
    expect(both.sort()).to.deep.equal([false, true]);
    expect(await mirror.apply({ ...batch, after: 'elsewhere', position: 'b' })).to.equal(false);
    expect(await mirror.apply({ ...batch, position: 'b' })).to.equal(false);
    expect(await mirror.position('1')).to.equal('a');
    expect(await mirror.position('2')).to.equal(undefined);
    expect((await readModel.processState('case-1'))?.elements).to.have.length(6);
  });

  it('goes on with instances that another process has written', async () => {
    const { mirror, another, readModel, taken } = await open();
    const changes = [...waiting(await taken('case-1')), ...ending];
    const mirrors = [mirror, another()];
    for (const [index, change] of changes.entries()) {
      await tellNext(mirrors[index % 2] as EngineMirror, '1', [change]);
    }
    expect((await readModel.processState('case-1'))?.elements).to.have.length(6);
    expect((await readModel.processState('case-1'))?.state).to.equal('completed');
  });

  it('keeps nothing when a batch fails', async () => {
    const { mirror, readModel, taken } = await open();
    const changes = waiting(await taken('case-1'));
    const broken = instanceTold('i').task('t9', 'i', { priority: 1e12 });
    const batch = { source: '1', after: undefined, position: 'a', atMs: START_MS };
    const failed = await mirror
      .apply({ ...batch, changes: [...changes, broken] })
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error);
    expect(await mirror.position('1')).to.equal(undefined);
    expect(await mirror.apply({ ...batch, changes })).to.equal(true);
    expect((await readModel.processState('case-1'))?.elements).to.have.length(6);
  });

  it('ignores what strangers do, and counts it', async () => {
    const { mirror, readModel, tell } = await open();
    const stranger = instanceTold('s', { processId: 'theirs' });
    const calledByStranger = instanceTold('c', { callerKey: 's-call' });
    await tell([
      stranger.began(),
      stranger.element('s-ask', 'ask'),
      stranger.task('s-task', 's-ask'),
      calledByStranger.began(),
    ]);
    await tell([stranger.variable('secret', 1), stranger.ended()]);
    await tell([instanceTold('unheard of').ended()]);
    expect((await mirror.figures()).ignoredChanges).to.equal(7);
    expect(await readModel.inbox({ groups: ['desk'], sort: 'due', limit: 10 })).to.deep.equal([]);
    const own = instanceTold('i');
    await tell([own.began(), own.task('t', 'never seen'), own.ended('never seen')]);
    expect((await mirror.figures()).ignoredChanges).to.equal(7);
  });

  it('keeps what text columns refuse as far as it can', async () => {
    const { readModel, taken, tell } = await open();
    const instance = instanceTold('i');
    await tell([
      instance.link(await taken('case-1')),
      instance.began(),
      instance.variable('odd', { text: 'nul\0 half\ud83d', digits: 0.1 }),
      instance.element('w', 'work'),
      instance.incident('n', 'w', { message: 'nul\0 half\ud83d' }),
    ]);
    const state = await readModel.processState('case-1');
    expect(state?.openIncidents[0]?.message).to.equal('nul\uFFFD half\uFFFD');
    expect(await readModel.variables('case-1')).to.deep.equal({
      odd: { text: 'nul\0 half\ud83d', digits: 0.1 },
    });
  });

  it('tells here and in other processes that something was applied', async () => {
    const { mirror, another, tell } = await open();
    const heard = { here: 0, elsewhere: 0, left: 0 };
    const other = another();
    mirror.onApplied(() => heard.here++);
    other.onApplied(() => heard.elsewhere++);
    mirror.onApplied(() => heard.left++)();
    // Both listen once they have been told that something may have been missed.
    await eventually(() => heard.here > 0 && heard.elsewhere > 0);
    const before = { ...heard };
    await tell([instanceTold('i').began()]);
    expect(heard.here).to.be.greaterThan(before.here);
    await eventually(() => heard.elsewhere > before.elsewhere);
    expect(heard.left).to.equal(0);
  });

  it('says what is open and up to when it knows', async () => {
    const { mirror, taken, tell } = await open();
    await tell(waiting(await taken('case-1')), 'partition 1');
    await tell([], 'partition 2');
    expect(await mirror.figures()).to.deep.equal({
      ignoredChanges: 0,
      openIncidents: 1,
      lastAtMs: new Map([
        ['partition 1', START_MS],
        ['partition 2', START_MS],
      ]),
    });
  });

  it('knows what its keys stand for', async () => {
    const { mirror, another, taken, tell } = await open();
    const rootKey = await taken('case-1');
    await tell(waiting(rootKey));
    const root = { foreignKey: 'i', kind: 'instance', foreignInstanceKey: 'i', state: 'open' };
    const inner = { foreignInstanceKey: 'b', state: 'open' };
    expect(await mirror.foreign(rootKey)).to.deep.equal(root);
    expect(await mirror.foreign(`${rootKey}.1`)).to.deep.equal(root);
    expect(await mirror.foreign(`${rootKey}.2`)).to.deep.equal({
      foreignKey: 's',
      kind: 'element',
      foreignInstanceKey: 'i',
      state: 'ended',
    });
    expect(await mirror.foreign(`${rootKey}.4`)).to.deep.equal({
      foreignKey: 'd',
      kind: 'timer',
      foreignInstanceKey: 'i',
      state: 'open',
    });
    expect(await mirror.foreign(`${rootKey}.5`)).to.deep.equal({
      ...root,
      ...inner,
      foreignKey: 'b',
    });
    expect(await mirror.foreign(`${rootKey}.7`)).to.deep.equal({
      ...inner,
      foreignKey: 't',
      kind: 'task',
      assignee: 'clerk',
    });
    expect(await mirror.foreign(`${rootKey}.9`)).to.deep.equal({
      ...inner,
      foreignKey: 'n',
      kind: 'incident',
      foreignJobKey: 'job 7',
    });
    await tell(ending);
    for (const key of [1, 4, 5, 7, 9]) {
      expect((await mirror.foreign(`${rootKey}.${key}`))?.state, String(key)).to.equal('ended');
    }
    for (const key of ['', 'x', '7.x', `${rootKey}.99`, '999999', `${rootKey}.1.1`]) {
      expect(await mirror.foreign(key), key).to.equal(undefined);
    }
    expect(await another({ engine: 'camunda7' }).foreign(rootKey)).to.equal(undefined);
  });
});

/** A process `p` that has called `q`, where a task is open and a job was given up. */
function waiting(rootKey: string, prefix = ''): EngineChange[] {
  const key = (name: string) => `${prefix}${name}`;
  const outer = instanceTold(key('i'));
  const inner = instanceTold(key('b'), { processId: 'q', callerKey: key('c') });
  return [
    outer.link(rootKey),
    outer.began(),
    outer.variable('amtsweg', { rootKey }),
    outer.variable('amount', 4),
    outer.variable('name', 'outer'),
    outer.element(key('s'), 'begin', { type: 'startEvent' }),
    outer.ended(key('s')),
    outer.element(key('c'), 'call', { type: 'callActivity', via: ['begin_call'] }),
    outer.timer(key('d'), key('c')),
    inner.began(),
    inner.variable('name', 'inner'),
    inner.element(key('a'), 'ask', { type: 'userTask' }),
    inner.task(key('t'), key('a')),
    inner.task(key('t'), key('a'), { assignee: 'clerk' }),
    outer.variable('amount', 5),
    inner.element(key('w'), 'work', { type: 'serviceTask' }),
    inner.incident(key('n'), key('w'), { jobKey: 'job 7' }),
  ];
}

const ending = endingOf('');

function endingOf(prefix: string): EngineChange[] {
  const key = (name: string) => `${prefix}${name}`;
  const outer = instanceTold(key('i'));
  const inner = instanceTold(key('b'), { processId: 'q' });
  return [
    inner.task(key('t'), key('a'), { assignee: 'clerk', state: 'completed' }),
    inner.ended(key('a')),
    inner.incident(key('n'), key('w'), { state: 'resolved' }),
    inner.ended(key('w'), 'terminated'),
    inner.ended(key('b')),
    outer.timer(key('d'), key('c'), { state: 'gone' }),
    outer.ended(key('c')),
    outer.ended(),
  ];
}

/** What the read model says half-way and at the end, when the changes come in these batches. */
async function told(
  mirror: EngineMirror,
  readModel: ReadModel,
  caseId: string,
  batches: (changes: EngineChange[]) => EngineChange[][],
): Promise<unknown> {
  const { rootKey } = await takeStart(mirror, caseId);
  const changes = [...waiting(rootKey, caseId), ...endingOf(caseId)];
  for (const batch of batches(changes)) await tellNext(mirror, caseId, batch);
  const state = await readModel.processState(caseId);
  const task = await readModel.task(`${rootKey}.7`);
  const seen = await readModel.taskVariables([`${rootKey}.7`], ['amount', 'name']);
  const text = JSON.stringify({ state, task, seen: [...seen] });
  return JSON.parse(text.replaceAll(`"${rootKey}`, `"ROOT`).replaceAll(caseId, 'CASE'));
}
