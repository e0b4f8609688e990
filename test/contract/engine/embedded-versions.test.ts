import { expect } from 'chai';
import { bpmn, element, flows, serviceTask, zeebe } from '../../support/bpmn.ts';
import { call, end, start } from '../../support/engine-model.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import {
  deploy,
  elementsIn,
  openEmbedded,
  startCase,
  whenEnded,
} from '../../support/engine-harness.ts';

const options = { lockMs: 3_600_000, maxParallel: 5 };

const caller = (binding = '') =>
  bpmn(`${start()}${call('c', 'called', binding)}${end()}${flows('s -> c -> e')}`);

const called = (taskId: string, versionTag?: string) =>
  bpmn(
    `${versionTag === undefined ? '' : zeebe(`versionTag value="${versionTag}"`)}
     ${start()}${serviceTask(taskId, 'work')}${element('endEvent', 'done')}
     ${flows(`s -> ${taskId} -> done`)}`,
    { processId: 'called' },
  );

describe('the embedded engine and calls across deployments', function () {
  this.timeout(60_000);
  let harness: EmbeddedHarness;

  beforeEach(async () => {
    harness = await openEmbedded();
  });
  afterEach(() => harness.close());

  it('given a call of a version that is no longer the newest, and a restart, then it goes on', async () => {
    await deploy(harness, 'called-1', called('old'));
    await deploy(harness, 'caller', caller());
    const { caseId } = await startCase(harness, 'caller');
    expect(await elementsIn(harness, caseId, 'active')).to.include('old');
    await deploy(harness, 'called-2', called('fresh'));
    harness = await harness.restart();
    harness.engine.subscribe('work', async () => ({ type: 'done' }), options);
    expect((await whenEnded(harness, caseId)).state).to.equal('completed');
  });

  it('given a process that another one deployed and called, then this one can go on with it', async () => {
    await deploy(harness, 'called-1', called('old'));
    await deploy(harness, 'caller', caller());
    const other = await harness.another();
    await deploy(other, 'called-2', called('fresh'));
    const { caseId } = await startCase(other, 'caller');
    harness.engine.subscribe('work', async () => ({ type: 'done' }), options);
    await harness.tick();
    await whenEnded(harness, caseId);
    expect(await elementsIn(harness, caseId, 'completed')).to.include('fresh');
  });

  it('given a call of a tagged version that is no longer the newest, and a restart, then it is found', async () => {
    await deploy(harness, 'called-1', called('tagged', 'v1'));
    await deploy(harness, 'called-2', called('fresh'));
    await deploy(harness, 'caller', caller('bindingType="versionTag" versionTag="v1"'));
    harness = await harness.restart();
    const { caseId } = await startCase(harness, 'caller');
    expect(await elementsIn(harness, caseId, 'active')).to.include('tagged');
  });
});
