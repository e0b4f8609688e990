import { expect } from 'chai';
import { bpmn, element, flows } from '../support/bpmn.ts';
import {
  codeOf,
  deploy,
  embeddedOfEachTest,
  startCase,
  whenEnded,
} from '../support/engine-harness.ts';
import { end, onTimer, start, wait } from '../support/engine-model.ts';
import { openEngineMirror } from '../../store/engine/mirror/open-engine-mirror.ts';
import type { EngineMirror } from '../../engine/mirror.ts';
import { BUNDLE, definitionOf, instanceTold } from '../support/mirror-changes.ts';
import { takeStart, tellNext } from '../support/mirror-house.ts';
import { silentLog } from '../support/store.ts';

const DAY_MS = 86_400_000;
const MODEL = bpmn(
  `${start()}${wait('hour', onTimer('Duration', 'PT1H'))}${element('task', 'a')}${end()}
   ${flows('s -> hour -> a -> e')}`,
);

describe('Mirror: an embedded engine on the same database', () => {
  const open = embeddedOfEachTest();
  let mirror: EngineMirror;

  async function openBoth() {
    const harness = await open();
    mirror = openEngineMirror(harness.databaseUrl, {
      engine: 'camunda7',
      log: silentLog,
      now: () => harness.clock.now(),
    });
    await mirror.deployments.once({ hash: BUNDLE, key: 'test' }, async () => ({
      definitions: [definitionOf('p')],
      decisions: {},
    }));
    const { rootKey } = await takeStart(mirror, 'mirrored');
    const instance = instanceTold('i');
    await tellNext(mirror, '1', [
      instance.link(rootKey),
      instance.began(),
      instance.element('a', 'ask', { type: 'userTask' }),
      instance.timer('d', 'a'),
      instance.task('t', 'a'),
      instance.element('w', 'work', { type: 'serviceTask' }),
      instance.incident('n', 'w', { jobKey: 'job 7' }),
    ]);
    await deploy(harness, 'embedded', MODEL);
    return { ...harness, rootKey };
  }

  afterEach(() => mirror.close());

  it('fires none of the mirrored timers, and its own as before', async () => {
    const harness = await openBoth();
    const { caseId } = await startCase(harness, 'embedded');
    const before = await harness.readModel.processState('mirrored');
    harness.clock.advance(DAY_MS);
    await harness.tick();
    await whenEnded(harness, caseId);
    const restarted = await harness.restart();
    restarted.clock.advance(3_650 * DAY_MS);
    await restarted.tick();
    expect(await harness.readModel.processState('mirrored')).to.deep.equal(before);
    expect(before?.openTimers).to.have.length(1);
  });

  it('changes nothing of what is mirrored', async () => {
    const { engine, readModel, rootKey } = await openBoth();
    const before = await readModel.processState('mirrored');
    const [task, incident] = [before?.openTasks[0]?.key ?? '', before?.openIncidents[0]?.key ?? ''];
    const refused = [
      engine.tasks.claim(task, 'clerk'),
      engine.tasks.assign(task, 'clerk'),
      engine.tasks.complete(task, {}),
      engine.tasks.setPriority(task, 1),
      engine.incidents.resolve(incident, { retries: 3 }),
      engine.cancel(rootKey),
      engine.setVariables({ instanceKey: rootKey, variables: { stolen: true } }),
    ];
    const codes = await Promise.all(refused.map(codeOf));
    expect(new Set(codes)).to.deep.equal(new Set(['not-found']));
    expect(await readModel.processState('mirrored')).to.deep.equal(before);
    expect(await readModel.variables('mirrored')).to.deep.equal({});
  });

  it('does not start again what the other engine has started', async () => {
    const { engine, rootKey } = await openBoth();
    const request = { processId: 'p', bundleHash: 'embedded', startKey: 'start:mirrored' };
    const { instanceKey } = await engine.start({ ...request, variables: {} });
    expect(instanceKey).to.equal(rootKey);
  });
});
