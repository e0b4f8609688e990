import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { ProcessState } from '../../../core/cases/process-state.ts';
import { periodOverMs } from '../../../core/law/period-over.ts';
import { decideFlag } from '../../../core/payments/decide-flag.ts';
import { settlePayment } from '../../../core/payments/settle-payment.ts';
import { silentLog } from '../../support/store.ts';
import type { WorkerWorld } from '../../support/worker-world.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';
import { feeClose } from '../../../workers/fee-close.ts';
import { feePosting } from '../../../workers/fee-posting.ts';
import { feeRefund } from '../../../workers/fee-refund.ts';
import { feeRequest } from '../../../workers/fee-request.ts';
import { makePaymentPoller } from '../../../workers/payment-poller.ts';

const account = { costCentre: '4711', bookingKey: 'BIB' };
const fee = { amountCents: 350, feeTextKey: 'fee.text', ...account };
const DAY_MS = 86_400_000;

/** The person decides on the payment page. */
function decide(world: WorkerWorld, status: 'paid' | 'refused' | 'abandoned', number = 1): void {
  const id = `t-${number}`;
  const transaction = world.transactions.get(id);
  if (transaction) world.transactions.set(id, { ...transaction, status, reference: `KZ-${id}` });
}

function poll(world: WorkerWorld): Promise<void> {
  return makePaymentPoller(world.housePorts, silentLog).runOnce();
}

async function later(world: WorkerWorld, byMs: number): Promise<void> {
  world.clock.advance(byMs);
  await poll(world);
}

const messageNames = (world: WorkerWorld): string[] =>
  world.store.commands.map((command) =>
    command.type === 'publishMessage' ? command.name : command.type,
  );

describe('a fee', () => {
  it('is opened at the payment service, once', async () => {
    const world = workerWorld();
    const first = variablesOf(await world.run(feeRequest, fee));
    expect(first).to.include({ paymentAttempt: 1, alreadyPaid: false });
    expect(variablesOf(await world.run(feeRequest, fee))).to.deep.equal(first);
    expect(world.transactions.size).to.equal(1);
    const payment = await world.ports.payments.find(String(first['paymentId']));
    expect(payment).to.include({
      status: 'open',
      transactionId: 't-1',
      redirectUrl: 'https://pay.example.org/t-1',
      amountCents: 350,
      purpose: 'BG-2026-000001',
    });
  });

  it('is opened under a new attempt when the answer was lost', async () => {
    const world = workerWorld();
    world.faults.push('lost');
    const opened = variablesOf(await world.run(feeRequest, fee));
    expect(opened['paymentAttempt']).to.equal(2);
    const attempts = await world.ports.payments.ofFee(String(opened['feeId']));
    expect(attempts.map(({ status }) => status)).to.deep.equal(['in-doubt', 'open']);
    expect(new Set([...world.transactions.values()].map((each) => each.requestId)).size).to.equal(
      2,
    );
  });

  it('"exists already" counts as a lost answer', async () => {
    const world = workerWorld();
    world.faults.push(new ConnectorError('rejected', 'payment-exists', 'exists'));
    expect(variablesOf(await world.run(feeRequest, fee))['paymentAttempt']).to.equal(2);
  });

  it('waits when no answer comes at all, and keeps its attempt when nothing was sent', async () => {
    const world = workerWorld();
    world.faults.push('lost', 'lost');
    expect(await world.run(feeRequest, fee)).to.include({ type: 'retryLater' });
    const other = workerWorld();
    other.faults.push(new ConnectorError('transient', 'unreachable', 'away'));
    let failed = '';
    await other.run(feeRequest, fee).catch((error: Error) => (failed = error.message));
    expect(failed).to.equal('away');
    expect(variablesOf(await other.run(feeRequest, fee))['paymentAttempt']).to.equal(1);
  });

  it('that was refused gets a new attempt under the same fee', async () => {
    const world = workerWorld();
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    decide(world, 'refused');
    await later(world, 2_000);
    expect(messageNames(world)).to.deep.equal(['payment-failed']);
    const second = variablesOf(await world.run(feeRequest, { ...fee, feeId: feeId ?? '' }, 'e2'));
    expect(second).to.include({ feeId, paymentAttempt: 2, alreadyPaid: false });
    const [one, two] = await world.ports.payments.ofFee(String(feeId));
    expect(two?.expiresAtMs).to.equal(one?.expiresAtMs);
  });

  it('that is paid already is not asked for again', async () => {
    const world = workerWorld();
    const first = variablesOf(await world.run(feeRequest, fee));
    decide(world, 'paid');
    const again = await world.run(feeRequest, { ...fee, feeId: first['feeId'] ?? '' }, 'e2');
    expect(variablesOf(again)).to.deep.equal({ ...first, alreadyPaid: true });
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
    expect(world.transactions.size).to.equal(1);
  });

  it('refuses amounts and accounts that are none', async () => {
    const world = workerWorld();
    for (const wrong of [{ amountCents: 0 }, { amountCents: 1.5 }, { costCentre: '' }]) {
      const answer = await world.run(feeRequest, { ...fee, ...wrong });
      expect(answer.type).to.equal('giveUp');
    }
    expect(world.transactions.size).to.equal(0);
  });
});

