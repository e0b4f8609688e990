import { expect } from 'chai';
import { shadowedStore } from '../../support/engine-shadow.ts';
import { openEmbedded } from '../../support/engine-harness.ts';
import type { EmbeddedHarness } from '../../support/engine-harness.ts';
import { deploymentContract } from './deployment-contract.ts';
import { jobsContract } from './jobs-contract.ts';
import { messagesContract } from './messages-contract.ts';
import { tasksContract } from './tasks-contract.ts';
import { timersContract } from './timers-contract.ts';

describe('the engine port, on the embedded engine', function () {
  this.timeout(60_000);
  const shadow = shadowedStore();
  let harness: EmbeddedHarness;
  before(async () => {
    harness = await openEmbedded({ decorateStore: shadow.decorate });
  });
  after(() => harness.close());

  deploymentContract(() => harness);
  jobsContract(() => harness);
  messagesContract(() => harness);
  timersContract(() => harness);
  tasksContract(() => harness);

  describe('after all that, its store', () => {
    it('has in the database after every step what it has in memory', () => {
      expect(shadow.differences).to.deep.equal([]);
      expect(shadow.compared).to.be.greaterThan(100);
    });
  });
});
