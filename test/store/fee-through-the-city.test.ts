import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnectors } from '../../connectors/create-connectors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import { decideFlag } from '../../core/payments/decide-flag.ts';
import { settlePayment } from '../../core/payments/settle-payment.ts';
import type { Worker } from '../../workers/define-worker.ts';
import { feeClose } from '../../workers/fee-close.ts';
import { feePosting } from '../../workers/fee-posting.ts';
import { feeRefund } from '../../workers/fee-refund.ts';
import { feeRequest } from '../../workers/fee-request.ts';
import { libraryAccount } from '../../workers/library-account.ts';
import { notify } from '../../workers/notify.ts';
import { makePaymentPoller } from '../../workers/payment-poller.ts';
import type { WorkerPorts } from '../../workers/worker-ports.ts';
import type { TestCity } from '../support/demo-city.ts';
import { cityConnectors } from '../support/city-connectors.ts';
import { startTestCity } from '../support/demo-city.ts';
import type { TestStore } from '../support/store.ts';
import { newDraft, openTestStore, silentLog, startCommand } from '../support/store.ts';
import { validateXml } from '../support/validate-xml.ts';
import { variablesOf } from '../support/worker-world.ts';

const account = { costCentre: '4711', bookingKey: 'BIB' };
const CALL_LIMIT_MS = 1_500;
const PAIN_SCHEMA = join(
  import.meta.dirname,
  '../../connectors/treasury/schemas/pain.001.001.09.xsd',
);