describe('the payment poller', () => {
  it('sees a payment without anybody coming back, and tells the process once', async () => {
    const world = workerWorld();
    variablesOf(await world.run(feeRequest, fee));
    await later(world, 2_000);
    expect(messageNames(world)).to.deep.equal([]);
    decide(world, 'paid');
    await later(world, 1_000);
    expect(messageNames(world)).to.deep.equal([]);
    await later(world, 3_000);
    await later(world, DAY_MS);
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
  });

  it('and the page of return settle the same payment once', async () => {
    const world = workerWorld();
    const { paymentId } = variablesOf(await world.run(feeRequest, fee));
    decide(world, 'paid');
    const { payments, clock, payment: service } = world.ports;
    const settle = () =>
      settlePayment({ payments, clock, service }, String(paymentId), 'applicant');
    await Promise.all([settle(), later(world, 2_000), settle()]);
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
    expect(await settlePayment({ payments, clock, service }, 'forged', 'applicant')).to.equal(
      undefined,
    );
  });

  it('lets nothing expire while the service is away', async () => {
    const world = workerWorld();
    const { paymentId } = variablesOf(await world.run(feeRequest, { ...fee, payableDays: 1 }));
    world.faults.push(new ConnectorError('transient', 'unreachable', 'away'));
    await later(world, 2 * DAY_MS);
    expect((await world.ports.payments.find(String(paymentId)))?.status).to.equal('open');
    decide(world, 'paid');
    await later(world, 900_000);
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
  });

  it('gives back the second payment of a fee, once', async () => {
    const world = workerWorld();
    world.faults.push(new ConnectorError('transient', 'http-429', 'busy'));
    await world.run(feeRequest, fee).catch(() => undefined);
    const first = variablesOf(await world.run(feeRequest, fee));
    const second = await world.run(
      feeRequest,
      { ...fee, amountCents: 351, feeId: first['feeId'] ?? '' },
      'e2',
    );
    expect(variablesOf(second)['paymentAttempt']).to.equal(2);
    decide(world, 'paid', 1);
    decide(world, 'paid', 2);
    await later(world, 2_000);
    await later(world, 60_000);
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
    expect([...world.records.values()]).to.have.lengthOf(1);
    expect([...world.records.values()][0]).to.include({ kind: 'refund', ...account });
    // A model that gives it back too does not give it back twice.
    const attempts = await world.ports.payments.ofFee(String(first['feeId']));
    const duplicate = attempts.find((payment) => payment.refund === 'done');
    const refund = await world.run(feeRefund, {
      feeId: first['feeId'] ?? '',
      paymentId: duplicate?.id ?? '',
      reason: 'paid twice',
    });
    expect(refund.type).to.equal('done');
    expect(world.records.size).to.equal(1);
  });

  it('tries a refund again when the treasury was away', async () => {
    const world = workerWorld();
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    await world.run(feeClose, { feeId: feeId ?? '' });
    decide(world, 'paid');
    world.clock.advance(6 * 3_600_000);
    const poller = makePaymentPoller(world.housePorts, silentLog);
    const [payment] = await world.ports.payments.ofFee(String(feeId));
    const { payments, clock, payment: service } = world.ports;
    await settlePayment({ payments, clock, service }, payment?.id ?? '', 'applicant');
    world.faults.push(new ConnectorError('transient', 'disk', 'full'));
    await poller.runOnce();
    await poller.runOnce();
    expect(world.records.size).to.equal(0);
    world.clock.advance(30_000);
    await poller.runOnce();
    expect(world.records.size).to.equal(1);
    expect((await world.ports.payments.ofFee(String(feeId)))[0]?.refund).to.equal('done');
  });
});

