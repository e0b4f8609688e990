import { expect } from 'chai';
import { RecordError } from '../../../../../engine/camunda8/records/record-error.ts';
import { makeRecordStream } from '../../../../../engine/camunda8/records/record-stream.ts';
import type { Fence } from '../../../../../engine/camunda8/records/record-stream.ts';
import type { ZeebeRecord } from '../../../../../engine/camunda8/records/read-record.ts';
import { EngineError } from '../../../../../engine/errors.ts';
import { madeUp, recorded, recordedModel } from '../../../../support/zeebe-records.ts';
import { fakeRecordMirror } from '../../../../support/zeebe-records-mirror.ts';
import { silentLog } from '../../../../support/zeebe-records-log.ts';

const sourceOf = (partitionId: number) => `camunda8 partition ${partitionId}`;

function makeStream(fake: ReturnType<typeof fakeRecordMirror>, fences: Fence[] = []) {
  const { log } = silentLog();
  return makeRecordStream({ mirror: fake.mirror, log, onFence: (fence) => fences.push(fence) });
}

/** All changes of a partition, read at once. */
async function wholeOf(partitionId: number) {
  const fake = fakeRecordMirror();
  await makeStream(fake).take(recorded(partitionId));
  return fake.changes();
}

describe('the stream of records', () => {
  it('writes changes together with the position', async () => {
    const fake = fakeRecordMirror();
    const records = recorded(3);
    const stream = makeStream(fake);
    await stream.take(records.slice(0, 100));
    await stream.take(records.slice(100));
    const [first, second] = fake.batches;
    expect(first).to.include({ source: sourceOf(3), after: undefined });
    expect(first?.position).to.equal(String(records[99]?.position));
    expect(second).to.include({ after: first?.position, atMs: records.at(-1)?.timestampMs });
    expect(fake.changes()).to.deep.equal(await wholeOf(3));
  });

  it('gives the same wherever batches and restarts cut it', async () => {
    const records = recorded(4).slice(0, 60);
    const whole = fakeRecordMirror();
    await makeStream(whole).take(records);
    const told = withoutFlows(whole.changes());
    for (let at = 1; at < records.length; at += 1) {
      const fake = fakeRecordMirror();
      await makeStream(fake).take(records.slice(0, at));
      await makeStream(fake).take(records.slice(at));
      expect(withoutFlows(fake.changes()), `cut at ${at}`).to.deep.equal(told);
    }
  });

  /** Flows by which an element was reached may get lost in a restart. */
  const withoutFlows = (changes: readonly object[]) =>
    changes.map((change) => ('via' in change ? { ...change, via: [] } : change));

  it('leaves out what came before', async () => {
    const fake = fakeRecordMirror();
    const records = recorded(3);
    const stream = makeStream(fake);
    await stream.take(records.slice(0, 100));
    await stream.take(records.slice(0, 100));
    await stream.take(records.slice(50));
    await makeStream(fake).take(records);
    expect(fake.batches).to.have.length(2);
    expect(fake.changes()).to.deep.equal(await wholeOf(3));
  });

  it('keeps partitions apart', async () => {
    const fake = fakeRecordMirror();
    const stream = makeStream(fake);
    const halves = [1, 2, 3, 4].map((id) => recorded(id));
    await Promise.all(halves.map((records) => stream.take(records.slice(0, 80))));
    // In one request, one after the other.
    await stream.take(halves.flatMap((records) => records.slice(80)));
    for (const id of [1, 2, 3, 4]) {
      expect(fake.changes(sourceOf(id))).to.deep.equal(await wholeOf(id));
    }
    expect([...stream.figures().partitions.keys()]).to.have.members([1, 2, 3, 4]);
  });

  it('takes one batch of a partition at a time', async () => {
    const fake = fakeRecordMirror();
    const stream = makeStream(fake);
    let open = () => {};
    fake.state.gate = new Promise((resolve) => (open = resolve));
    const first = stream.take(recorded(3));
    const second = await stream.take(recorded(3)).catch((error: unknown) => error);
    expect(second).to.be.instanceOf(EngineError).and.include({ code: 'conflict' });
    open();
    await first;
    await stream.take(recorded(3));
    expect(fake.batches).to.have.length(1);
  });

  it('takes nothing over while the database is away, and goes on when it is back', async () => {
    const fake = fakeRecordMirror();
    const stream = makeStream(fake);
    const records = recorded(1);
    await stream.take(records.slice(0, 100));
    fake.state.isAway = true;
    for (let tries = 0; tries < 3; tries += 1) {
      const error = await stream.take(records.slice(100, 200)).catch((caught: unknown) => caught);
      expect(error).to.be.instanceOf(Error);
    }
    fake.state.isAway = false;
    await stream.take(records.slice(100, 200));
    await stream.take(records.slice(200));
    expect(fake.changes()).to.deep.equal(await wholeOf(1));
    expect(stream.figures().partitions.get(1)).to.include({ missing: 0 });
  });

  it('asks where it stands when the answer was lost', async () => {
    const fences: Fence[] = [];
    const fake = fakeRecordMirror();
    const stream = makeStream(fake, fences);
    const records = recorded(1);
    fake.state.losesAnswers = true;
    await stream.take(records).catch(() => undefined);
    expect(fences).to.deep.equal([]);
    fake.state.losesAnswers = false;
    await stream.take(records);
    expect(fake.batches).to.have.length(1);
    expect(fences).to.deep.equal([{ partitionId: 1, name: 'amtsweg-fence-17' }]);
  });

  it('goes on where another process has come', async () => {
    const fake = fakeRecordMirror();
    const [one, other] = [makeStream(fake), makeStream(fake)];
    const records = recorded(2);
    await one.take(records.slice(0, 30));
    await other.take(records.slice(0, 60));
    await one.take(records.slice(30));
    expect(withoutFlows(fake.changes())).to.deep.equal(withoutFlows(await wholeOf(2)));
    expect(one.figures().partitions.get(2)).to.include({ missing: 0 });
  });

  it('names all flows into a join of a definition that is ours', async () => {
    const records = recorded(1);
    const join = records.find(({ value }) => value.elementId === 'join') as ZeebeRecord;
    const key = String(join.value.processDefinitionKey);
    const xml = recordedModel('events.bpmn');
    const fake = fakeRecordMirror([
      { key, xml, processId: 'events', version: 1, bundleHash: 'h', resource: 'events.bpmn' },
    ]);
    await makeStream(fake).take(records);
    const began = fake
      .changes()
      .find((change) => change.kind === 'element-began' && change.elementId === 'join');
    expect(began).to.deep.include({ via: ['recTojoin', 'sigTojoin'] });
  });

  it('reports records that never came', async () => {
    const fake = fakeRecordMirror();
    const stream = makeStream(fake);
    const records = recorded(3);
    const timers = records.filter(({ valueType }) => valueType === 'TIMER');
    await stream.take(records.filter((record) => record !== timers[1]));
    expect(stream.figures().partitions.get(3)).to.deep.include({
      missing: 1,
      lastGap: { valueType: 'TIMER', beforePosition: String(timers[2]?.position), missing: 1 },
    });
  });

  it('takes no gap for one where the exporter counts anew what it repeats', async () => {
    const fake = fakeRecordMirror();
    const stream = makeStream(fake);
    const at = (position: bigint, sequence: bigint) =>
      madeUp({ valueType: 'JOB', position, sequence });
    await stream.take([at(1n, 7n), at(2n, 8n)]);
    // Set up anew: from 1.
    await stream.take([at(1n, 1n), at(2n, 2n), at(3n, 3n), at(4n, 4n)]);
    // A broker that died: with those that it had not counted.
    await stream.take([at(3n, 5n), at(4n, 6n)]);
    await stream.take([at(5n, 7n)]);
    expect(stream.figures().partitions.get(1)).to.include({ missing: 0, position: '5' });
    await stream.take([at(9n, 9n)]);
    expect(stream.figures().partitions.get(1)).to.include({ missing: 1 });
  });

  it('counts kinds that nobody knows, and says so once', async () => {
    const { log, lines } = silentLog();
    const fake = fakeRecordMirror();
    const stream = makeRecordStream({ mirror: fake.mirror, log });
    const dream = (position: bigint) =>
      madeUp({ valueType: 'DREAM', position, sequence: position });
    await stream.take([dream(1n), dream(2n)]);
    await stream.take([dream(3n)]);
    expect([...stream.figures().unread]).to.deep.equal([['DREAM', 3]]);
    expect(lines).to.have.length(1);
  });

  it('refuses records that are out of order', async () => {
    const fake = fakeRecordMirror();
    const records = [madeUp({ position: 2n }), madeUp({ position: 1n })];
    const error = await makeStream(fake)
      .take(records)
      .catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RecordError);
    expect(fake.batches).to.deep.equal([]);
  });
});
