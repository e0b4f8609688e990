import { expect } from 'chai';
import { deliveriesOf, noteRetrieval } from '../../../core/delivery/deliveries.ts';
import type { ProcedureConfig } from '../../../core/procedures/procedure-config.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { letterDeliver } from '../../../workers/letter-deliver.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';

const DAY_MS = 86_400_000;

/** A case with a decision, made on Monday 2 March 2026. */
function world(delivery: ProcedureConfig['delivery'], facts = {}) {
  const made = workerWorld({ facts });
  const put = (forApplicant = true) =>
    made.ports.cases.change(made.store.file().id, 'system', () => ({
      documents: [
        {
          name: 'bescheid',
          fileName: 'Bescheid.pdf',
          mediaType: 'application/pdf',
          content: Buffer.from('%PDF'),
          forApplicant,
        },
      ],
      audit: [],
    }));
  const run = (operation: string, isDecision = true) =>
    letterDeliver.run(
      { operation, documentName: 'bescheid', isDecision },
      {
        file: made.store.file(),
        procedure: { config: { delivery } } as Procedure,
        ports: made.ports,
        elementInstanceKey: '1.5',
        elementId: 'deliver',
        topic: 'letter-deliver',
        headers: {},
        nowMs: made.clock.now(),
        change: (decide) => made.ports.cases.change(made.store.file().id, 'worker', decide),
      },
    );
  const retrieve = () =>
    made.ports.cases.change(made.store.file().id, 'applicant', (file) =>
      noteRetrieval(file, 'doc-bescheid', made.clock.now()),
    );
  return { ...made, put, run, retrieve };
}

/** Of somebody who was signed in on submitting. */
const OF_ACCOUNT = { identity: { level: 2 } };

describe('letter-deliver', () => {
  it('provides once, and tells on which day it counts as announced', async () => {
    const made = world({ rule: 'provision' }, OF_ACCOUNT);
    await made.put();
    const waiting = { deliveryState: 'waiting', announcedOn: '2026-03-05' };
    await made.run('provide');
    expect(variablesOf(await made.run('noticed'))).to.deep.equal(waiting);
    made.clock.advance(2 * DAY_MS);
    expect(variablesOf(await made.run('provide'))).to.deep.equal(waiting);
    made.clock.advance(DAY_MS);
    expect(variablesOf(await made.run('check'))['deliveryState']).to.equal('announced');
    expect(made.store.events).to.deep.equal(['document-provided', 'document-notice-sent']);
  });

  it('goes to the post for a guest who was told nothing and did not come', async () => {
    const made = world({ rule: 'provision' });
    await made.put();
    const waiting = { deliveryState: 'waiting', announcedOn: null };
    expect(variablesOf(await made.run('provide'))).to.deep.equal(waiting);
    made.clock.advance(3 * DAY_MS);
    expect(variablesOf(await made.run('check'))).to.deep.equal(waiting);
    made.clock.advance(DAY_MS);
    expect(variablesOf(await made.run('check'))['deliveryState']).to.equal('failed');
  });

  it('counts for a guest from the retrieval', async () => {
    const made = world({ rule: 'provision' });
    await made.put();
    await made.run('provide');
    await made.retrieve();
    made.clock.advance(DAY_MS);
    expect(variablesOf(await made.run('check'))).to.deep.equal({
      deliveryState: 'announced',
      announcedOn: '2026-03-03',
    });
  });

  it('announces nothing that is no decision', async () => {
    const made = world({ rule: 'provision' }, OF_ACCOUNT);
    await made.put();
    await made.run('provide', false);
    expect(variablesOf(await made.run('noticed', false))).to.deep.equal({
      deliveryState: 'waiting',
      announcedOn: null,
    });
    expect(deliveriesOf(made.store.file())['bescheid']).to.not.have.property('isDecision');
    // Of a case that began before decisions were marked: it waits for the announcement, and ends.
    made.clock.advance(3 * DAY_MS);
    expect(variablesOf(await made.run('check'))['deliveryState']).to.equal('announced');
  });

  it('counts from the notice, or from the retrieval, where the procedure says so', async () => {
    const byNotice = world({ rule: 'notice', days: 4 });
    await byNotice.put();
    expect(variablesOf(await byNotice.run('provide'))['announcedOn']).to.equal(null);
    byNotice.clock.advance(DAY_MS);
    expect(variablesOf(await byNotice.run('noticed'))['announcedOn']).to.equal('2026-03-07');
    byNotice.clock.advance(DAY_MS);
    expect(variablesOf(await byNotice.run('noticed'))['announcedOn']).to.equal('2026-03-07');

    const byRetrieval = world({ rule: 'retrieval' });
    await byRetrieval.put();
    await byRetrieval.run('provide');
    await byRetrieval.run('noticed');
    await byRetrieval.retrieve();
    byRetrieval.clock.advance(DAY_MS);
    await byRetrieval.retrieve();
    expect(variablesOf(await byRetrieval.run('check'))).to.deep.equal({
      deliveryState: 'announced',
      announcedOn: '2026-03-03',
    });
  });

  it('has failed when nobody retrieved it in time', async () => {
    const made = world({ rule: 'retrieval' });
    await made.put();
    await made.run('provide');
    await made.run('noticed');
    made.clock.advance(11 * DAY_MS);
    expect(variablesOf(await made.run('check'))).to.deep.equal({
      deliveryState: 'failed',
      announcedOn: null,
    });
  });

  it('keeps what was retrieved apart from what was not provided', async () => {
    const made = world({ rule: 'provision' });
    await made.put();
    await made.retrieve();
    expect(deliveriesOf(made.store.file())).to.deep.equal({});
  });

  it('gives up on a document that is not there, not for the applicant, or not provided', async () => {
    const made = world({ rule: 'provision' });
    expect((await made.run('provide')).type).to.equal('giveUp');
    await made.put();
    expect((await made.run('check')).type).to.equal('giveUp');
    const internal = world({ rule: 'provision' });
    await internal.put(false);
    expect((await internal.run('provide')).type).to.equal('giveUp');
  });
});