describe('whoever paid what the house gives back', () => {
  const contact = { contact: { email: 'erika@example.org' } };

  async function lateMoney(world: WorkerWorld): Promise<void> {
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    await world.run(feeClose, { feeId: feeId ?? '' });
    decide(world, 'paid');
    await later(world, 6 * 3_600_000);
  }

  it('is told by mail, once, after the treasury has the record', async () => {
    const world = workerWorld(contact);
    await lateMoney(world);
    await later(world, DAY_MS);
    expect(world.mails.map(({ to, subject }) => [to, subject])).to.deep.equal([
      ['erika@example.org', '_building-blocks/collect-fee/templates/money-back.mail.hbs'],
    ]);
    expect(JSON.parse(world.mails[0]?.text ?? '')).to.deep.include({
      textKey: 'collect-fee.mail.moneyBack.late',
      amountCents: 350,
      feeIsPaid: false,
    });
    expect(world.store.events.slice(-2)).to.deep.equal(['payment-refunded', 'payment-refund-told']);
  });

  it('is told later when the mail server is away', async () => {
    const world = workerWorld(contact);
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    await world.run(feeClose, { feeId: feeId ?? '' });
    const { payments, clock, payment: service } = world.ports;
    const [payment] = await payments.ofFee(String(feeId));
    decide(world, 'paid');
    await settlePayment({ payments, clock, service }, payment?.id ?? '', 'applicant');
    const poller = makePaymentPoller(
      {
        ...world.housePorts,
        mail: {
          ...world.ports.mail,
          send: () => Promise.reject(new ConnectorError('transient', 'unreachable', 'away')),
        },
      },
      silentLog,
    );
    await poller.runOnce();
    expect([world.records.size, world.mails.length]).to.deep.equal([1, 0]);
    await poll(world);
    expect(world.mails).to.have.lengthOf(1);
  });

  it('without an address is told by the status page alone', async () => {
    const world = workerWorld();
    await lateMoney(world);
    expect(world.mails).to.have.lengthOf(0);
    expect(await world.ports.payments.dueForNotice(10)).to.deep.equal([]);
  });
});

describe('an attempt that the service never answered', () => {
  it('is over with its time', async () => {
    const world = workerWorld();
    world.faults.push('lost');
    const { feeId } = variablesOf(await world.run(feeRequest, { ...fee, payableDays: 1 }));
    const first = async () => (await world.ports.payments.ofFee(String(feeId)))[0]?.status;
    await later(world, periodOverMs(world.clock.now(), 1) - world.clock.now() - 1);
    expect(await first()).to.equal('in-doubt');
    await later(world, 1);
    expect(await first()).to.equal('expired');
  });
});

describe('a payment of another amount', () => {
  async function wrong(amountCents: number) {
    const world = workerWorld({ contact: { email: 'erika@example.org' } });
    const { feeId, paymentId } = variablesOf(await world.run(feeRequest, fee));
    const made = world.transactions.get('t-1');
    if (made) {
      world.transactions.set('t-1', { ...made, status: 'paid', reference: 'KZ', amountCents });
    }
    await later(world, 2_000);
    const say = (decision: 'accept' | 'refund') =>
      world.ports.payments.update(String(paymentId), 'operator', (current, ofFee) =>
        decideFlag(
          current,
          { ofFee, processEnded: false },
          { decision, reason: 'geprüft' },
          world.clock.now(),
        ),
      );
    return { world, feeId: String(feeId), say };
  }

  it('holds up the end of the fee until a person has decided', async () => {
    const { world, feeId, say } = await wrong(400);
    expect(await world.run(feeClose, { feeId })).to.include({ type: 'retryLater' });
    await say('accept');
    expect(variablesOf(await world.run(feeClose, { feeId }))).to.include({
      feePaid: true,
      paidAmountCents: 350,
    });
  });

  it('is income up to the fee, and the rest goes back, once', async () => {
    const { world, feeId, say } = await wrong(400);
    await say('accept');
    await say('accept');
    await poll(world);
    await poll(world);
    variablesOf(await world.run(feePosting, { feeId, ...account }));
    const records = [...world.records.values()].map(({ kind, amountCents }) => [kind, amountCents]);
    expect(records).to.deep.equal([
      ['refund', 50],
      ['income', 350],
    ]);
    expect(messageNames(world)).to.deep.equal(['payment-completed']);
    expect(world.mails).to.have.lengthOf(1);
  });

  it('goes back in two parts when the process gives the fee back too', async () => {
    const { world, feeId, say } = await wrong(400);
    await say('accept');
    const early = await world.run(feeRefund, { feeId, reason: 'amount-changed' });
    expect(early).to.include({ type: 'retryLater' });
    await poll(world);
    for (const element of ['e1', 'e2']) {
      const refund = await world.run(feeRefund, { feeId, reason: 'amount-changed' }, element);
      expect(variablesOf(refund)['refundedAmountCents']).to.equal(350);
    }
    expect([...world.records.values()].map((record) => record.amountCents)).to.deep.equal([
      50, 350,
    ]);
    const [payment] = await world.ports.payments.ofFee(feeId);
    expect(payment).to.include({
      refund: 'done',
      refundCents: 400,
      refundReason: 'amount-changed',
    });
  });

  it('goes back whole, and the process may ask for the fee anew', async () => {
    const { world, feeId, say } = await wrong(300);
    await say('accept');
    expect(messageNames(world)).to.deep.equal([]);
    await say('refund');
    await say('refund');
    await poll(world);
    expect([...world.records.values()].map(({ amountCents }) => amountCents)).to.deep.equal([300]);
    expect(messageNames(world)).to.deep.equal(['payment-failed']);
    expect(variablesOf(await world.run(feeClose, { feeId }))).to.deep.equal({ feePaid: false });
  });
});

