import { expect } from 'chai';
import { NOTHING_CARRIED } from '../../../../../engine/camunda8/records/carried.ts';
import { RecordError } from '../../../../../engine/camunda8/records/record-error.ts';
import { toChanges } from '../../../../../engine/camunda8/records/to-changes.ts';
import type { FlowTargets } from '../../../../../engine/camunda8/records/telling.ts';
import type { ZeebeRecord } from '../../../../../engine/camunda8/records/read-record.ts';
import type { EngineChange } from '../../../../../engine/mirror.ts';
import { writeJson } from '../../../../../engine/feel/index.ts';
import { madeUp, recorded } from '../../../../support/zeebe-records.ts';

type Kind = EngineChange['kind'];
type Of<K extends Kind> = Extract<EngineChange, { kind: K }>;

const changesOf = (records: readonly ZeebeRecord[], targetOf?: FlowTargets) =>
  toChanges(records, NOTHING_CARRIED, targetOf).changes;

const ofKind = <K extends Kind>(changes: readonly EngineChange[], kind: K) =>
  changes.filter((change): change is Of<K> => change.kind === kind);

/** The records of the last recorded instance of a process. */
function instanceOf(partitionId: number, processId: string): ZeebeRecord[] {
  const records = recorded(partitionId);
  const keys = records
    .filter(({ value }) => value.bpmnProcessId === processId)
    .map(({ value }) => String(value.processInstanceKey));
  return records.filter(({ value }) => String(value.processInstanceKey) === keys.at(-1));
}

/** `s serviceTask <flow …`: what began, by which flows. */
const path = (changes: readonly EngineChange[]) =>
  ofKind(changes, 'element-began').map(
    ({ elementId, type, via }) => `${elementId} ${type}${via.map((id) => ` <${id}`).join('')}`,
  );

describe('what records say of process instances', () => {
  it('elements begin in their scope, by their flow, and end', () => {
    const changes = changesOf(instanceOf(4, 'errors'));
    const [process, start] = ofKind(changes, 'element-began');
    expect(process).to.include({ type: 'process', elementId: 'errors', processId: 'errors' });
    expect(process).to.not.have.any.keys('scopeKey', 'callerKey');
    expect(start).to.include({ scopeKey: process?.key, instanceKey: process?.key });
    expect(path(changes)).to.deep.equal([
      'errors process',
      's startEvent',
      'a serviceTask <sToa',
      'caught boundaryEvent',
      'sub subProcess <caughtTosub',
      'ss startEvent',
      'fork parallelGateway <ssTofork',
      'w serviceTask <forkTow',
      'esc intermediateThrowEvent <forkToesc',
      'escCaught boundaryEvent',
      'escEnd endEvent <escCaughtToescEnd',
      'se endEvent <escTose',
      'e2 endEvent <subToe2',
    ]);
    const ended = ofKind(changes, 'element-ended');
    const terminated = ended.filter(({ state }) => state === 'terminated');
    expect(ended).to.have.length(13);
    expect(terminated).to.have.length(2);
    expect(ended.at(-1)).to.include({ key: process?.key, state: 'completed' });
  });

  it('what begins in instances that are over ends', () => {
    for (const partitionId of [2, 3, 4]) {
      const changes = changesOf(recorded(partitionId));
      const ended = new Set(ofKind(changes, 'element-ended').map(({ key }) => key));
      const open = ofKind(changes, 'element-began').filter(({ key }) => !ended.has(key));
      // They were still running when the recording ended.
      expect(new Set(open.map(({ processId }) => processId))).to.deep.equal(
        new Set(partitionId === 3 ? ['started', 'called', 'incidents'] : []),
      );
    }
  });

  it('bodies of loops hold their runs', () => {
    const changes = changesOf(instanceOf(3, 'multi'));
    const began = ofKind(changes, 'element-began');
    const bodies = began.filter(({ type }) => type === 'multiInstanceBody');
    expect(bodies.map(({ elementId, via }) => [elementId, ...via])).to.deep.equal([
      ['par', 'sTopar'],
      ['seq', 'parToseq'],
    ]);
    for (const body of bodies) {
      const runs = began.filter(({ scopeKey }) => scopeKey === body.key);
      expect(runs.map(({ elementId }) => elementId)).to.deep.equal([
        body.elementId,
        body.elementId,
      ]);
    }
  });

  it('a join names all flows that lead to it, when the model is known', () => {
    const records = instanceOf(1, 'events');
    const known: FlowTargets = (_definition, flowId) => flowId.split('To')[1];
    expect(path(changesOf(records, known))).to.include(
      'join parallelGateway <recTojoin <sigTojoin',
    );
    expect(path(changesOf(records))).to.include('join parallelGateway <sigTojoin');
  });

  it('flows that lead nowhere are forgotten with their scope', () => {
    for (const partitionId of [1, 2, 4]) {
      const { carried } = toChanges(recorded(partitionId), NOTHING_CARRIED);
      expect(carried.flows.size).to.equal(0);
      expect(carried.waiting.size).to.equal(0);
    }
  });

  it('every other kind of element is told', () => {
    const both = [...changesOf(recorded(1)), ...changesOf(recorded(2))];
    const types = new Set(ofKind(both, 'element-began').map(({ type }) => type));
    for (const type of [
      ...['inclusiveGateway', 'exclusiveGateway', 'eventBasedGateway', 'task', 'manualTask'],
      ...['scriptTask', 'sendTask', 'receiveTask', 'intermediateCatchEvent', 'callActivity'],
      ...['businessRuleTask', 'userTask', 'endEvent'],
    ]) {
      expect(types, type).to.include(type);
    }
  });

  it('an event sub-process is a sub-process', () => {
    expect(path(changesOf(instanceOf(2, 'events')))).to.include('evTimer subProcess');
  });

  it('a called process knows its call activity', () => {
    const changes = changesOf(recorded(1));
    const began = ofKind(changes, 'element-began');
    const call = began.find(({ elementId }) => elementId === 'call');
    const called = began.find(({ elementId }) => elementId === 'called');
    const caller = began.find(({ key }) => key === called?.callerKey);
    expect(call).to.not.equal(undefined);
    expect(caller).to.include({ type: 'callActivity', processId: 'started' });
    expect(called).to.include({ instanceKey: called?.key, type: 'process' });
  });
});

