import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeTransferDirectory } from '../../../connectors/case-transfer/directory.ts';
import type { CaseTransferPort, DeliveryState } from '../../../connectors/case-transfer/port.ts';
import { systemClock } from '../../../core/clock.ts';
import { makeEnvelope } from '../../../core/transfer/make-envelope.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { failureOf } from './failures.ts';

const destination = 'fachverfahren';

describe('case transfer to the receiver of the demo city', function () {
  this.timeout(20_000);
  let city: TestCity;
  let transfer: CaseTransferPort;
  before(async () => {
    city = await startTestCity();
    transfer = makeTransferDirectory({ directory: city.transferDir }, systemClock);
  });
  after(() => city.stop());
  afterEach(() => city.mend());

  it('is accepted, and stands on the page of the receiver', async () => {
    expect(await transfer.check()).to.include({ reachable: true, credentialsAccepted: true });
    const state = await handOver('accepted-one');
    expect(state).to.have.property('state', 'accepted');
    expect(state)
      .to.have.property('reference')
      .that.matches(/^FV-\d{4}-0000\d$/);
    const list = await (await fetch(`${city.cityUrl}/fachverfahren`)).text();
    expect(list).to.contain('accepted-one').and.contain('angenommen');
    const page = await (await fetch(`${city.cityUrl}/fachverfahren/accepted-one`)).text();
    expect(page)
      .to.contain('BP-2026-000001')
      .and.contain('Erklärung.pdf')
      .and.contain('substantiell');
    expect(page).to.contain('&#60;F00000001&#62;A &#38;amp; B');
    expect((await fetch(`${city.cityUrl}/fachverfahren/no-such`)).status).to.equal(404);
  });

  it('arrives once, whoever repeats', async () => {
    const delivery = { deliveryId: 'once', destination, envelope: envelope('once') };
    await Promise.all([1, 2, 3].map(() => transfer.deliver(delivery)));
    await answerTo('once');
    await transfer.deliver(delivery);
    const { transfers, calls } = await city.effects();
    expect(transfers.filter(({ deliveryId }) => deliveryId === 'once')).to.have.lengthOf(1);
    expect(calls.transfer['receive']).to.be.greaterThan(0);
  });

  const damages: Record<string, [string, (xml: string) => string]> = {
    'not-well-formed': ['torn', (xml) => xml.slice(0, -20)],
    'payload-damaged': ['payload', (xml) => xml.replace('A &amp; B', 'A &amp; C')],
    'document-damaged': ['document', (xml) => xml.replace('AAE=', 'AAI=')],
    'not-an-envelope': ['namespace', (xml) => xml.replace('profile:1', 'profile:2')],
    'other-id': ['id', (xml) => xml.replace('<containerId>damaged-id', '<containerId>other')],
  };
  for (const [reason, [name, damage]] of Object.entries(damages)) {
    it(`is refused when it is damaged: ${reason}`, async () => {
      const deliveryId = `damaged-${name}`;
      const good = Buffer.from(envelope(deliveryId)).toString();
      expect(damage(good)).not.to.equal(good);
      await transfer.deliver({ deliveryId, destination, envelope: Buffer.from(damage(good)) });
      expect(await answerTo(deliveryId)).to.deep.include({ state: 'refused', reason });
    });
  }

  it('is refused with a DOCTYPE', async () => {
    const xml = Buffer.from(envelope('doctype')).toString();
    const spoiled = xml.replace('?>', '?><!DOCTYPE container [<!ENTITY a "b">]>');
    await transfer.deliver({ deliveryId: 'doctype', destination, envelope: Buffer.from(spoiled) });
    const answer = { state: 'refused', reason: 'not-well-formed' };
    expect(await answerTo('doctype')).to.deep.include(answer);
  });

  it('is refused on demand', async () => {
    await city.fault('transfer', { mode: '500', nextCalls: 1 });
    const refused = { state: 'refused', reason: 'on-demand' };
    expect(await handOver('refused')).to.deep.include(refused);
    expect(await handOver('after-it')).to.have.property('state', 'accepted');
  });

  it('waits for a receiver that is silent, until it speaks', async () => {
    await city.fault('transfer', { mode: 'silent' });
    const deliveryId = 'silent';
    const before = await looks();
    await transfer.deliver({ deliveryId, destination, envelope: envelope(deliveryId) });
    while ((await looks()) === before) continue;
    const state = await transfer.find({ deliveryId, destination });
    expect(state).to.have.property('state', 'delivered');
    await city.mend();
    expect(await answerTo(deliveryId)).to.have.property('state', 'accepted');
  });

  it('waits for a receiver that is slow', async () => {
    await city.fault('transfer', { mode: 'slow', delayMs: 400 });
    expect(await handOver('slow')).to.have.property('state', 'accepted');
  });

  for (const mode of ['garbage', 'wrong-shape', 'huge']) {
    it(`takes ${mode} for no receipt`, async () => {
      await city.fault('transfer', { mode, nextCalls: 1 });
      const deliveryId = `bad-${mode}`;
      await transfer.deliver({ deliveryId, destination, envelope: envelope(deliveryId) });
      const failure = await failureOf(answerTo(deliveryId));
      expect(failure).to.include({ kind: 'garbage', reason: 'receipt' });
    });
  }

  it('is not disturbed by other files in the folder', async () => {
    const folder = join(city.transferDir, destination);
    await writeFile(join(folder, 'liesmich.txt'), 'x');
    expect(await handOver('among-others')).to.have.property('state', 'accepted');
    expect(await readdir(folder)).to.include('liesmich.txt');
  });

  async function handOver(deliveryId: string): Promise<DeliveryState> {
    await transfer.deliver({ deliveryId, destination, envelope: envelope(deliveryId) });
    return answerTo(deliveryId);
  }

  /** What the receiver says in the end. */
  async function answerTo(deliveryId: string): Promise<DeliveryState> {
    for (;;) {
      const state = await transfer.find({ deliveryId, destination });
      if (state && state.state !== 'delivered') return state;
      await city.effects();
    }
  }

  /** How many envelopes the receiver has looked at. */
  async function looks(): Promise<number> {
    return (await city.effects()).calls.transfer['receive'] ?? 0;
  }
});

function envelope(deliveryId: string): Uint8Array {
  const made = makeEnvelope({
    deliveryId,
    createdAtMs: 0,
    caseNumber: 'BP-2026-000001',
    receivedAtMs: 0,
    service: { key: 'bewohnerparken', version: '1.0.0', title: 'Bewohnerparkausweis' },
    sender: 'ordnungsamt',
    receiver: destination,
    trustLevel: 'substantiell',
    payments: [],
    payload: {
      schemaUri: 'https://schema.example.org/s.xsd',
      xml: '<S00000001 xmlns="urn:x"><F00000001>A &amp; B</F00000001></S00000001>',
    },
    documents: [
      {
        id: 'anlage-1',
        purpose: 'anlage',
        fileName: 'Erklärung.pdf',
        mediaType: 'application/pdf',
        content: Buffer.from([0, 1]),
      },
    ],
  });
  if (!made) throw new Error('too large');
  return made;
}
