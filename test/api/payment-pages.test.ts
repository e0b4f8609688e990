import { expect } from 'chai';
import type { PaymentTransaction } from '../../connectors/payment/port.ts';
import type { Payment } from '../../core/cases/repositories.ts';
import { PAYMENT_ORIGIN, START_MS, startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { putPayment, putTask, submitted } from '../support/app-steps.ts';
import { aPerson, signedIn } from '../support/fake-identity.ts';

describe('paying', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  function serviceSays(
    payment: Payment,
    status: PaymentTransaction['status'],
    change: Partial<PaymentTransaction> = {},
  ): void {
    app.transactions.set('transaction-1', {
      requestId: payment.id,
      transactionId: 'transaction-1',
      amountCents: payment.amountCents,
      status,
      ...change,
    });
  }

  const messages = () => app.cases.commands.filter(({ type }) => type === 'publishMessage');

  it('shows amount, purpose and state, and leads to the payment service', async () => {
    const { client, file } = await submitted(app);
    serviceSays(await putPayment(app, file), 'open');
    const page = await client.get(`/vorgang/${file.number}/zahlung`);
    expect(textOf(page.html)).to.include('17,50').and.include(file.number).and.include('offen');
    const left = await client.get(`/vorgang/${file.number}/zahlung/weiter`);
    expect(left.status).to.equal(303);
    expect(left.location).to.equal(`${PAYMENT_ORIGIN}/zahlungen/1`);
  });

  for (const address of [
    'https://evil.example/zahlungen/1',
    'https://bezahlen.example.evil.example/',
    'http://bezahlen.example/',
    'javascript:alert(1)',
    '//evil.example/',
    'not an address',
  ]) {
    it(`leads nowhere else: ${address}`, async () => {
      const { client, file } = await submitted(app);
      serviceSays(await putPayment(app, file, { redirectUrl: address }), 'open');
      const page = await client.get(`/vorgang/${file.number}/zahlung/weiter`);
      expect(page.status).to.equal(503);
      expect(page.location).to.equal(null);
    });
  }

  it('does not send on who has paid meanwhile', async () => {
    const { client, file } = await submitted(app);
    serviceSays(await putPayment(app, file), 'paid');
    const page = await client.follow(await client.get(`/vorgang/${file.number}/zahlung/weiter`));
    expect(textOf(page.html)).to.include('Bezahlt');
  });

  const OUTCOMES = {
    paid: 'Ihre Zahlung ist bestätigt',
    open: 'noch nicht bestätigt',
    refused: 'Die Zahlung wurde abgelehnt',
    abandoned: 'Die Zahlung wurde abgebrochen',
  } as const;
  for (const [status, text] of Object.entries(OUTCOMES)) {
    it(`tells the truth on return: ${status}`, async () => {
      const { client, file } = await submitted(app);
      const payment = await putPayment(app, file);
      serviceSays(payment, status as keyof typeof OUTCOMES);
      const page = await client.get(`/zahlung/rueckkehr/${payment.id}`);
      expect(page.status).to.equal(200);
      expect(textOf(page.html)).to.include(text);
      expect(page.html.includes('data-refresh="0"')).to.equal(status !== 'open');
    });
  }

  it('believes the service and nothing in the address', async () => {
    const { client, file } = await submitted(app);
    const payment = await putPayment(app, file);
    serviceSays(payment, 'open');
    const forged = `/zahlung/rueckkehr/${payment.id}?status=PAYED&amount=1750&transactionId=x`;
    expect(textOf((await client.get(forged)).html)).to.include('noch nicht bestätigt');
    expect((await app.payments.find(payment.id))?.status).to.equal('open');
  });

  it('does not take another amount for paid', async () => {
    const { client, file } = await submitted(app);
    const payment = await putPayment(app, file);
    serviceSays(payment, 'paid', { amountCents: 1 });
    const page = await client.get(`/zahlung/rueckkehr/${payment.id}`);
    expect(textOf(page.html)).to.include('Die Zahlung wird geprüft');
    expect(messages()).to.deep.equal([]);
  });

  it('survives repeated returns: one result', async () => {
    const { client, file } = await submitted(app);
    const payment = await putPayment(app, file);
    serviceSays(payment, 'paid');
    for (let i = 0; i < 3; i += 1) {
      const page = await client.get(`/zahlung/rueckkehr/${payment.id}`);
      expect(textOf(page.html)).to.include('Ihre Zahlung ist bestätigt');
    }
    expect((await app.payments.find(payment.id))?.status).to.equal('paid');
  });

  it('says when the service cannot be asked, and loses nothing', async () => {
    const { client, file } = await submitted(app);
    const payment = await putPayment(app, file);
    const page = await client.get(`/zahlung/rueckkehr/${payment.id}`);
    expect(textOf(page.html)).to.include('gerade nicht prüfen');
  });

  it('shows a return to nobody else; unknown and foreign look alike', async () => {
    const { file } = await submitted(app);
    const payment = await putPayment(app, file);
    serviceSays(payment, 'paid');
    const stranger = makeClient(app.address);
    const foreign = await stranger.get(`/zahlung/rueckkehr/${payment.id}`);
    const unknown = await stranger.get('/zahlung/rueckkehr/00000000-0000-4000-8000-00000000dead');
    const hostile = await stranger.get('/zahlung/rueckkehr/..%2F..%2Fx');
    expect(textOf(foreign.html)).not.to.include('17,50');
    expect(textOf(foreign.html)).to.equal(textOf(unknown.html));
    expect(textOf(hostile.html)).to.equal(textOf(unknown.html));
  });

  it('leads the owner back to the case in a browser that knows only the account', async () => {
    const { file } = await submitted(app, await signedIn(app, aPerson()));
    const payment = await putPayment(app, file);
    serviceSays(payment, 'paid');
    const owner = await signedIn(app, aPerson());
    const page = await owner.get(`/zahlung/rueckkehr/${payment.id}`);
    expect(textOf(page.html)).to.include('Ihre Zahlung ist bestätigt');
    expect(page.html).to.include(`href="/vorgang/${file.number}"`);
    const other = await signedIn(app, aPerson({ subject: 'MST-other' }));
    const foreign = await other.get(`/zahlung/rueckkehr/${payment.id}`);
    expect(textOf(foreign.html)).to.not.include('bestätigt').and.not.include(file.number);
  });

  it('has nothing to pay where nothing is asked', async () => {
    const { client, file } = await submitted(app);
    const page = await client.get(`/vorgang/${file.number}/zahlung`);
    expect(textOf(page.html)).to.include('Es ist nichts zu bezahlen');
    const left = await client.get(`/vorgang/${file.number}/zahlung/weiter`);
    expect(left.location).to.equal(`/vorgang/${file.number}/zahlung`);
  });

  it('names every item that is paid for, and their sum', async () => {
    const { client, file } = await submitted(app);
    const account = { costCentre: '3520', bookingKey: '3520.1' };
    const positions = [
      { reference: 'P-1', textKey: 'item.overdue', amountCents: 250, ...account },
      { reference: 'P-2', textKey: 'item.loan', amountCents: 1500, ...account },
    ];
    await putPayment(app, file, { positions });
    const page = textOf((await client.get(`/vorgang/${file.number}/zahlung`)).html);
    expect(page)
      .to.include('Säumnisgebühr (P-1) 2,50 €')
      .and.include('Ausleihgebühr (P-2) 15,00 €')
      .and.include('Summe 17,50 €');
    const status = textOf((await client.get(`/vorgang/${file.number}`)).html);
    expect(status).to.include('Säumnisgebühr (P-1): 2,50 €');
  });

  it('is not asked for while a person looks at what came', async () => {
    const { client, file } = await submitted(app);
    await putPayment(app, file, {
      status: 'in-doubt',
      flag: 'amount-mismatch',
      receivedCents: 2000,
    });
    putTask(app, file);
    const status = textOf((await client.get(`/vorgang/${file.number}`)).html);
    expect(status)
      .to.include('Ihre Zahlung wird geprüft')
      .and.include('Der Zahlungsdienst meldet 20,00 €; zu bezahlen waren 17,50 €')
      .and.include('Wer ist dran Die Stadt');
    const payment = textOf((await client.get(`/vorgang/${file.number}/zahlung`)).html);
    expect(payment).to.include('Ihre Zahlung wird geprüft').and.not.include('Jetzt bezahlen');
  });

  describe('at the end of a case that was not paid', () => {
    async function ended(payment: Partial<Payment>): Promise<string> {
      const { client, file } = await submitted(app);
      await putPayment(app, file, { feeId: file.id, ...payment });
      putTask(app, file);
      const process = app.readModel.processes.get(file.id);
      if (!process) throw new Error('no process');
      app.readModel.processes.set(file.id, { ...process, state: 'completed', openTasks: [] });
      return textOf((await client.get(`/vorgang/${file.number}`)).html);
    }

    it('says that nothing was charged only once that is sure', async () => {
      expect(await ended({ status: 'expired' })).to.include('Bisher ist keine Zahlung');
      const never = 8_640_000_000_000_000;
      expect(await ended({ status: 'expired', nextCheckAtMs: never })).to.include(
        'Es wurde nichts abgebucht',
      );
    });

    it('tells of money that came late, and that it goes back', async () => {
      const late = {
        status: 'paid',
        refund: 'done',
        refundCents: 1750,
        refundReason: 'late',
      } as const;
      const page = await ended({ ...late, notice: 'done', refundedAtMs: START_MS });
      expect(page)
        .to.include('17,50 € gehen an Sie zurück')
        .and.include('17,50 € Rückzahlung: Die Zahlung kam, als die Frist schon abgelaufen')
        .and.include('der Stadtkasse zur Rückzahlung gemeldet')
        .and.not.include('nichts abgebucht');
    });
  });

  it('that the service never answered is not said to be checked for ever', async () => {
    const { client, file } = await submitted(app);
    const created = await putPayment(app, file, { status: 'paid', attempt: 2 });
    const { transactionId: _none, redirectUrl: _page, ...rest } = created;
    await app.payments.create({ ...rest, id: 'p-unanswered', attempt: 1, status: 'in-doubt' });
    const status = textOf((await client.get(`/vorgang/${file.number}`)).html);
    expect(status).to.include('keine Antwort des Zahlungsdienstes').and.not.include('wird geprüft');
  });

  it('says how many tries are left with a number that the library does not know', async () => {
    const { client, file } = await submitted(app);
    const task = { elementId: 'correctNumber', formReference: 'forms/nummer-korrigieren' };
    const { key } = putTask(app, file, task);
    const form = async (unknownReads: string[]) => {
      const current = app.cases.files.get(file.id) ?? file;
      app.cases.files.set(file.id, { ...current, facts: { unknownReads } });
      return textOf((await client.get(`/vorgang/${file.number}/aufgabe/${key}`)).html);
    };
    expect(await form(['1']))
      .to.include('zweimal berichtigen')
      .and.not.include('letzte Versuch');
    expect(await form(['1', '2']))
      .to.include('letzte Versuch')
      .and.not.include('zweimal');
  });
});
