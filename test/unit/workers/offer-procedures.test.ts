import { expect } from 'chai';
import type { Log } from '../../../core/log.ts';
import { makeBundle } from '../../../core/procedures/bundle.ts';
import { makeProcedureCatalogue } from '../../../core/procedures/catalogue.ts';
import type { Bundle } from '../../../core/procedures/procedure.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import { offerProcedures, ProcedureRefused } from '../../../workers/offer-procedures.ts';
import { memoryBundles } from '../../support/memory-bundles.ts';
import { silentLog } from '../../support/store.ts';
import { goodFiles, topics } from '../procedures/bundle-files.ts';

const unreadable: Problem = {
  code: 'feel-syntax',
  severity: 'error',
  file: 'process.bpmn',
  line: 7,
  elementId: 'fee',
  message: 'Nicht lesbar.',
  messageEn: 'Unreadable.',
};

async function bundleOf(key: string): Promise<Bundle> {
  const files = await goodFiles();
  const config = (files.get('procedure.json') ?? '').replaceAll('bibliotheksgebuehr', key);
  return makeBundle(key, files.set('procedure.json', config));
}

/** A house whose engine refuses the models of some bundles, or is away when they are deployed. */
function house() {
  const bundles = memoryBundles();
  const [refused, away] = [new Set<string>(), new Set<string>()];
  const deployed: string[] = [];
  const lines: string[] = [];
  const problemsOf = (key: string): Problem[] => (refused.has(key) ? [unreadable] : []);
  const catalogue = makeProcedureCatalogue({
    bundles,
    topics,
    checks: { models: async ({ key }) => problemsOf(key) },
  });
  const log: Log = {
    ...silentLog,
    error: (fields, message) => void lines.push(`${JSON.stringify(fields)} ${message}`),
  };
  const deploy = async ({ key, hash }: { key: string; hash: string }) => {
    if (away.has(key)) throw new EngineError('unavailable', 'away');
    if (refused.has(key)) throw new EngineError('refused-model', 'no', problemsOf(key));
    deployed.push(key);
    return { bundleHash: hash, definitions: [], warnings: [] };
  };
  const offer = (...seeds: Bundle[]) =>
    offerProcedures({ catalogue, engine: { deploy }, log }, seeds);
  return { bundles, catalogue, refused, away, deployed, lines, offer };
}

async function failureOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('offering procedures', () => {
  it('deploys the seeds, and what the store offers besides', async () => {
    const { bundles, catalogue, deployed, offer } = house();
    await bundles.save(await bundleOf('alt'));
    await offer(await bundleOf('neu'));
    expect(deployed).to.deep.equal(['alt', 'neu']);
    expect(catalogue.current().map(({ key }) => key)).to.deep.equal(['alt', 'neu']);
  });

  it('refuses a seed that the engine refuses, naming it, before anything is stored', async () => {
    const { bundles, refused, deployed, offer } = house();
    refused.add('kaputt');
    const error = await failureOf(offer(await bundleOf('kaputt')));
    expect(error).to.be.instanceOf(ProcedureRefused);
    expect((error as Error).message).to.equal(
      'Procedure kaputt is refused:\n  process.bpmn:7 (fee) Nicht lesbar. [feel-syntax]',
    );
    expect(await bundles.current()).to.deep.equal([]);
    expect(deployed).to.deep.equal([]);
  });

  it('leaves out what is stored and refused, says so, and goes on', async () => {
    const { bundles, catalogue, refused, deployed, lines, offer } = house();
    const old = await bundleOf('alt');
    await bundles.save(old);
    refused.add('alt');
    await offer(await bundleOf('neu'));
    expect(deployed).to.deep.equal(['neu']);
    expect(catalogue.currentByKey('alt')).to.equal(undefined);
    expect((await catalogue.byHash(old.hash))?.key, 'for its cases').to.equal('alt');
    expect(lines).to.have.length(1);
    expect(lines[0]).to.contain('"procedure":"alt"').and.to.contain('process.bpmn:7 (fee)');
    await catalogue.refresh();
    expect(catalogue.currentByKey('alt')).to.equal(undefined);
  });

  it('does not go on without an engine', async () => {
    const { bundles, away, offer } = house();
    await bundles.save(await bundleOf('alt'));
    away.add('alt');
    const error = await failureOf(offer(await bundleOf('neu')));
    expect(error).to.be.instanceOf(EngineError).with.property('code', 'unavailable');
  });
});
