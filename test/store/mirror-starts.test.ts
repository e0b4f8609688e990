import { expect } from 'chai';
import pg from 'pg';
import type { Log } from '../../core/log.ts';
import { BUNDLE, instanceTold } from '../support/mirror-changes.ts';
import { mirrorOfEachTest, takeStart } from '../support/mirror-house.ts';
import { silentLog } from '../support/store.ts';

const LEASE_MS = 60_000;

describe('Mirror: starts', () => {
  const open = mirrorOfEachTest();

  it('are taken by one of those who race for them', async () => {
    const { mirror, another } = await open();
    const mirrors = [mirror, another(), another()];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => takeStart(mirrors[index % 3] ?? mirror, 'case-1')),
    );
    const states = answers.map(({ state }) => state).sort();
    expect(states).to.deep.equal([...Array<string>(29).fill('busy'), 'taken']);
    expect(new Set(answers.map(({ rootKey }) => rootKey)).size).to.equal(1);
  });

  it('have a root key each, also of instances that nobody of us started', async () => {
    const { mirror, readModel, taken, tell } = await open();
    const first = await taken('case-1');
    await tell([instanceTold('i').began()]);
    const second = await taken('case-2');
    await tell([instanceTold('j').link(second), instanceTold('j').began()]);
    await tell([instanceTold('k').link(first), instanceTold('k').began()]);
    expect((await readModel.processState('case-1'))?.rootInstanceKey).to.equal(first);
    expect((await readModel.processState('case-2'))?.rootInstanceKey).to.equal(second);
    expect((await mirror.foreign(first))?.foreignKey).to.equal('k');
    expect((await mirror.foreign(second))?.foreignKey).to.equal('j');
  });

  it('are taken over when the lease is over, and said to be', async () => {
    const { mirror, another, clock } = await open();
    const first = await takeStart(mirror, 'case-1');
    clock.advance(LEASE_MS - 1);
    expect((await takeStart(another(), 'case-1')).state).to.equal('busy');
    clock.advance(1);
    const retaken = { state: 'retaken', rootKey: first.rootKey };
    const both = await Promise.all([takeStart(mirror, 'case-1'), takeStart(another(), 'case-1')]);
    expect(both).to.have.deep.members([retaken, { ...retaken, state: 'busy' }]);
  });

  it('may be tried again at once after a refusal', async () => {
    const { mirror, clock } = await open();
    const { rootKey } = await takeStart(mirror, 'case-1');
    await mirror.starts.release(rootKey);
    expect(await takeStart(mirror, 'case-1')).to.deep.equal({ state: 'taken', rootKey });
    // Nobody knows what became of this one, whatever is refused afterwards.
    clock.advance(LEASE_MS);
    expect((await takeStart(mirror, 'case-1')).state).to.equal('retaken');
    await mirror.starts.release(rootKey);
    expect((await takeStart(mirror, 'case-1')).state).to.equal('retaken');
  });

  it('are done once the engine has answered', async () => {
    const { mirror, clock } = await open();
    const { rootKey } = await takeStart(mirror, 'case-1');
    await mirror.starts.started(rootKey, 'i');
    await mirror.starts.release(rootKey);
    clock.advance(LEASE_MS);
    expect(await takeStart(mirror, 'case-1')).to.deep.equal({ state: 'started', rootKey });
    expect(await mirror.foreign(rootKey)).to.deep.equal({
      foreignKey: 'i',
      kind: 'instance',
      foreignInstanceKey: 'i',
      state: 'open',
    });
  });

  it('are done once the instance was linked, although nobody said so', async () => {
    const { mirror, clock, tell } = await open();
    const { rootKey } = await takeStart(mirror, 'case-1');
    await tell([instanceTold('i').link(rootKey)]);
    clock.advance(LEASE_MS);
    expect(await takeStart(mirror, 'case-1')).to.deep.equal({ state: 'started', rootKey });
    await tell([instanceTold('i').began()]);
    expect((await mirror.foreign(rootKey))?.foreignKey).to.equal('i');
  });

  it('are found without a link when the engine has answered before', async () => {
    const { mirror, readModel, taken, tell } = await open();
    const rootKey = await taken('case-1');
    await mirror.starts.started(rootKey, 'i');
    await tell([instanceTold('i').began()]);
    expect((await readModel.processState('case-1'))?.rootInstanceKey).to.equal(rootKey);
  });

  it('keep their first instance; a second one runs without a case, and the log says so', async () => {
    const warned: object[] = [];
    const log: Log = { ...silentLog, warn: (fields) => void warned.push(fields) };
    const { mirror, readModel, taken, tell } = await open({ log });
    const rootKey = await taken('case-1');
    const [one, two] = [instanceTold('i'), instanceTold('j')];
    await tell([one.link(rootKey), one.began(), two.link(rootKey), two.began(), two.link('77')]);
    await mirror.starts.started(rootKey, 'j');
    expect((await mirror.foreign(rootKey))?.foreignKey).to.equal('i');
    expect((await readModel.processState('case-1'))?.elements).to.have.length(1);
    expect(warned).to.deep.equal([{ rootKey, foreignInstanceKey: 'j' }]);
  });

  it('of another engine of the same database are its own, and what it did is done', async () => {
    const { databaseUrl, mirror, another, readModel, taken, tell } = await open();
    const other = another({ engine: 'camunda7' });
    const rootKey = await taken('case-1');
    const theirs = await takeStart(other, 'case-1');
    expect(theirs.state).to.equal('taken');
    expect(theirs.rootKey).not.to.equal(rootKey);
    await tell([instanceTold('i').link(rootKey), instanceTold('i').began()]);
    await other.starts.release(theirs.rootKey);
    expect(await takeStart(other, 'case-1')).to.deep.equal({ state: 'started', rootKey });
    // One that both have started all the same does not hold up the second engine's source.
    await insertInstance(databaseUrl, 'start:case-2');
    const both = (await takeStart(mirror, 'case-3')).rootKey;
    await insertInstance(databaseUrl, 'start:case-3');
    await tell([instanceTold('j').link(both), instanceTold('j').began()]);
    expect((await readModel.processState('case-3'))?.rootInstanceKey).to.equal(both);
    expect((await takeStart(mirror, 'case-2')).state).to.equal('started');
  });
});

/** As an embedded engine would have begun it. */
async function insertInstance(databaseUrl: string, startKey: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `insert into engine.instance (key, version, state_schema, state, next_key, process_id,
       definition_key, bundle_hash, start_key, started_at_ms)
     select nextval('engine.root_key'), 1, 1, 'active', 2, 'p', 1, $1, $2, 0`,
    [BUNDLE, startKey],
  );
  await client.end();
}
