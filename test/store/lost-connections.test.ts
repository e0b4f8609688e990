import { expect } from 'chai';
import pg from 'pg';
import { manualClock } from '../../core/clock.ts';
import { openEngineStore } from '../../store/engine/engine-store.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { openStore } from '../../store/open-store.ts';
import { startFarewellServer } from '../support/farewell-server.ts';
import type { TestStore } from '../support/store.ts';
import { openTestStore, silentLog, START_MS, submitSomething, testKeys } from '../support/store.ts';

describe('a database that went away', () => {
  let house: TestStore;
  let admin: pg.Client;
  before(async () => {
    house = await openTestStore();
    admin = new pg.Client({ connectionString: house.url });
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await house.drop();
  });

  const cutAll = () =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );

  it('is used again as soon as it is back, without a restart', async () => {
    const { file } = await submitSomething(house.store);
    await cutAll();
    await new Promise((resolve) => setImmediate(resolve));
    expect((await eventually(() => house.store.cases.find(file.id)))?.id).to.equal(file.id);
  });

  it('loses a change that was under way as a whole', async () => {
    const { file } = await submitSomething(house.store);
    const cut = house.store.cases.change(file.id, 'system', () => {
      void cutAll();
      return {
        facts: { half: 'x'.repeat(3_000_000) },
        commands: [{ key: `cut:${file.id}`, type: 'cancel' }],
        audit: [{ event: 'dms-filed' }],
      };
    });
    const outcome = await cut.then(
      () => 'written',
      () => 'lost',
    );
    const after = await eventually(() => house.store.cases.find(file.id));
    const trail = await house.store.cases.auditTrail(file.id);
    expect('half' in (after?.facts ?? {}) ? 'written' : 'lost').to.equal(outcome);
    expect(trail.length).to.equal(outcome === 'written' ? 2 : 1);
    expect(await house.store.cases.verifyAuditChain(file.id)).to.equal(true);
  });

  it('counts as news for those who wait for commands, once it is back', async () => {
    const other = house.another();
    let signals = 0;
    const forget = other.commands.onNew(() => (signals += 1));
    await until(() => signals === 1);
    await cutAll();
    await until(() => signals === 2);
    await eventually(() => submitSomething(house.store));
    await until(() => signals >= 3);
    forget();
  });

  it('that says farewell while a connection is made ends no process, whoever makes it', async () => {
    const server = await startFarewellServer();
    const store = openStore({
      databaseUrl: server.url,
      keys: testKeys(),
      clock: manualClock(START_MS),
      log: silentLog,
    });
    const engine = openEngineStore(server.url);
    const readModel = openReadModel(server.url);
    const failures = await Promise.allSettled([
      store.migrate(),
      engine.commit([]),
      engine.saveDeployment({ hash: 'h', key: 'k', resources: new Map(), processes: [] }, START_MS),
      engine.counts(),
      readModel.processState('case'),
    ]);
    expect(server.farewells()).to.be.greaterThan(3);
    expect(failures.map(({ status }) => status)).to.include('rejected');
    await Promise.all([store.close(), engine.close(), readModel.close()].map(quietly));
    await server.stop();
  });
});

function quietly(work: Promise<unknown>): Promise<unknown> {
  return work.catch(() => undefined);
}

/** A connection that was cut may be noticed by the first call only. */
async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  return work()
    .catch(() => work())
    .catch(() => work());
}

async function until(fits: () => boolean): Promise<void> {
  while (!fits()) await new Promise((resolve) => setTimeout(resolve, 5));
}