describe('what records say of variables', () => {
  it('first variables come after their instance, although Zeebe tells them before', () => {
    const changes = changesOf(instanceOf(3, 'multi'));
    expect(changes[0]).to.include({ kind: 'element-began', type: 'process' });
    expect(changes[1]).to.deep.include({ kind: 'variable', name: 'items', value: [1, 2] });
  });

  it('every variable comes after its scope', () => {
    for (const partitionId of [1, 2, 3, 4]) {
      const begun = new Set<string>();
      for (const change of changesOf(recorded(partitionId))) {
        if (change.kind === 'element-began') begun.add(change.key);
        if (change.kind === 'variable') expect(begun).to.include(change.scopeKey);
      }
    }
  });

  it('values change, in the scope where they are', () => {
    const changes = changesOf(instanceOf(3, 'multi'));
    const results = ofKind(changes, 'variable').filter(({ name }) => name === 'results');
    expect(results.map(({ value }) => value)).to.deep.equal([
      [null, null],
      [2, null],
      [2, 4],
      [2, 4],
    ]);
    expect(new Set(results.map(({ scopeKey }) => scopeKey)).size).to.equal(2);
  });

  const variable = (name: string, value: string, more: Partial<ZeebeRecord> = {}) =>
    madeUp({
      key: '900',
      value: { name, value, scopeKey: '100', processInstanceKey: '100' },
      ...more,
    });

  it('whole numbers keep their digits', () => {
    const [change] = ofKind(changesOf([variable('id', '[9007199254740993,1.5]')]), 'variable');
    expect(writeJson(change?.value)).to.equal('[9007199254740993,1.5]');
  });

  it('a value that is no JSON is refused with its place, not with its text', () => {
    expect(() => changesOf([variable('id', '{citizen')])).to.throw(
      RecordError,
      /^partition 1, position 1, VARIABLE CREATED: the value of a variable is not JSON$/,
    );
  });

  it('the link of an instance comes before it, and is no variable', () => {
    const changes = changesOf(instanceOf(3, 'boundary'));
    const { instanceKey } = changes[0] as EngineChange;
    expect(changes[0]).to.deep.include({ kind: 'link', rootKey: 'r-1', instanceKey });
    expect(changes[1]).to.include({ kind: 'element-began', key: instanceKey });
    expect(ofKind(changes, 'variable').map(({ name }) => name)).to.deep.equal(['big']);
  });

  it('the link of an instance that a message starts comes from its start event', () => {
    const changes = changesOf(recorded(1));
    const links = ofKind(changes, 'link').filter(({ rootKey }) => rootKey === 'r-2');
    expect(links).to.have.length(1);
    expect(ofKind(changes, 'variable').map(({ name }) => name)).to.not.include('amtsweg');
  });

  it('a link that is none is left out', () => {
    for (const value of ['"text"', 'null', '[]', '{}', '{"root":1}', '{"root":""}']) {
      expect(changesOf([variable('amtsweg', value)])).to.deep.equal([]);
    }
    expect(changesOf([variable('amtsweg', '{"root":"r"}', { intent: 'UPDATED' })])).to.deep.equal(
      [],
    );
  });

  it('a called process is not linked, although it may have a copy', () => {
    const called = madeUp({
      valueType: 'PROCESS_INSTANCE',
      intent: 'ELEMENT_ACTIVATING',
      value: {
        bpmnElementType: 'PROCESS',
        elementId: 'p',
        bpmnProcessId: 'p',
        processInstanceKey: '100',
        processDefinitionKey: '7',
        flowScopeKey: '-1',
        parentElementInstanceKey: '50',
      },
    });
    const copy = variable('amtsweg', '{"root":"r"}', { key: '101' });
    expect(changesOf([copy, called])).to.deep.equal([
      {
        kind: 'element-began',
        key: '100',
        instanceKey: '100',
        atMs: 1_000,
        elementId: 'p',
        type: 'process',
        callerKey: '50',
        definitionKey: '7',
        processId: 'p',
        via: [],
      },
    ]);
  });
});