describe('the end of a fee', () => {
  it('closes what is unpaid; what is paid afterwards goes back', async () => {
    const world = workerWorld();
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    const input = { feeId: feeId ?? '' };
    expect(variablesOf(await world.run(feeClose, input))).to.deep.equal({ feePaid: false });
    expect(variablesOf(await world.run(feeClose, input))).to.deep.equal({ feePaid: false });
    decide(world, 'paid');
    await later(world, 6 * 3_600_000);
    expect(world.store.events).to.include('payment-late');
    expect([...world.records.values()].map(({ kind }) => kind)).to.deep.equal(['refund']);
  });

  it('sees a payment of the last moment', async () => {
    const world = workerWorld();
    const { feeId, paymentId } = variablesOf(await world.run(feeRequest, fee));
    decide(world, 'paid');
    // The process may have been called off before it learned which fee it is.
    const closed = variablesOf(await world.run(feeClose, {}));
    expect(closed).to.deep.equal({
      feePaid: true,
      feeId,
      paymentId,
      paymentReference: 'KZ-t-1',
      paidAmountCents: 350,
    });
  });

  it('closes what was opened although the process never learned of it', async () => {
    const world = workerWorld();
    await world.run(feeRequest, fee);
    expect(variablesOf(await world.run(feeClose, {}))).to.deep.equal({ feePaid: false });
    decide(world, 'paid');
    await later(world, 6 * 3_600_000);
    expect(world.records.size).to.equal(1);
    const untouched = await workerWorld().run(feeClose, { feeId: null });
    expect(variablesOf(untouched)).to.deep.equal({ feePaid: false });
  });

  it('is the end of the process too: what is paid after it goes back', async () => {
    const world = workerWorld();
    await world.run(feeRequest, fee);
    decide(world, 'paid');
    world.clock.advance(2_000);
    const readModel = { processState: async () => ({ state: 'completed' }) as ProcessState };
    await makePaymentPoller({ ...world.housePorts, readModel }, silentLog).runOnce();
    expect(world.store.events).to.include('payment-late');
    expect(world.records.size).to.equal(1);
  });

  it('does not hang on a transaction that the service has forgotten', async () => {
    const world = workerWorld();
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    world.transactions.clear();
    const closed = await world.run(feeClose, { feeId: feeId ?? '' });
    expect(variablesOf(closed)).to.deep.equal({ feePaid: false });
  });
});

