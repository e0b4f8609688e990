import { expect } from 'chai';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { payloadMappingSchema } from '../../core/transfer/payload-mapping.ts';
import { caseTransfer } from '../../workers/case-transfer.ts';
import type { WorkerPorts } from '../../workers/worker-ports.ts';
import { cityConnectors } from '../support/city-connectors.ts';
import { startTestCity, type TestCity } from '../support/demo-city.ts';
import { newDraft, openTestStore, startCommand, type TestStore } from '../support/store.ts';
import { variablesOf } from '../support/worker-world.ts';
import { parkingCase, parkingMapping } from '../unit/transfer/parking-mapping.ts';

const procedure = {
  config: { key: 'bibliotheksgebuehr', version: '1.0.0', responsibleUnit: 'ordnungsamt' },
  texts: { get: () => 'Bewohnerparkausweis' },
  payload: payloadMappingSchema.parse(parkingMapping),
} as unknown as Procedure;

describe('a case that is handed over, between the store and the demo city', function () {
  this.timeout(60_000);
  let house: TestStore;
  let city: TestCity;
  let ports: WorkerPorts;
  let caseId: string;

  before(async () => {
    house = await openTestStore();
    city = await startTestCity({ now: () => new Date(house.clock.now()) });
    const connectors = createConnectors(cityConnectors(city), house.clock);
    const { cases, effects, payments } = house.store;
    // The worker uses nothing else.
    const used: Partial<WorkerPorts> = { ...connectors, cases, effects, payments };
    ports = used as WorkerPorts;
  });
  beforeEach(async () => {
    await city.mend();
    const { draft } = await newDraft(house.store, house.clock.now());
    const { file } = await house.store.cases.submit(draft.id, {
      numberPrefix: 'BP',
      answers: parkingCase.answers,
      contact: {},
      command: startCommand,
      actor: 'applicant',
    });
    caseId = file.id;
    await ports.cases.change(caseId, 'system', () => ({
      facts: parkingCase.facts,
      documents: [
        {
          name: 'keeper-declaration',
          fileName: 'Erklärung.pdf',
          mediaType: 'application/pdf',
          content: Buffer.alloc(600_000, 7),
          forApplicant: true,
        },
      ],
      audit: [],
    }));
  });
  after(async () => {
    await city.stop();
    await house.drop();
  });

  async function run(input: JsonObject, elementInstanceKey: string) {
    const file = await ports.cases.find(caseId);
    if (!file) throw new Error('no case');
    return caseTransfer.run(input, {
      file,
      procedure,
      ports,
      elementInstanceKey,
      elementId: 'task',
      topic: caseTransfer.topic,
      headers: {},
      nowMs: house.clock.now(),
      change: (decide) => ports.cases.change(caseId, 'worker:case-transfer', decide),
    });
  }

  const deliver = () => run({ operation: 'deliver', destination: 'fachverfahren' }, 'e1');

  async function receiptOf(transferId: unknown) {
    for (;;) {
      const answer = await run({ operation: 'read-receipt', transferId: String(transferId) }, 'e2');
      if (answer.type !== 'retryLater') return answer;
    }
  }

  it('arrives once, is accepted, and what was sent stands in the case', async () => {
    const [first, second] = await Promise.all([deliver(), deliver()]);
    const { transferId } = variablesOf(first);
    expect(variablesOf(second)).to.deep.equal(variablesOf(first));
    expect(variablesOf(await receiptOf(transferId))).to.include({ transferState: 'accepted' });
    const { transfers } = await city.effects();
    const arrived = transfers.filter(({ deliveryId }) => deliveryId === transferId);
    expect(arrived).to.have.lengthOf(1);
    const file = await ports.cases.find(caseId);
    const filed = file?.documents.filter(({ name }) => name.startsWith('transfer-envelope-'));
    expect(filed).to.have.lengthOf(1);
    expect(filed?.[0]).to.include({ forApplicant: false, mediaType: 'application/xml' });
    const fact = { [String(transferId)]: { state: 'accepted', reference: arrived[0]?.detail } };
    expect(file?.facts['transfers']).to.containSubset(fact);
    expect(await ports.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  it('is refused, which is a business error', async () => {
    await city.fault('transfer', { mode: '500' });
    const { transferId } = variablesOf(await deliver());
    expect(await receiptOf(transferId)).to.include({ type: 'bpmnError', code: 'transfer-refused' });
  });
});