describe('what records say of waits', () => {
  it('tasks with all that is known of them', () => {
    const tasks = ofKind(changesOf(instanceOf(3, 'multi')), 'task');
    const [created, claimed, unclaimed, updated, cleared, completed] = tasks;
    expect(created).to.deep.include({
      elementId: 'seq',
      processId: 'multi',
      state: 'open',
      formReference: 'forms/ask',
      candidateGroups: ['clerks', 'leads'],
      candidateUsers: ['ada', 'bert'],
      dueAtMs: Date.parse('2026-12-02T22:18:37.616Z'),
      followUpAtMs: Date.parse('2026-11-30T22:18:37.637Z'),
      priority: 70,
    });
    expect(created).to.not.have.any.keys('assignee');
    expect(claimed).to.include({ assignee: 'ada', state: 'open' });
    expect(unclaimed).to.not.have.any.keys('assignee');
    expect(updated).to.deep.include({
      candidateGroups: ['leads'],
      dueAtMs: Date.parse('2027-01-02T03:04:05Z'),
      priority: 10,
    });
    expect(cleared).to.not.have.any.keys('dueAtMs', 'followUpAtMs');
    expect(completed).to.include({ state: 'completed', key: created?.key });
  });

  it('a task that is cancelled with its instance', () => {
    const tasks = ofKind(changesOf(recorded(1)), 'task').filter(
      ({ processId }) => processId === 'called',
    );
    expect(tasks.map(({ state }) => state)).to.deep.equal(['open', 'cancelled']);
  });

  it('a date that cannot be read is counted and left out', () => {
    const [task] = recorded(3).filter(({ valueType }) => valueType === 'USER_TASK');
    const record = { ...(task as ZeebeRecord), intent: 'UPDATED' };
    const told = toChanges(
      [{ ...record, value: { ...record.value, dueDate: 'soon' } }],
      NOTHING_CARRIED,
    );
    expect(told.changes[0]).to.not.have.any.keys('dueAtMs');
    expect([...told.unread]).to.deep.equal([['USER_TASK dueDate', 1]]);
  });

  it('timers until they are gone', () => {
    const timers = ofKind(changesOf(instanceOf(3, 'boundary')), 'timer');
    const states = timers.map(({ targetId, state }) => `${targetId} ${state}`);
    expect(states).to.deep.equal(['late open', 'remind open', 'remind gone', 'late gone']);
    expect(timers[0]?.dueAtMs).to.equal(1795997967765);
  });

  it('timers of definitions belong to no instance', () => {
    const value = { processInstanceKey: -1, elementInstanceKey: -1, targetElementId: 's' };
    const timer = madeUp({ valueType: 'TIMER', value: { ...value, dueDate: 1 } });
    expect(changesOf([timer])).to.deep.equal([]);
  });

  it('incidents, about jobs and others, until they are resolved', () => {
    const all = [1, 2, 3, 4].flatMap((id) => ofKind(changesOf(recorded(id)), 'incident'));
    const codes = new Set(all.map(({ code }) => code));
    expect([...codes].sort()).to.deep.equal([
      'called-process-missing',
      'decision-missing',
      'error-uncaught',
      'extract-value-error',
      'io-mapping-error',
      'job-no-retries',
      'no-condition-true',
    ]);
    const job = all.filter(({ code }) => code === 'job-no-retries');
    expect(job.map(({ state }) => state)).to.deep.equal(['open', 'resolved']);
    expect(job[0]).to.include({ message: 'out of paper', elementId: 'a' });
    expect(job[0]?.jobKey).to.match(/^\d{16}$/);
    const condition = all.find(({ code }) => code === 'no-condition-true');
    expect(condition).to.not.have.any.keys('jobKey');
  });
});