describe('workers between the store and the demo city', () => {
  let house: TestStore;
  let city: TestCity;
  let folder: string;
  let ports: WorkerPorts;
  let caseId: string;
  let job = 0;

  before(async () => {
    house = await openTestStore();
    city = await startTestCity({ now: () => new Date(house.clock.now()) });
    folder = await mkdtemp(join(tmpdir(), 'amtsweg-treasury-'));
    ports = makePorts();
  });
  beforeEach(async () => {
    await city.mend();
    const { draft } = await newDraft(house.store, house.clock.now());
    const { file } = await house.store.cases.submit(draft.id, {
      numberPrefix: 'BG',
      answers: { cardNumber: '2000000014', chosenItems: ['P-001'] },
      contact: { email: 'reader@example.org' },
      command: startCommand,
      actor: 'applicant',
    });
    caseId = file.id;
  });
  after(async () => {
    await city.stop();
    await house.drop();
    await rm(folder, { recursive: true });
  });

  function makePorts(): WorkerPorts {
    const debtor = { name: 'Stadt Musterstadt, Kasse', iban: 'DE02120300000000202051' };
    const treasury = { directory: folder, debtor };
    const settings = { ...cityConnectors(city), treasury, timeoutMs: CALL_LIMIT_MS };
    const connectors = createConnectors(settings, house.clock);
    const { cases, effects, payments, issued } = house.store;
    return {
      ...connectors,
      cases,
      effects,
      payments,
      issued,
      evaluateDecision: () => Promise.reject(new Error('this process has no table for workers')),
      clock: house.clock,
      publicUrl: 'http://127.0.0.1:3000',
      render: {
        mail: (_procedure, template) => ({ subject: template, text: 'Danke.' }),
        letter: async () => Buffer.from('%PDF'),
      },
    };
  }

  async function run(worker: Worker, input: JsonObject, key = `job-${(job += 1)}`) {
    const file = await ports.cases.find(caseId);
    if (!file) throw new Error('no case');
    return worker.run(input, {
      file,
      procedure: { texts: { has: () => false } } as unknown as Procedure,
      ports,
      elementInstanceKey: key,
      elementId: 'task',
      topic: worker.topic,
      headers: {},
      nowMs: house.clock.now(),
      change: (decide) => ports.cases.change(caseId, `worker:${worker.topic}`, decide),
    });
  }

  async function openFee() {
    const opened = variablesOf(await run(feeRequest, { amountCents: 350, ...account }));
    const payment = await ports.payments.find(String(opened['paymentId']));
    if (!payment?.transactionId) throw new Error('not open');
    return { feeId: payment.feeId, payment, transactionId: payment.transactionId };
  }

  async function poll(afterMs: number): Promise<void> {
    house.clock.advance(afterMs);
    const procedures = { byHash: async () => undefined };
    await makePaymentPoller({ ...ports, procedures }, silentLog).runOnce();
  }

  async function records(): Promise<JsonObject[]> {
    const names = await readdir(join(folder, 'postings')).catch(() => []);
    const texts = names.map((name) => readFile(join(folder, 'postings', name), 'utf8'));
    return (await Promise.all(texts)).map((text) => JSON.parse(text) as JsonObject);
  }

  const numberOf = async () => (await ports.cases.find(caseId))?.number;
  const recordsOfCase = async () => {
    const number = await numberOf();
    return (await records()).filter(({ caseNumber }) => caseNumber === number);
  };

  it('a fee is read, paid, booked, posted and receipted', async () => {
    const read = { operation: 'read', identification: 'card' };
    expect(variablesOf(await run(libraryAccount, read))['accountState']).to.equal('open');
    const chosen = variablesOf(await run(libraryAccount, { ...read, operation: 'choose' }));
    expect(chosen).to.deep.include({ chosenAmountCents: 350, chosenKinds: ['overdue'] });
    const { feeId, payment, transactionId } = await openFee();
    expect(payment.redirectUrl).to.contain(transactionId);
    await city.payer(transactionId, 'pay');
    await poll(3_000);
    const paid = await ports.payments.find(payment.id);
    expect(paid).to.include({ status: 'paid' });
    expect(paid?.reference).to.match(/^KZ/);
    const booking = {
      operation: 'book',
      identification: 'card',
      amountCents: 350,
      paymentReference: paid?.reference ?? '',
    };
    await city.fault('library', { mode: 'reset', at: 'after', operation: 'book', nextCalls: 1 });
    const lost = await run(libraryAccount, booking, 'book').catch((error: Error) => error.message);
    expect(lost).to.contain('lost');
    const { bookingId } = variablesOf(await run(libraryAccount, booking, 'book'));
    expect((await city.effects()).bookings[String(bookingId)]).to.equal(1);
    await run(feePosting, { feeId, ...account });
    expect((await recordsOfCase()).map(({ kind }) => kind)).to.deep.equal(['income']);
    await city.fault('mail', { mode: 'reset', at: 'after', nextCalls: 1 });
    const mail = { template: 'receipt' };
    await run(notify, mail, 'mail').catch(() => undefined);
    expect(variablesOf(await run(notify, mail, 'mail'))).to.deep.equal({ notified: true });
    const mails = await city.mails({ recipient: 'reader@example.org' });
    expect(new Set(mails.map(({ messageId }) => messageId)).size).to.equal(1);
  });

  it('an answer to "create" that is lost costs an attempt, not a payment', async () => {
    await city.fault('payment', { mode: 'reset', at: 'after', operation: 'create', nextCalls: 1 });
    const { feeId, transactionId } = await openFee();
    expect((await ports.payments.ofFee(feeId)).map(({ status }) => status)).to.deep.equal([
      'in-doubt',
      'open',
    ]);
    await city.payer(transactionId, 'pay');
    await poll(3_000);
    expect((await ports.payments.ofFee(feeId)).map(({ status }) => status)).to.deep.equal([
      'in-doubt',
      'paid',
    ]);
  });

  it('a service that is away, slow in words or garbled changes nothing', async () => {
    const { payment, transactionId } = await openFee();
    await city.payer(transactionId, 'pay');
    for (const mode of ['500', '429', 'garbage', 'reset']) {
      await city.fault('payment', { mode, operation: 'read' });
      await poll(900_000);
      expect((await ports.payments.find(payment.id))?.status, mode).to.equal('open');
    }
    await city.mend();
    await poll(900_000);
    expect((await ports.payments.find(payment.id))?.status).to.equal('paid');
  });

  it('coming back without having paid proves nothing', async () => {
    const { payment } = await openFee();
    const { payments, clock, payment: service } = ports;
    const back = () => settlePayment({ payments, clock, service }, payment.id, 'applicant');
    expect((await back())?.status).to.equal('open');
    expect((await back())?.status).to.equal('open');
    expect(await house.store.cases.verifyAuditChain(caseId)).to.equal(true);
  });

  it('money for a fee that was closed goes back', async () => {
    const { feeId, transactionId } = await openFee();
    expect(variablesOf(await run(feeClose, { feeId }))).to.deep.equal({ feePaid: false });
    await city.payer(transactionId, 'pay');
    await poll(6 * 3_600_000);
    const [refund] = await recordsOfCase();
    expect(refund).to.include({ kind: 'refund', amountCents: 350, refundBy: 'original-method' });
    await poll(6 * 3_600_000);
    expect(await recordsOfCase()).to.have.lengthOf(1);
  });

  it('a choice that the library no longer knows like this is not asked for', async () => {
    await fetch(`${city.controlUrl}/control/library/reset`, { method: 'POST' });
    const read = { operation: 'read', identification: 'card' };
    await run(libraryAccount, read);
    await city.changeAmount('P-001', 375);
    const stale = await run(libraryAccount, { ...read, operation: 'choose' });
    expect(stale).to.include({ type: 'bpmnError', code: 'choice-invalid' });
    await run(libraryAccount, read);
    const fresh = variablesOf(await run(libraryAccount, { ...read, operation: 'choose' }));
    expect(fresh['chosenAmountCents']).to.equal(375);
    await city.changeAmount('P-001', 350);
  });

  it('a refund to the account that was named becomes a transfer order, once', async () => {
    const { feeId, transactionId } = await openFee();
    await city.payer(transactionId, 'pay');
    await poll(3_000);
    const answers = {
      refundWay: 'transfer',
      refundIban: 'DE89370400440532013000',
      refundHolder: 'Jörg Weiß',
    };
    await ports.cases.change(caseId, 'applicant', () => ({ answers, audit: [] }));
    for (const key of ['refund', 'refund', 'again']) {
      const done = variablesOf(await run(feeRefund, { feeId, reason: 'not-bookable' }, key));
      expect(done['refundBy']).to.equal('transfer');
    }
    const [record, ...others] = await recordsOfCase();
    expect(others).to.deep.equal([]);
    expect(record).to.include({ kind: 'refund', amountCents: 350, refundBy: 'transfer' });
    const order = await readFile(
      join(folder, 'transfers', `${String(record?.['key'])}.xml`),
      'utf8',
    );
    validateXml(order, await readFile(PAIN_SCHEMA, 'utf8'));
    expect(order)
      .to.include('<IBAN>DE89370400440532013000</IBAN>')
      .and.include('<InstdAmt Ccy="EUR">3.50</InstdAmt>');
  });

  it('another amount than asked for waits for a person, and only once', async () => {
    const { payment, transactionId } = await openFee();
    await city.nextAmount(400);
    await city.payer(transactionId, 'pay');
    await poll(3_000);
    expect(await ports.payments.find(payment.id)).to.include({
      status: 'in-doubt',
      flag: 'amount-mismatch',
      receivedCents: 400,
    });
    const decision = { decision: 'accept', reason: 'aufgerundet' } as const;
    const decide = () =>
      ports.payments.update(payment.id, 'operator', (current, ofFee) =>
        decideFlag(current, { ofFee, processEnded: false }, decision, house.clock.now()),
      );
    await Promise.all([decide(), decide()]);
    await poll(1_000);
    const [refund, ...others] = await recordsOfCase();
    expect(others).to.deep.equal([]);
    expect(refund).to.include({ kind: 'refund', amountCents: 50 });
    const trail = await house.store.cases.auditTrail(caseId);
    expect(trail.filter(({ event }) => event === 'payment-flag-decided')).to.have.lengthOf(1);
    expect(JSON.stringify(trail)).to.not.include('aufgerundet');
    const next = await openFee();
    await city.payer(next.transactionId, 'pay');
    await poll(3_000);
    expect((await ports.payments.find(next.payment.id))?.status).to.equal('paid');
  });
});
