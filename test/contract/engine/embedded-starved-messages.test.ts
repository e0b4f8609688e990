import { expect } from 'chai';
import pg from 'pg';
import type { EngineStore, InstanceWrite } from '../../../engine/embedded/store.ts';
import { bpmn, flows, message } from '../../support/bpmn.ts';
import { end, onMessage, start, wait } from '../../support/engine-model.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import {
  deploy,
  elementsIn,
  openEmbedded,
  startCase,
  stateOf,
} from '../../support/engine-harness.ts';
import { START_MS } from '../../support/store.ts';

/** More than the engine looks at in one go. */
const STUCK = 501;

/** What an instance that the database refuses to write looks like, such as a value it cannot hold. */
function refusing(isStuck: (key: string) => boolean): (store: EngineStore) => EngineStore {
  return (store) => ({
    ...store,
    commit: (writes) => {
      const keyOf = ({ meta }: InstanceWrite) =>
        meta.startedBy?.correlationKey ?? meta.caseId ?? '';
      if (!writes.some((write) => write.message && isStuck(keyOf(write))))
        return store.commit(writes);
      return Promise.reject(Object.assign(new Error('value out of range'), { code: '22003' }));
    },
  });
}

describe('messages that can never be given', function () {
  this.timeout(60_000);
  let harness: EmbeddedHarness;
  afterEach(() => harness.close());

  /** Kept as by a process that died before it looked who waits. */
  async function keep(name: string, keyOfNumber: string, count: number): Promise<void> {
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    try {
      await client.query(
        `insert into engine.message
           (name, correlation_key, message_id, variables, created_at_ms, expires_at_ms)
         select $1, ${keyOfNumber}, n::text, '{}', $2::bigint, $2::bigint + 3600000
         from generate_series(1, $3::int) as numbers (n)`,
        [name, START_MS, count],
      );
    } finally {
      await client.end();
    }
  }

  async function tickTimes(times: number): Promise<void> {
    for (let ticks = 0; ticks < times; ticks += 1) await harness.tick();
  }

  it('do not keep a later one from who waits for it', async () => {
    const stuck = new Set<string>();
    harness = await openEmbedded({ decorateStore: refusing((key) => stuck.has(key)) });
    const model = `${start()}${wait('c', onMessage('m'))}${end()}${flows('s -> c -> e')}`;
    await deploy(harness, 'h', bpmn(model, { rootElements: message('m', 'answer', '= key') }));
    const first = await startCase(harness, 'h', { key: 'stuck' });
    const second = await startCase(harness, 'h', { key: 'free' });
    stuck.add(first.caseId);
    await keep('answer', "'stuck'", STUCK);
    await keep('answer', "'free'", 1);
    await tickTimes(2);
    expect((await stateOf(harness, second.caseId)).state).to.not.equal('active');
    expect(await elementsIn(harness, first.caseId, 'active')).to.include('c');
  });

  it('do not keep a later one from what it starts', async () => {
    harness = await openEmbedded({ decorateStore: refusing((key) => key.startsWith('stuck')) });
    const model = `${start('s', onMessage('m'))}${end()}${flows('s -> e')}`;
    await deploy(harness, 'h', bpmn(model, { rootElements: message('m', 'begin') }));
    await keep('begin', "'stuck-' || n", STUCK);
    await keep('begin', "'free'", 1);
    await tickTimes(2);
    const client = new pg.Client({ connectionString: harness.databaseUrl });
    await client.connect();
    const { rows } = await client.query('select started_by_key as key from engine.instance');
    await client.end();
    expect(rows).to.deep.equal([{ key: 'free' }]);
  });
});
