import { expect } from 'chai';
import pg from 'pg';
import type { InboxQuery, TaskState } from '../../core/cases/process-state.ts';
import { cursorAfter } from '../../core/cases/process-state.ts';
import { openReadModel } from '../../store/engine/read-model.ts';
import { writeOpenTasks } from '../support/many-tasks.ts';
import type { TestStore } from '../support/store.ts';
import { openTestStore, START_MS, submitSomething } from '../support/store.ts';

const COUNT = 200;
const numberOf = ({ key }: TaskState): number => Number(key.split('.')[0]);

describe('what the desk asks the store', () => {
  let house: TestStore;
  let database: pg.Pool;
  let readModel: ReturnType<typeof openReadModel>;

  before(async () => {
    house = await openTestStore();
    database = new pg.Pool({ connectionString: house.url, max: 2 });
    readModel = openReadModel(house.url);
    await writeOpenTasks(database, { count: COUNT, startMs: START_MS });
  });
  after(async () => {
    await readModel.close();
    await database.end();
    await house.drop();
  });

  const all = { groups: ['strassenverkehr'], sort: 'oldest', limit: COUNT } as const;
  const found = async (query: Partial<InboxQuery>): Promise<number[]> =>
    (await readModel.inbox({ ...all, ...query })).map(numberOf);
  const expected = (fits: (n: number) => boolean): number[] =>
    Array.from({ length: COUNT }, (_, index) => index + 1).filter((n) => n % 5 !== 0 && fits(n));

  it('is the open tasks of some groups, narrowed by each filter', async () => {
    expect(await found({})).to.deep.equal(expected(() => true));
    expect(await found({ groups: ['nobody'] })).to.deep.equal([]);
    expect(await found({ groups: ['leitung', 'strassenverkehr'] })).to.have.length(160);
    expect(await found({ processId: 'other' })).to.deep.equal(expected((n) => n % 7 === 0));
    const element = { processId: 'p', elementId: 'check' };
    expect(await found({ element })).to.deep.equal(expected((n) => n % 2 === 0));
    expect(await found({ claimedBy: 'nobody' })).to.deep.equal(expected((n) => n % 3 !== 0));
    const mine = expected((n) => n % 3 === 0 && n % 10 === 6);
    expect(await found({ claimedBy: { subject: 'staff-6' } })).to.deep.equal(mine);
    const caseIds = ['00000000-0000-4000-8000-000000000012'];
    expect(await found({ caseIds })).to.deep.equal([12]);
    expect(await found({ caseIds: [] })).to.deep.equal([]);
    const due = expected((n) => n % 4 !== 0 && (n * 7919) % COUNT < 50);
    expect(await found({ dueBeforeMs: START_MS + 50 * 60_000 })).to.deep.equal(due);
  });

  it('finds a task by the element that it is of', async () => {
    const [task] = await readModel.inbox({ ...all, limit: 1 });
    const found = await readModel.taskOfElement(task?.elementInstanceKey ?? '');
    expect(found).to.deep.equal(task);
    expect(await readModel.taskOfElement('999999.1')).to.equal(undefined);
  });

  for (const sort of ['due', 'oldest', 'newest'] as const) {
    it(`goes through all pages in order without a gap: ${sort}`, async () => {
      const whole = await readModel.inbox({ ...all, sort });
      const pages: TaskState[] = [];
      for (;;) {
        const last = pages.at(-1);
        const after = last ? { after: cursorAfter(last, sort) } : {};
        const next = await readModel.inbox({ ...all, ...after, sort, limit: 7 });
        pages.push(...next);
        if (next.length < 7) break;
      }
      expect(pages.map(numberOf)).to.deep.equal(whole.map(numberOf));
      const values = whole.map((task) => cursorAfter(task, sort).value);
      const ordered = values.toSorted((a, b) => (sort === 'newest' ? b - a : a - b));
      expect(values).to.deep.equal(ordered);
    });
  }

  it('reads the reasons of a whole page at once, as each task sees them', async () => {
    await database.query(`insert into engine.variable (root_key, scope_key, name, value, changed_at_ms)
      values (2, 2, 'reasons', '["zone-unclear"]', 0)`);
    const variables = await readModel.taskVariables(['1.3', '2.3', '999.3'], ['reasons', 'x']);
    expect([...variables]).to.have.deep.members([
      ['1.3', { reasons: ['two-keepers'] }],
      ['2.3', { reasons: ['zone-unclear'] }],
    ]);
    expect((await readModel.taskVariables([], ['reasons'])).size).to.equal(0);
  });

  it('finds cases by number, and their heads without opening them', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    expect(await store.cases.findByNumber(file.number)).to.deep.equal(file);
    expect(await store.cases.findByNumber('BG-2026-999999')).to.equal(undefined);
    const [head, ...more] = await store.cases.heads([file.id, 'no-uuid']);
    expect(more).to.deep.equal([]);
    expect(head).to.deep.equal({
      id: file.id,
      number: file.number,
      procedureKey: file.procedureKey,
      bundleHash: file.bundleHash,
      receivedAtMs: file.receivedAtMs,
      version: file.version,
    });
  });

  it('knows staff by the name of their last sign-in', async () => {
    const { staffDirectory } = house.store;
    await staffDirectory.remember({ subject: 's-1', name: 'Ida Lang' });
    await staffDirectory.remember({ subject: 's-1', name: 'Ida Kurz' });
    expect([...(await staffDirectory.names(['s-1', 's-2']))]).to.deep.equal([['s-1', 'Ida Kurz']]);
    expect((await staffDirectory.names([])).size).to.equal(0);
  });

  it('finds permits by plate, shared vehicles too, and logs every look-up in a chain', async () => {
    const { store } = house;
    const { file } = await submitSomething(store);
    const term = { validFrom: '2026-03-01', validUntil: '2027-02-28', kind: 'permit' };
    for (const holder of ['anna', 'bert']) {
      const shown = { plate: 'PB-AB 123', zone: 'A' };
      const request = { key: holder, caseId: file.id, holder, subject: `PB-AB 123 ${holder}` };
      await store.issued.issue({ ...term, ...request, shown }, 'worker:document-register');
    }
    const ask = (plate: string) =>
      store.plateLookups.lookUp({ plate, reason: 'Kontrolle', actor: 'staff:x' });
    const [both, none] = [await ask('PB-AB 123'), await ask('PB-XX 1')];
    expect(both.map(({ shown }) => shown['zone'])).to.deep.equal(['A', 'A']);
    expect(none).to.deep.equal([]);
    await Promise.all([ask('PB-AB 123'), ask('PB-AB 123'), ask('PB-AB 123')]);
    expect(await store.plateLookups.verify()).to.deep.equal({ count: 5, fits: true });
    const { rows } = await database.query('select * from plate_lookup');
    expect(JSON.stringify(rows)).not.to.include('PB-AB');
    await database.query(`update plate_lookup set reason = 'anderes' where sequence = 2`);
    expect((await store.plateLookups.verify()).fits).to.equal(false);
  });
});