describe('what records are left out', () => {
  it('all but events', () => {
    const commands = recorded(3).map((record) => ({ ...record, recordType: 'COMMAND' }));
    expect(changesOf(commands)).to.deep.equal([]);
  });

  it('none of those that were recorded is of an unknown kind', () => {
    for (const id of [1, 2, 3, 4]) {
      expect([...toChanges(recorded(id), NOTHING_CARRIED).unread]).to.deep.equal([]);
    }
  });

  it('unknown kinds are counted', () => {
    const unknown = [
      madeUp({ valueType: 'DREAM' }),
      madeUp({ valueType: 'DREAM', intent: 'OTHER' }),
      madeUp({ intent: 'MIGRATED' }),
      madeUp({ recordVersion: 2 }),
      madeUp({ valueType: 'toString' }),
      madeUp({ intent: 'toString' }),
      madeUp({ valueType: 'JOB', intent: 'COMPLETED' }),
    ];
    const told = toChanges(unknown, NOTHING_CARRIED);
    expect(told.changes).to.deep.equal([]);
    expect([...told.unread]).to.deep.equal([
      ['DREAM', 2],
      ['VARIABLE MIGRATED', 1],
      ['VARIABLE version 2', 1],
      ['toString', 1],
      ['VARIABLE toString', 1],
    ]);
  });

  it('a record whose value is not as it should be is refused with its place', () => {
    const record = madeUp({ valueType: 'INCIDENT', value: { jobKey: 'none' } });
    expect(() => changesOf([record])).to.throw(
      RecordError,
      "partition 1, position 1, INCIDENT CREATED: 'jobKey' is not a whole number",
    );
  });
});

describe('batches', () => {
  it('cut anywhere give the same changes, and leave what they were given as it was', () => {
    for (const id of [1, 2, 3, 4]) {
      const records = recorded(id);
      const whole = JSON.stringify(changesOf(records));
      for (let at = 1; at < records.length; at += 1) {
        const first = toChanges(records.slice(0, at), NOTHING_CARRIED);
        const carried = JSON.stringify([[...first.carried.waiting], [...first.carried.flows]]);
        const second = toChanges(records.slice(at), first.carried);
        expect(JSON.stringify([...first.changes, ...second.changes])).to.equal(whole);
        expect(JSON.stringify([[...first.carried.waiting], [...first.carried.flows]])).to.equal(
          carried,
        );
      }
    }
  });
});
