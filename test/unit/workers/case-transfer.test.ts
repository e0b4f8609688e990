import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { DeliveryState } from '../../../connectors/case-transfer/port.ts';
import type { CaseFile, NewDocument } from '../../../core/cases/case-file.ts';
import { payloadMappingSchema } from '../../../core/transfer/payload-mapping.ts';
import { caseTransfer } from '../../../workers/case-transfer.ts';
import { validateXml } from '../../support/validate-xml.ts';
import {
  variablesOf,
  WORLD_START_MS,
  workerWorld,
  type WorkerWorld,
} from '../../support/worker-world.ts';
import { parkingCase, parkingMapping } from '../transfer/parking-mapping.ts';

const schema = readFileSync(
  new URL('../../../core/transfer/schemas/xfall-container-profile-1.xsd', import.meta.url),
  'utf8',
);
const mapping = payloadMappingSchema.parse(parkingMapping);
const deliver = { operation: 'deliver', destination: 'fachverfahren' };

describe('case-transfer', () => {
  it('hands the case over once, in an envelope that fits its schema', async () => {
    const world = await parkingWorld();
    const variables = variablesOf(await world.run(caseTransfer, deliver));
    expect(variablesOf(await world.run(caseTransfer, deliver))).to.deep.equal(variables);
    expect(variables).to.include({ transferState: 'delivered' });
    expect([...world.deliveries.keys()]).to.deep.equal([variables['transferId']]);
    const xml = delivered(world);
    validateXml(xml, schema);
    expect(xml).to.contain('<empfaenger ref="fachverfahren"/>');
    expect(xml).to.contain('<absender ref="stadtbibliothek"/>');
    expect(xml).to.contain('<antragsteller vertrauensniveau="substantiell"/>');
    expect(xml).to.contain('bezeichnung="Bibliotheksgebühr bezahlen"');
    expect(xml).to.contain('<F99000000001V1.0.0>Mustermann</F99000000001V1.0.0>');
  });

  it('names the person who signed in, whatever name was typed', async () => {
    const proven = { familyName: 'Kern', givenNames: 'Lea', birthDate: '1995-05-25' };
    const start = { facts: { ...facts(), identity: { level: 4, ...proven } } };
    const text = JSON.stringify(parkingMapping).replaceAll(
      'answers.familyName',
      'person.familyName',
    );
    const world = await parkingWorld(start, payloadMappingSchema.parse(JSON.parse(text)));
    await world.run(caseTransfer, deliver);
    expect(delivered(world)).to.contain('>Kern<').and.not.contain('Mustermann');
  });

  it('files what it delivered, not for the applicant', async () => {
    const world = await parkingWorld();
    const { transferId } = variablesOf(await world.run(caseTransfer, deliver));
    const filed = world.store.file().documents.at(-1);
    expect(filed).to.include({
      name: `transfer-envelope-${transferId}`,
      fileName: 'Uebergabe-BG-2026-000001.xml',
      mediaType: 'application/xml',
      forApplicant: false,
    });
    const content = await world.ports.cases.documentContent('', filed?.id ?? '');
    expect(Buffer.from(content ?? []).toString()).to.equal(delivered(world));
    expect(world.store.events.slice(-2)).to.deep.equal(['transfer-prepared', 'transfer-delivered']);
  });

  it('sends the same bytes again when the case has changed since the first try', async () => {
    const world = await parkingWorld();
    world.faults.push(new ConnectorError('transient', 'disk', 'full'));
    await world.run(caseTransfer, deliver).catch(() => undefined);
    expect(world.deliveries.size).to.equal(0);
    await addDocuments(world, [document('later')]);
    world.clock.advance(60_000);
    await world.run(caseTransfer, deliver);
    expect(delivered(world)).to.contain('2026-03-02T08:00:00.000Z').and.not.contain('later');
    expect(envelopes(world.store.file())).to.have.lengthOf(1);
  });

  it('finds the delivery whose answer was lost', async () => {
    const world = await parkingWorld();
    world.faults.push('lost');
    await world.run(caseTransfer, deliver).catch(() => undefined);
    expect(world.deliveries.size).to.equal(1);
    const calls = countDeliveries(world);
    expect(variablesOf(await world.run(caseTransfer, deliver))).to.have.property('transferId');
    expect(calls()).to.equal(0);
  });

  it('hands over again for another task, without the first envelope', async () => {
    const world = await parkingWorld();
    await world.run(caseTransfer, deliver);
    await world.run(caseTransfer, deliver, 'e2');
    expect(world.deliveries.size).to.equal(2);
    expect(delivered(world, 1)).not.to.contain('Uebergabe-');
    expect(envelopes(world.store.file())).to.have.lengthOf(2);
  });

  it('takes the newest version of each document, and tells letters from what people gave', async () => {
    const world = await parkingWorld({ facts: { ...facts(), letters: { bescheid: 'e0' } } });
    await addDocuments(world, [document('bescheid'), document('keeper-declaration', 'neu')]);
    await world.run(caseTransfer, deliver);
    const found = [...delivered(world).matchAll(/<anlage id="(.*?)" zweck="(.*?)".*?>(.*?)</g)];
    expect(found.map(([, id, purpose, text]) => [id, purpose, decoded(text)])).to.deep.equal([
      ['anlage-1', 'bericht', 'bescheid'],
      ['anlage-2', 'anlage', 'neu'],
    ]);
    expect(delivered(world)).to.contain('<F99000000011V1.0.0>anlage-2<');
  });

  it('takes only the documents that are named', async () => {
    const world = await parkingWorld();
    await addDocuments(world, [document('bescheid')]);
    await world.run(caseTransfer, { ...deliver, documents: ['bescheid'] });
    expect(delivered(world)).to.contain('dateiname="bescheid.pdf"').and.not.contain('keeper');
    expect(await world.run(caseTransfer, { ...deliver, documents: ['no'] }, 'e2')).to.deep.equal({
      type: 'giveUp',
      reason: 'the case has no document no',
    });
  });

  it('tells what was paid and what goes back', async () => {
    const world = await parkingWorld();
    const payment = { caseId: world.store.file().id, feeId: 'f', purpose: 'Gebühr', checks: 0 };
    const times = { createdAtMs: 0, nextCheckAtMs: 0 };
    const rows = [
      { id: 'a', attempt: 1, amountCents: 3000, status: 'abandoned' as const },
      { id: 'b', attempt: 2, amountCents: 3005, status: 'paid' as const, reference: 'KZ1' },
      { id: 'c', attempt: 3, amountCents: 7, status: 'paid' as const, refund: 'due' as const },
    ];
    for (const row of rows) await world.ports.payments.create({ ...payment, ...times, ...row });
    await world.run(caseTransfer, deliver);
    expect(delivered(world).match(/<bezahlung.*?>/g)).to.deep.equal([
      '<bezahlung kassenzeichen="KZ1" status="PAYED" betrag="30.05"/>',
      '<bezahlung status="REFUNDED" betrag="0.07"/>',
    ]);
  });

  it('gives up on a case that does not fit the schema, and names no value', async () => {
    const world = await parkingWorld({ answers: { ...parkingCase.answers, term: 'geheim' } });
    expect(await world.run(caseTransfer, deliver)).to.deep.equal({
      type: 'giveUp',
      reason: 'payload: F99000000009V1.0.0: code-unknown',
    });
    expect(world.deliveries.size).to.equal(0);
    expect(envelopes(world.store.file())).to.deep.equal([]);
  });

  it('gives up without a mapping, a destination, or when it is too large', async () => {
    const reasonOf = async (world: WorkerWorld, input: object) => {
      const answer = await world.run(caseTransfer, { ...input });
      return answer.type === 'giveUp' ? answer.reason : answer.type;
    };
    expect(await reasonOf(workerWorld(), deliver)).to.contain('transfer/payload.json');
    expect(await reasonOf(await parkingWorld(), { operation: 'deliver' })).to.contain(
      'destination',
    );
    const bad = { operation: 'deliver', destination: '../x' };
    expect(await reasonOf(await parkingWorld(), bad)).to.contain('destination');
    const world = await parkingWorld();
    await addDocuments(world, [{ ...document('film'), content: Buffer.alloc(25_000_000) }]);
    expect(await reasonOf(world, deliver)).to.match(/^too large/);
  });
});

