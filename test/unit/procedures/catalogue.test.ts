import { expect } from 'chai';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { makeProcedureCatalogue } from '../../../core/procedures/catalogue.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { memoryBundles } from '../../support/memory-bundles.ts';
import { goodFiles, topics } from './bundle-files.ts';

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

  it('stores nothing that the engine would refuse, and says all that is wrong', async () => {
    const bundles = memoryBundles();
    const found: Problem = {
      code: 'feel-syntax',
      severity: 'error',
      file: 'process.bpmn',
      line: 7,
      message: 'Unlesbar.',
      messageEn: 'Unreadable.',
    };
    const checks = { models: async () => [found] };
    const catalogue = makeProcedureCatalogue({ bundles, topics, checks });
    const broken = await bundle((files) => files.set('texts/en.json', '{'));
    for (const one of [await bundle(), broken]) {
      const { procedure, problems } = await catalogue.offer(one);
      expect(procedure).to.equal(undefined);
      expect(problems).to.deep.include(found);
      expect(problems.some(({ code }) => code === 'json-malformed')).to.equal(one === broken);
    }
    expect(catalogue.current()).to.deep.equal([]);
    expect(await bundles.current()).to.deep.equal([]);
  });

  it('leaves out what it is told to, also when the store still offers it', async () => {
    const bundles = memoryBundles();
    const old = await bundle();
    await bundles.save(old);
    const catalogue = makeProcedureCatalogue({ bundles, topics });
    await catalogue.refresh();
    catalogue.leaveOut(old.hash);
    expect(catalogue.current()).to.deep.equal([]);
    await catalogue.refresh();
    expect(catalogue.current()).to.deep.equal([]);
    expect((await catalogue.byHash(old.hash))?.hash, 'for its cases').to.equal(old.hash);
    await bundles.save(await bundle(newer));
    await catalogue.refresh();
    expect(catalogue.current(), 'a newer version').to.have.length(1);
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
