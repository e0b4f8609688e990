import { expect } from 'chai';
import { createConnectors } from '../../../connectors/create-connectors.ts';
import { systemClock } from '../../../core/clock.ts';
import { openStore, type Store } from '../../../store/open-store.ts';
import { makeCitizen, type Citizen, type Receipt } from '../../support/citizen.ts';
import { silentLog, testKeys } from '../../support/store.ts';
import { cardOf } from './accounts.ts';
import { checkInvariants } from './check-invariants.ts';
import { readPostings } from './money-invariants.ts';
import { untilStatus, type Acknowledged } from './patient-citizen.ts';
import { settle } from './settle.ts';
import { makeFaultWorld, type FaultWorld } from './world.ts';

const TIMES = 4;

describe('the same thing more than once', function () {
  this.timeout(120_000);
  let world: FaultWorld;
  let store: Store;
  const acknowledged: Acknowledged[] = [];

  before(async () => {
    world = await makeFaultWorld();
    await world.start();
    store = openStore({
      databaseUrl: world.databaseUrl,
      keys: testKeys(),
      clock: systemClock,
      log: silentLog,
    });
  });

  after(async () => {
    await store.close();
    await world.end();
  });

  afterEach(async () => {
    await settle(world);
    await checkInvariants(world, acknowledged);
  });

  async function newCase(): Promise<{ citizen: Citizen; receipt: Receipt; email: string }> {
    const citizen = makeCitizen(world.portalUrl);
    const index = world.nextIndex();
    const email = `again-${index}@example.org`;
    const receipt = await citizen.apply({ cardNumber: cardOf('one-item', index), email });
    return { citizen, receipt, email };
  }

  async function untilPayable(citizen: Citizen, receipt: Receipt): Promise<void> {
    const { tasks } = await untilStatus(
      world,
      citizen,
      receipt,
      (status) => status.tasks.length > 0,
    );
    await citizen.answer(await citizen.task(tasks[0] ?? ''));
    await untilStatus(world, citizen, receipt, ({ canPay }) => canPay);
  }

  async function untilPaid(citizen: Citizen, receipt: Receipt, email: string): Promise<void> {
    const { headline } = await untilStatus(world, citizen, receipt, ({ ended }) => ended);
    expect(headline).to.equal('Bezahlt');
    acknowledged.push({ ...receipt, plan: 'pay', email, headline });
  }

  function paymentsOf(number: string) {
    return world.pool.query<{ id: string; case_id: string; refund: string | null }>(
      `select p.* from payment p join case_file f on f.id = p.case_id where f.number = $1
       order by attempt`,
      [number],
    );
  }

  it('submitted: one case, and every click sees its receipt', async () => {
    const citizen = makeCitizen(world.portalUrl);
    const cardNumber = cardOf('nothing-open', world.nextIndex());
    const draft = await citizen.fill({ cardNumber });
    const receipts = await Promise.all(Array.from({ length: TIMES }, () => citizen.submit(draft)));
    const [receipt] = receipts as [Receipt];
    for (const one of receipts) expect(one).to.deep.equal(receipt);
    const { headline } = await untilStatus(world, citizen, receipt, ({ ended }) => ended);
    acknowledged.push({ ...receipt, plan: 'nothing-open', email: '', headline });
  });

  it('answered: a task takes one answer', async () => {
    const { citizen, receipt, email } = await newCase();
    const { tasks } = await untilStatus(
      world,
      citizen,
      receipt,
      (status) => status.tasks.length > 0,
    );
    const page = await citizen.task(tasks[0] ?? '');
    await Promise.all(Array.from({ length: TIMES }, () => citizen.answer(page)));
    await untilStatus(world, citizen, receipt, ({ canPay }) => canPay);
    const payment = await citizen.openPayment(receipt.number);
    await world.city.payer(payment?.transactionId ?? '', 'pay');
    await untilPaid(citizen, receipt, email);
  });

  it('returned from the payment page: one booking', async () => {
    const { citizen, receipt, email } = await newCase();
    await untilPayable(citizen, receipt);
    const payment = await citizen.openPayment(receipt.number);
    const { rows } = await paymentsOf(receipt.number);
    await citizen.comeBack(rows[0]?.id ?? '');
    await world.city.payer(payment?.transactionId ?? '', 'pay');
    await Promise.all(
      Array.from({ length: TIMES }, () => makeCitizen(world.portalUrl).comeBack(rows[0]?.id ?? '')),
    );
    await untilPaid(citizen, receipt, email);
    await citizen.comeBack(rows[0]?.id ?? '');
  });

  it('told to the engine: every command, as after a crash before it was noted as taken', async () => {
    const { citizen, receipt, email } = await newCase();
    await untilPayable(citizen, receipt);
    await replayCommands();
    const payment = await citizen.openPayment(receipt.number);
    await world.city.payer(payment?.transactionId ?? '', 'pay');
    await citizen.comeBack((await paymentsOf(receipt.number)).rows[0]?.id ?? '');
    await replayCommands();
    await untilPaid(citizen, receipt, email);
    await replayCommands();
  });

  async function replayCommands(): Promise<void> {
    const { rowCount } = await world.pool.query(
      `update engine_command set state = 'waiting', due_at_ms = 0, locked_until_ms = 0
       where state = 'taken'`,
    );
    expect(rowCount).to.be.greaterThan(0);
    await settle(world);
  }

  it('paid: one payment is kept, the other one goes back', async () => {
    const { citizen, receipt, email } = await newCase();
    await untilPayable(citizen, receipt);
    const second = await anotherAttempt(receipt);
    const first = await citizen.openPayment(receipt.number);
    const { transactions } = await world.city.effects();
    const open = transactions.filter(({ purpose, status }) => {
      return purpose === receipt.number && status === 'INITIAL';
    });
    expect(open.map(({ transactionId }) => transactionId)).to.include(second);
    expect(open).to.have.lengthOf(2);
    expect(first).to.not.equal(undefined);
    await Promise.all(open.map(({ transactionId }) => world.city.payer(transactionId, 'pay')));
    await untilPaid(citizen, receipt, email);
    await settle(world);
    const { rows } = await paymentsOf(receipt.number);
    expect(rows.map(({ refund }) => refund).sort()).to.deep.equal(['done', null]);
    const postings = readPostings(world.treasuryDir).filter(
      ({ caseNumber }) => caseNumber === receipt.number,
    );
    expect(postings.map(({ kind }) => kind).sort()).to.deep.equal(['income', 'refund']);
  });

  it('paid after the end: goes back', async () => {
    const { citizen, receipt, email } = await newCase();
    await untilPayable(citizen, receipt);
    const late = await anotherAttempt(receipt);
    const { rows } = await paymentsOf(receipt.number);
    const [first] = rows;
    const { transactions } = await world.city.effects();
    const own = transactions.find(({ requestId }) => requestId === first?.id);
    await world.city.payer(own?.transactionId ?? '', 'pay');
    await untilPaid(citizen, receipt, email);
    await world.city.payer(late, 'pay');
    await settle(world);
    const after = (await paymentsOf(receipt.number)).rows;
    expect(after.map(({ refund }) => refund)).to.deep.equal([null, 'done']);
  });

  /** As when the amount had changed: a further attempt, while the page of the first is still open. */
  async function anotherAttempt({ number }: Receipt): Promise<string> {
    const [row] = (await paymentsOf(number)).rows;
    const first = await store.payments.find(row?.id ?? '');
    if (first === undefined) throw new Error('no payment');
    const id = globalThis.crypto.randomUUID();
    const { payment } = createConnectors(world.settings.connectors, systemClock);
    const made = await payment.create({
      requestId: id,
      requestedAtMs: systemClock.now(),
      purpose: first.purpose,
      description: 'Gebühr',
      returnUrl: `${world.portalUrl}/zahlung/rueckkehr/${id}`,
      items: [
        {
          id: '1',
          reference: number,
          description: 'Gebühr',
          amountCents: first.amountCents,
          bookingData: {},
        },
      ],
    });
    await store.payments.create({
      ...first,
      id,
      attempt: 2,
      transactionId: made.transactionId,
      ...(made.redirectUrl === undefined ? {} : { redirectUrl: made.redirectUrl }),
      createdAtMs: systemClock.now(),
    });
    return made.transactionId;
  }
});
