import { expect } from 'chai';
import pg from 'pg';
import type { StartableMessage } from '../../../engine/embedded/store.ts';
import { bpmn, definitions, flows, message } from '../../support/bpmn.ts';
import { end, onMessage, process, start, wait } from '../../support/engine-model.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import { deploy, embeddedOfEachTest, eventually, startCase } from '../../support/engine-harness.ts';

const HOUR_MS = 3_600_000;
const KEYS = Array.from({ length: 30 }, (_, index) => `k${index}`);

/** Two processes of one city look for the same messages at the same moment. */
describe('messages between two processes', function () {
  this.timeout(60_000);
  const opened = embeddedOfEachTest();
  let one: EmbeddedHarness;
  let other: EmbeddedHarness;

  beforeEach(async () => {
    one = await opened();
    other = await one.another();
  });

  const publish = ({ engine }: EmbeddedHarness, name: string, correlationKey: string) =>
    engine.publishMessage({
      name,
      correlationKey,
      timeToLiveMs: HOUR_MS,
      variables: { key: correlationKey },
    });

  const rowsOf = async (query: string, values: unknown[] = []): Promise<unknown[]> => {
    const client = new pg.Client({ connectionString: one.databaseUrl });
    await client.connect();
    try {
      return (await client.query(query, values)).rows;
    } finally {
      await client.end();
    }
  };

  const ended = async (): Promise<number> => {
    const [row] = (await rowsOf(
      `select count(*)::int as n from engine.instance where state <> 'active'`,
    )) as { n: number }[];
    return row?.n ?? 0;
  };

  /** Every message has had each of its processes once. */
  const takenBy = () =>
    rowsOf(
      'select distinct (select array_agg(t order by t) from unnest(taken) t) from engine.message',
    );

  /** As by a process that died before it looked who waits. */
  const keep = (name: string, keys: readonly string[]) =>
    rowsOf(
      `insert into engine.message (name, correlation_key, variables, created_at_ms, expires_at_ms)
       select $4, key, json_build_object('key', key), $2::bigint, $2::bigint + $3::bigint
       from unnest($1::text[]) as key`,
      [keys, one.clock.now(), HOUR_MS, name],
    );

  const keptMessages = async (name: string): Promise<StartableMessage[]> =>
    (await rowsOf(
      `select key::text as "messageKey", name, correlation_key as "correlationKey", variables, taken
       from engine.message where name = $1 and taken = '{}'`,
      [name],
    )) as StartableMessage[];

  const activeKeys = async (): Promise<string[]> => {
    const rows = await rowsOf(
      `select started_by_key as key from engine.instance where state = 'active'`,
    );
    return (rows as { key: string }[]).map(({ key }) => key);
  };

  it('each start one instance, and none is lost while its place is taken', async () => {
    const model = `${start('s', onMessage('m'))}${wait('c', onMessage('f'))}${end()}
      ${flows('s -> c -> e')}`;
    const messages = `${message('m', 'begin')}${message('f', 'finish', '= key')}`;
    await deploy(one, 'h', bpmn(model, { rootElements: messages }));
    await other.tick();
    const houses = [one, other, one, other];
    for (const name of ['begin', 'finish']) {
      await Promise.all(houses.flatMap((each) => KEYS.map((key) => publish(each, name, key))));
    }
    await eventually(async () => {
      await Promise.all([one.tick(), other.tick()]);
      return (await ended()) === KEYS.length * houses.length;
    });
    expect(await takenBy()).to.deep.equal([{ array_agg: ['p'] }]);
  });

  it('are kept when the place was taken between the look and the step, and the others start', async () => {
    const model = `${start('s', onMessage('m'))}${wait('c', onMessage('f'))}${end()}
      ${flows('s -> c -> e')}`;
    const messages = `${message('m', 'begin')}${message('f', 'finish', '= key')}`;
    await deploy(one, 'h', bpmn(model, { rootElements: messages }));
    await publish(one, 'begin', 'k0');
    await keep('begin', KEYS);
    // As another process saw it before the first instance was there.
    const late = await one.another({
      decorateStore: (store) => ({ ...store, messagesForStart: () => keptMessages('begin') }),
    });
    await late.tick();
    expect(await activeKeys()).to.have.members(KEYS);
    expect(
      await rowsOf(`select correlation_key as key from engine.message where taken = '{}'`),
    ).to.deep.equal([{ key: 'k0' }]);
    await publish(one, 'finish', 'k0');
    await one.tick();
    expect(await activeKeys()).to.have.members(KEYS);
    expect(await ended()).to.equal(1);
  });

  it('that the database refuses do not take along those that come at the same time', async () => {
    const keys = ['good-1', 'NUL \0', 'good-2'];
    const sent = await Promise.allSettled(keys.map((key) => publish(one, 'any', key)));
    expect(sent.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(
      await rowsOf('select correlation_key as key from engine.message order by 1'),
    ).to.deep.equal([{ key: 'good-1' }, { key: 'good-2' }]);
  });

  it('reach everybody who waits, once, whoever finds them first', async () => {
    const waiter = (id: string) =>
      process(
        id,
        `${start(`${id}s`)}${wait(`${id}c`, onMessage('m'))}${end(`${id}e`)}
         ${flows(`${id}s -> ${id}c -> ${id}e`)}`,
      );
    const model = definitions(`${waiter('a')}${waiter('b')}${message('m', 'go', '= key')}`);
    await deploy(one, 'h', model);
    await other.tick();
    await keep('go', KEYS);
    await Promise.all(
      ['a', 'b'].flatMap((id) =>
        KEYS.map((key, index) => startCase([one, other][index % 2] ?? one, 'h', { key }, id)),
      ),
    );
    await eventually(async () => {
      await Promise.all([one.tick(), other.tick()]);
      return (await ended()) === KEYS.length * 2;
    });
    expect(await takenBy()).to.deep.equal([{ array_agg: ['a', 'b'] }]);
  });
});
