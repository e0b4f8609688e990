import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import { feeRequest } from '../../../workers/fee-request.ts';
import { workerWorld } from '../../support/worker-world.ts';

const fee = { amountCents: 350, costCentre: '3520', bookingKey: '3520.1110' };

describe('a payment service whose answers to new payments cannot be read', () => {
  it('is asked less and less often, at least every quarter of an hour', async () => {
    const world = workerWorld();
    const pauses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const garbage = () => new ConnectorError('garbage', 'protocol', 'not JSON');
      world.faults.push(garbage(), garbage());
      const answer = await world.run(feeRequest, fee);
      if (answer.type !== 'retryLater') throw new Error(answer.type);
      pauses.push(answer.afterMs / 1_000);
    }
    expect(pauses).to.deep.equal([30, 60, 120, 240, 480, 900, 900, 900]);
  });
});
