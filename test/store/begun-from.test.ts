import { expect } from 'chai';
import pg from 'pg';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, startCommand, submitSomething } from '../support/store.ts';

describe('cases that were begun from an earlier one', () => {
  let house: TestStore;
  before(async () => {
    house = await openTestStore();
  });
  after(() => house.drop());

  async function begunFrom(earlier: string): Promise<string> {
    const { draft } = await newDraft(house.store);
    const { file } = await house.store.cases.submit(draft.id, {
      numberPrefix: 'BG',
      answers: {},
      contact: {},
      earlier,
      command: startCommand,
      actor: 'applicant',
    });
    return file.number;
  }

  it('are found by its number, the newest first, and by no other', async () => {
    const { file: old } = await submitSomething(house.store);
    const { file: other } = await submitSomething(house.store);
    const first = await begunFrom(old.number);
    house.clock.advance(1_000);
    const second = await begunFrom(old.number);
    const found = await house.store.cases.begunFrom(old.number);
    expect(found.map(({ number }) => number)).to.deep.equal([second, first]);
    expect(await house.store.cases.begunFrom(other.number)).to.deep.equal([]);
  });

  it('are not to be read off the database', async () => {
    const { file } = await submitSomething(house.store);
    await begunFrom(file.number);
    const client = new pg.Client(house.url);
    await client.connect();
    const { rows } = await client.query('select * from case_search').finally(() => client.end());
    expect(rows).not.to.deep.equal([]);
    expect(JSON.stringify(rows)).not.to.include(file.number);
  });
});