describe('the receipt of a case transfer', () => {
  const read = (transferId: unknown) => ({ operation: 'read-receipt', transferId }) as never;

  it('is waited for, less and less often', async () => {
    const { world, transferId } = await handedOver();
    say(world, { state: 'delivered', deliveredAtMs: WORLD_START_MS });
    const pauses: number[] = [];
    for (const moreMs of [0, 60_000, 24 * 3_600_000]) {
      world.clock.advance(moreMs);
      const answer = await world.run(caseTransfer, read(transferId), 'e2');
      if (answer.type === 'retryLater') pauses.push(answer.afterMs);
    }
    expect(pauses).to.deep.equal([5_000, 15_000, 900_000]);
  });

  it('accepts, and the number of the receiver stands in the case', async () => {
    const { world, transferId } = await handedOver();
    say(world, { state: 'accepted', acceptedAtMs: 5, reference: 'FV 1' });
    for (const _run of [1, 2]) {
      const answer = await world.run(caseTransfer, read(transferId), 'e2');
      expect(variablesOf(answer)).to.deep.equal({ transferId, transferState: 'accepted' });
    }
    expect(world.store.file().facts['transfers']).to.deep.equal({
      [transferId]: {
        destination: 'fachverfahren',
        state: 'accepted',
        atMs: 5,
        reference: 'FV 1',
      },
    });
    expect(world.store.events.filter((event) => event === 'transfer-accepted')).to.have.lengthOf(1);
  });

  it('refuses: a business error, and the case knows it', async () => {
    const { world, transferId } = await handedOver();
    say(world, { state: 'refused', refusedAtMs: 5, reason: 'schema-unknown' });
    expect(await world.run(caseTransfer, read(transferId), 'e2')).to.deep.equal({
      type: 'bpmnError',
      code: 'transfer-refused',
      message: 'the receiver refused: schema-unknown',
    });
    expect(world.store.events.at(-1)).to.equal('transfer-refused');
  });

  it('is read for hand-overs of this case only', async () => {
    const { world } = await handedOver();
    for (const transferId of ['f'.repeat(32), '__proto__', undefined]) {
      const answer = await world.run(caseTransfer, read(transferId), 'e2');
      expect(answer.type).to.equal('giveUp');
    }
  });

  async function handedOver() {
    const world = await parkingWorld();
    const { transferId } = variablesOf(await world.run(caseTransfer, deliver));
    const kept = { [String(transferId)]: { destination: 'fachverfahren', state: 'delivered' } };
    expect(world.store.file().facts['transfers']).to.containSubset(kept);
    return { world, transferId: String(transferId) };
  }
});

