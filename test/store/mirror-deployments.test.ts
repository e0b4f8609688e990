import { expect } from 'chai';
import pg from 'pg';
import type { DeployedBundle } from '../../engine/mirror.ts';
import { eventually } from '../support/engine-harness.ts';
import { BUNDLE, definitionOf, instanceTold } from '../support/mirror-changes.ts';
import { mirrorOfEachTest } from '../support/mirror-house.ts';

const SECOND = { hash: 'bundle-2', key: 'test' };

describe('Mirror: deployments', () => {
  const open = mirrorOfEachTest();

  it('are kept with their definitions and decisions, engine by engine', async () => {
    const { mirror, another } = await open();
    const bundle = {
      definitions: [definitionOf('p'), definitionOf('q')],
      decisions: { fee: 'decision 1' },
    };
    expect(await mirror.deployments.find(BUNDLE)).to.deep.equal(bundle);
    expect(await mirror.deployments.find('none')).to.equal(undefined);
    expect(await mirror.deployments.definition('definition of q')).to.deep.equal(definitionOf('q'));
    expect(await mirror.deployments.definition('none')).to.equal(undefined);
    expect(await mirror.deployments.all()).to.deep.equal(bundle.definitions);
    const other = another({ engine: 'camunda7' });
    expect(await other.deployments.all()).to.deep.equal([]);
    await other.deployments.once({ hash: BUNDLE, key: 'test' }, async () => bundle);
    expect(await other.deployments.all()).to.deep.equal(bundle.definitions);
  });

  it('are made once, although two processes want them at once', async () => {
    const { mirror, another } = await open();
    let times = 0;
    const deploy = async (): Promise<DeployedBundle> => {
      times++;
      return { definitions: [definitionOf('r', SECOND.hash)], decisions: {} };
    };
    const answers = await Promise.all(
      [mirror, another(), another()].map(({ deployments }) => deployments.once(SECOND, deploy)),
    );
    expect(times).to.equal(1);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).to.equal(1);
  });

  it('that fail leave nothing, and may be tried again', async () => {
    const { mirror } = await open();
    const refused = await mirror.deployments
      .once(SECOND, () => Promise.reject(new Error('refused')))
      .catch((error: unknown) => error);
    expect(refused).to.be.an('error').with.property('message', 'refused');
    expect(await mirror.deployments.find(SECOND.hash)).to.equal(undefined);
    const deployed = { definitions: [], decisions: {} };
    expect(await mirror.deployments.once(SECOND, async () => deployed)).to.deep.equal(deployed);
  });

  it('hold up batches: what a definition starts by itself is known to be ours', async () => {
    const { mirror, another, databaseUrl, readModel } = await open();
    const instance = instanceTold('i', { processId: 'r' });
    const changes = [instance.began(), instance.element('a', 'ask'), instance.task('t', 'a')];
    const batch = { source: '1', after: undefined, position: '3', atMs: 0, changes };
    let applying: Promise<boolean> | undefined;
    await another().deployments.once(SECOND, async () => {
      applying = mirror.apply(batch);
      await eventually(() => isWaiting(databaseUrl), 'a batch that waits');
      return { definitions: [definitionOf('r', SECOND.hash)], decisions: {} };
    });
    expect(await applying).to.equal(true);
    const [task] = await readModel.inbox({ groups: ['desk'], sort: 'due', limit: 10 });
    expect(task?.bundleHash).to.equal(SECOND.hash);
    expect((await mirror.figures()).ignoredChanges).to.equal(0);
  });

  it('may be answered with a definition that an earlier bundle has: the newest is meant', async () => {
    const { mirror, readModel, tell } = await open();
    const same = { ...definitionOf('p'), bundleHash: SECOND.hash };
    await mirror.deployments.once(SECOND, async () => ({ definitions: [same], decisions: {} }));
    expect((await mirror.deployments.definition(same.key))?.bundleHash).to.equal(SECOND.hash);
    expect((await mirror.deployments.find(BUNDLE))?.definitions).to.have.length(2);
    const instance = instanceTold('i');
    await tell([instance.began(), instance.element('a', 'ask'), instance.task('t', 'a')]);
    const [task] = await readModel.inbox({ groups: ['desk'], sort: 'due', limit: 10 });
    expect(task?.bundleHash).to.equal(SECOND.hash);
  });
});

async function isWaiting(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query(
    `select from pg_locks l join pg_database d on d.oid = l.database
     where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
  );
  await client.end();
  return rowCount === 1;
}
