import { expect } from 'chai';
import type { BundleRepository } from '../../../core/cases/repositories.ts';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { makeProcedureCatalogue } from '../../../core/procedures/catalogue.ts';
import type { Bundle } from '../../../core/procedures/procedure.ts';
import { goodFiles, topics } from './bundle-files.ts';

interface CountingRepository extends BundleRepository {
  finds: number;
  isAway: boolean;
}

function memoryBundles(): CountingRepository {
  const stored = new Map<string, Bundle>();
  const offered = new Map<string, Bundle>();
  return {
    finds: 0,
    isAway: false,
    async save(bundle) {
      stored.set(bundle.hash, bundle);
      offered.set(bundle.key, bundle);
    },
    async find(hash) {
      this.finds += 1;
      if (this.isAway) throw new Error('away');
      return stored.get(hash);
    },
    current: async () => [...offered.values()],
    withdraw: async (key) => void offered.delete(key),
  };
}

async function bundle(change: (files: Map<string, string>) => void = () => undefined) {
  const files = await goodFiles();
  change(files);
  return makeBundle('bibliotheksgebuehr', files);
}

function newer(files: Map<string, string>): void {
  files.set('README.md', 'neuer');
}

describe('the catalogue of procedures', () => {
  it('offers the newest version, and keeps the one that a case is pinned to', async () => {
    const catalogue = makeProcedureCatalogue({ bundles: memoryBundles(), topics });
    const [first, second] = [await bundle(), await bundle(newer)];
    await catalogue.offer(first);
    await catalogue.offer(second);
    expect(catalogue.current().map(({ hash }) => hash)).to.deep.equal([second.hash]);
    expect(catalogue.currentByKey('bibliotheksgebuehr')?.hash).to.equal(second.hash);
    expect((await catalogue.byHash(first.hash))?.hash).to.equal(first.hash);
  });

  it('reads a bundle once, although many ask at the same time', async () => {
    const bundles = memoryBundles();
    const stored = await bundle();
    await bundles.save(stored);
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    const read = await Promise.all([1, 2, 3].map(() => catalogue.byHash(stored.hash)));
    expect(new Set(read).size).to.equal(1);
    expect(bundles.finds).to.equal(1);
  });

  it('asks again when the store was away or did not know', async () => {
    const bundles = memoryBundles();
    const stored = await bundle();
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    expect(await catalogue.byHash(stored.hash)).to.equal(undefined);
    bundles.isAway = true;
    const away = await catalogue.byHash(stored.hash).catch((error: Error) => error.message);
    expect(away).to.equal('away');
    bundles.isAway = false;
    await bundles.save(stored);
    expect((await catalogue.byHash(stored.hash))?.key).to.equal('bibliotheksgebuehr');
  });

  it('changes nothing when a bundle has errors', async () => {
    const bundles = memoryBundles();
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    const broken = await bundle((files) => files.set('texts/en.json', '{'));
    const { procedure, problems } = await catalogue.offer(broken);
    expect(procedure).to.equal(undefined);
    expect(problems.map(({ code }) => code)).to.include('json-malformed');
    expect(catalogue.current()).to.deep.equal([]);
    expect(await bundles.current()).to.deep.equal([]);
  });

  it('still reads for its cases what today would be refused', async () => {
    const bundles = memoryBundles();
    const old = await bundle((files) => files.delete('templates/zurueck.mail.hbs'));
    await bundles.save(old);
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    expect((await catalogue.offer(old)).procedure).to.equal(undefined);
    expect((await catalogue.byHash(old.hash))?.hash).to.equal(old.hash);
  });

  it('offers what the store says, and no more', async () => {
    const bundles = memoryBundles();
    await bundles.save(await bundle());
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    expect(catalogue.current()).to.deep.equal([]);
    await catalogue.refresh();
    expect(catalogue.current()).to.have.length(1);
    await bundles.withdraw('bibliotheksgebuehr');
    await catalogue.refresh();
    expect(catalogue.current()).to.deep.equal([]);
  });

  it('knows a bundle by its content, whatever the order of its files', async () => {
    const files = await goodFiles();
    const turned = new Map([...files].toReversed());
    expect(makeBundle('a', turned).hash).to.equal(makeBundle('a', files).hash);
    const shifted = new Map([['ab', 'c']]);
    expect(makeBundle('a', shifted).hash).to.not.equal(
      makeBundle('a', new Map([['a', 'bc']])).hash,
    );
  });
});
