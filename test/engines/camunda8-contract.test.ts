import { camunda8Engine } from '../../tools/engines/camunda8/camunda8-engine.ts';
import { deploymentContract } from '../contract/engine/deployment-contract.ts';
import { jobsContract } from '../contract/engine/jobs-contract.ts';
import { messagesContract } from '../contract/engine/messages-contract.ts';
import { tasksContract } from '../contract/engine/tasks-contract.ts';
import { timersContract } from '../contract/engine/timers-contract.ts';
import { openCamunda8 } from '../support/camunda8-harness.ts';
import type { EngineHarness } from '../support/engine-harness.ts';
import { startOwnZeebe } from '../support/own-zeebe.ts';
import type { OwnZeebe } from '../support/own-zeebe.ts';
import { whyNotHere } from '../support/real-engine.ts';

const START_MS = 300_000;

describe('the engine port, on Zeebe', function () {
  this.timeout(60_000);
  let zeebe: OwnZeebe | undefined;
  let harness: EngineHarness;

  before(async function () {
    this.timeout(START_MS);
    const reason = whyNotHere(camunda8Engine());
    if (reason !== undefined) {
      console.warn(`Zeebe is not tried: ${reason}`);
      return this.skip();
    }
    zeebe = await startOwnZeebe();
    harness = await openCamunda8(zeebe);
    return undefined;
  });
  after(async function () {
    this.timeout(START_MS);
    await harness?.close();
    await zeebe?.stop();
  });

  deploymentContract(() => harness);
  jobsContract(() => harness);
  messagesContract(() => harness);
  timersContract(() => harness);
  tasksContract(() => harness);
});
