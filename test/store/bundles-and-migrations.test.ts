import { expect } from 'chai';
import { openStore } from '../../store/open-store.ts';
import { migrations } from '../../store/migrations/index.ts';
import { createTestDatabase } from '../support/database.ts';
import { manualClock } from '../../core/clock.ts';
import { openTestStore, silentLog, testKeys } from '../support/store.ts';

describe('migrations', () => {
  it('run once, although several processes start at once', async () => {
    const database = await createTestDatabase();
    const stores = [1, 2, 3].map(() =>
      openStore({
        databaseUrl: database.url,
        keys: testKeys(),
        clock: manualClock(0),
        log: silentLog,
      }),
    );
    try {
      const done = await Promise.all(stores.map((store) => store.migrate()));
      expect(done.flat()).to.deep.equal(migrations.map(({ name }) => name));
      expect(await stores[0]?.migrate()).to.deep.equal([]);
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    }
  });

  it('have names that tell them apart', () => {
    expect(new Set(migrations.map(({ name }) => name)).size).to.equal(migrations.length);
  });
});

describe('bundles', () => {
  const bundle = (key: string, hash: string, text = 'x') => ({
    key,
    hash,
    files: new Map([
      ['procedure.json', '{}'],
      ['texts/de.json', text],
    ]),
  });

  it('are kept for ever; the newest of a key is offered', async () => {
    const house = await openTestStore();
    const { bundles } = house.store;
    try {
      await bundles.save(bundle('b', 'b1'));
      await bundles.save(bundle('a', 'a1', 'Ä"\\'));
      await Promise.all([1, 2, 3].map(() => bundles.save(bundle('b', 'b2'))));
      expect((await bundles.current()).map(({ hash }) => hash)).to.deep.equal(['a1', 'b2']);
      expect(await bundles.find('a1')).to.deep.equal(bundle('a', 'a1', 'Ä"\\'));
      expect((await bundles.find('b1'))?.hash).to.equal('b1');
      expect(await bundles.find('nowhere')).to.equal(undefined);
      await bundles.withdraw('b');
      expect((await bundles.current()).map(({ hash }) => hash)).to.deep.equal(['a1']);
      expect((await bundles.find('b2'))?.hash).to.equal('b2');
    } finally {
      await house.drop();
    }
  });
});