describe('the treasury', () => {
  async function paidFee(world: WorkerWorld): Promise<string> {
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    decide(world, 'paid');
    await later(world, 2_000);
    return String(feeId);
  }

  it('gets the income once, with what the service said', async () => {
    const world = workerWorld();
    const feeId = await paidFee(world);
    world.faults.push('lost');
    await world.run(feePosting, { feeId, ...account }).catch(() => undefined);
    const posted = await world.run(feePosting, { feeId, ...account });
    expect(variablesOf(posted)['postingRecordIds']).to.deep.equal([...world.records.keys()]);
    await world.run(feePosting, { feeId, ...account }, 'e9');
    expect([...world.records.values()]).to.have.lengthOf(1);
    expect([...world.records.values()][0]).to.deep.include({
      kind: 'income',
      amountCents: 350,
      paymentReference: 'KZ-t-1',
      caseNumber: 'BG-2026-000001',
      ...account,
    });
  });

  it('gets a refund to the account that the applicant has named, if it is one', async () => {
    const account = { refundWay: 'transfer', refundHolder: ' Erika Mustermann ' };
    for (const [refundIban, type] of [
      ['DE89370400440532013000', 'transfer'],
      ['DE89370400440532013001', 'original-method'],
    ]) {
      const world = workerWorld({ answers: { ...account, refundIban: refundIban ?? '' } });
      const refund = await world.run(feeRefund, { feeId: await paidFee(world), reason: 'x' });
      expect(variablesOf(refund)['refundBy']).to.equal(type);
      expect(JSON.stringify(refund)).to.not.include('DE89');
      const [record] = [...world.records.values()];
      expect(record?.refundTo).to.deep.equal(
        type === 'transfer'
          ? { type, iban: 'DE89370400440532013000', holder: 'Erika Mustermann' }
          : { type },
      );
    }
  });

  describe('of a fee of several positions', () => {
    const positions = [
      { reference: 'P-1', textKey: 'fee.text', amountCents: 150, ...account },
      { reference: 'P-2', textKey: 'x', amountCents: 200, costCentre: '3521', bookingKey: '1580' },
    ];
    async function paid(world: WorkerWorld): Promise<string> {
      const { feeId } = variablesOf(await world.run(feeRequest, { ...fee, positions }));
      decide(world, 'paid');
      await later(world, 2_000);
      return String(feeId);
    }
    const posted = (world: WorkerWorld) =>
      [...world.records.values()].map(({ kind, amountCents, costCentre }) => [
        kind,
        amountCents,
        costCentre,
      ]);

    it('is asked for item by item, each with its account', async () => {
      const world = workerWorld();
      await world.run(feeRequest, { ...fee, positions });
      expect(world.requested[0]?.items).to.deep.equal([
        {
          id: '1',
          reference: 'P-1',
          description: 'Bibliotheksgebühr',
          amountCents: 150,
          bookingData: account,
        },
        {
          id: '2',
          reference: 'P-2',
          description: 'Bibliotheksgebühr',
          amountCents: 200,
          bookingData: { costCentre: '3521', bookingKey: '1580' },
        },
      ]);
      const wrongSum = await world.run(feeRequest, { ...fee, amountCents: 351, positions });
      expect(wrongSum.type).to.equal('giveUp');
    });

    it('gets a record for each, once, also when an answer is lost between them', async () => {
      const world = workerWorld();
      const feeId = await paid(world);
      world.faults.push('lost');
      await world.run(feePosting, { feeId, ...account }).catch(() => undefined);
      for (const element of ['e1', 'e2'])
        await world.run(feePosting, { feeId, ...account }, element);
      expect(posted(world)).to.deep.equal([
        ['income', 150, '4711'],
        ['income', 200, '3521'],
      ]);
    });

    it('gives each back from its own account, and a part from one', async () => {
      const world = workerWorld();
      const feeId = await paid(world);
      for (const element of ['e1', 'e2']) {
        await world.run(feeRefund, { feeId, reason: 'not-bookable' }, element);
      }
      expect(posted(world)).to.deep.equal([
        ['refund', 150, '4711'],
        ['refund', 200, '3521'],
      ]);
      const other = workerWorld();
      await other.run(feeRefund, { feeId: await paid(other), reason: 'x', amountCents: 100 });
      expect(posted(other)).to.deep.equal([['refund', 100, '4711']]);
    });
  });

  it('gets nothing for a fee that nobody paid', async () => {
    const world = workerWorld();
    const { feeId } = variablesOf(await world.run(feeRequest, fee));
    const input = { feeId: feeId ?? '', ...account };
    expect((await world.run(feePosting, input)).type).to.equal('giveUp');
    const refund = await world.run(feeRefund, { feeId: feeId ?? '', reason: 'x' });
    expect(refund).to.include({ type: 'bpmnError', code: 'nothing-to-refund' });
    expect(world.records.size).to.equal(0);
  });

  it('gets a refund of what was paid and no more', async () => {
    const world = workerWorld();
    const feeId = await paidFee(world);
    const tooMuch = await world.run(feeRefund, { feeId, amountCents: 351, reason: 'x' });
    expect(tooMuch.type).to.equal('giveUp');
    const refund = await world.run(feeRefund, { feeId, reason: 'already-settled' });
    expect(variablesOf(refund)['refundedAmountCents']).to.equal(350);
    await world.run(feeRefund, { feeId, reason: 'again' }, 'e9');
    expect([...world.records.values()]).to.have.lengthOf(1);
    expect([...world.records.values()][0]).to.deep.include({
      kind: 'refund',
      refundTo: { type: 'original-method' },
      amountCents: 350,
    });
    expect(world.store.events).to.include('payment-refunded');
  });
});