async function parkingWorld(
  start: Partial<CaseFile> = {},
  payload = mapping,
): Promise<WorkerWorld> {
  const world = workerWorld({ answers: parkingCase.answers, facts: facts(), ...start }, payload);
  await addDocuments(world, [document('keeper-declaration')]);
  return world;
}

function facts() {
  return { ...parkingCase.facts, identity: { level: 3 } };
}

function document(name: string, text = name): NewDocument {
  return {
    name,
    fileName: `${name}.pdf`,
    mediaType: 'application/pdf',
    content: Buffer.from(text),
    forApplicant: true,
  };
}

async function addDocuments(world: WorkerWorld, documents: NewDocument[]): Promise<void> {
  const { id } = world.store.file();
  await world.ports.cases.change(id, 'system', () => ({ documents, audit: [] }));
}

function envelopes({ documents }: CaseFile) {
  return documents.filter(({ name }) => name.startsWith('transfer-envelope-'));
}

function delivered(world: WorkerWorld, index = 0): string {
  const found = [...world.deliveries.values()][index];
  return Buffer.from(found?.delivery.envelope ?? []).toString();
}

function say(world: WorkerWorld, state: DeliveryState): void {
  for (const [id, { delivery }] of world.deliveries) world.deliveries.set(id, { delivery, state });
}

function countDeliveries(world: WorkerWorld): () => number {
  let count = 0;
  const { deliver: real } = world.ports.caseTransfer;
  Object.assign(world.ports.caseTransfer, {
    deliver: (delivery: Parameters<typeof real>[0]) => {
      count += 1;
      return real(delivery);
    },
  });
  return () => count;
}

function decoded(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}
