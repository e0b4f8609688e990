import { expect } from 'chai';
import type { PaymentPort, PaymentRequest } from '../../../connectors/payment/port.ts';
import {
  makeXBezahldienste,
  type XBezahldiensteSettings,
} from '../../../connectors/payment/xbezahldienste.ts';
import { manualClock } from '../../../core/clock.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { expectFailure, failureOf, httpFaults, timeoutMsUnder } from './failures.ts';

const clock = manualClock(Date.parse('2026-11-02T09:00:00Z'));
let serial = 0;

function request(changes: Partial<PaymentRequest> = {}): PaymentRequest {
  serial += 1;
  return {
    requestId: `request-${serial}`,
    requestedAtMs: clock.now(),
    purpose: `BIB-2026-${serial}`,
    description: 'Säumnisgebühr der Stadtbibliothek',
    returnUrl: 'http://127.0.0.1:3000/zahlung/rueckkehr/1',
    items: [item(1, 350)],
    ...changes,
  };
}

function item(number: number, amountCents: number): PaymentRequest['items'][number] {
  return {
    id: String(number),
    reference: `P-00${number}`,
    description: 'Säumnisgebühr: „Die Vermessung der Welt“ <1. Auflage>',
    amountCents,
    bookingData: { costCentre: '4711', bookingKey: 'BIB' },
  };
}

describe('payment by XBezahldienste 1.0.0', () => {
  let city: TestCity;
  let payment: PaymentPort;

  function settings(changes: Partial<XBezahldiensteSettings> = {}): XBezahldiensteSettings {
    return {
      url: city.paymentUrl,
      originatorId: 'amtsweg',
      endpointId: 'musterstadt',
      authentication: {
        type: 'oauth2',
        tokenUrl: `${city.paymentUrl}/auth/token`,
        clientId: 'demo-portal',
        clientSecret: 'demo-secret',
        scope: 'post',
      },
      timeoutMs: 2000,
      ...changes,
    };
  }

  before(async () => {
    city = await startTestCity({ payment: { requireBookingData: true }, now: nowOfClock });
    payment = makeXBezahldienste(settings(), clock);
  });
  after(() => city.stop());
  afterEach(() => city.mend());

  it('creates a payment that is open and has a page to pay on', async () => {
    const wanted = request();
    const made = await payment.create(wanted);
    expect(made).to.include({ requestId: wanted.requestId, status: 'open', amountCents: 350 });
    expect(made.reference).to.match(/^KZ2026/);
    const page = await fetch(String(made.redirectUrl));
    expect(page.status).to.equal(200);
    expect(await page.text()).to.include('Jetzt bezahlen');
  });

  for (const [action, status] of [
    ['pay', 'paid'],
    ['refuse', 'refused'],
    ['abandon', 'abandoned'],
  ] as const) {
    it(`reads that the payment is ${status} after the payer chose to ${action}`, async () => {
      const made = await payment.create(request());
      const answer = await fetch(`${made.redirectUrl}/${action}`, {
        method: 'POST',
        body: new URLSearchParams({ method: 'PAYPAL' }),
        redirect: 'manual',
      });
      expect(answer.status).to.equal(303);
      expect(answer.headers.get('Location')).to.equal('http://127.0.0.1:3000/zahlung/rueckkehr/1');
      const read = await payment.read(made.transactionId);
      expect(read).to.include({ status, amountCents: 350, reference: made.reference });
      expect(read).to.not.have.property('redirectUrl');
      expect(read.method).to.equal(status === 'paid' ? 'PAYPAL' : undefined);
    });
  }

  it('keeps a decision: what was refused cannot be paid any more', async () => {
    const made = await payment.create(request());
    await city.payer(made.transactionId, 'refuse');
    await city.payer(made.transactionId, 'pay');
    expect((await payment.read(made.transactionId)).status).to.equal('refused');
  });

  it('adds up several items to the cent', async () => {
    const items = [item(1, 10), item(2, 20), item(3, 1999), item(4, 2890)];
    const made = await payment.create(request({ items }));
    expect((await payment.read(made.transactionId)).amountCents).to.equal(4919);
  });

  it('says that a request id is used already', async () => {
    const wanted = request();
    await payment.create(wanted);
    expectFailure(await failureOf(payment.create(wanted)), {
      kind: 'rejected',
      reason: 'payment-exists',
    });
    expect((await city.effects()).payments[wanted.requestId]).to.equal(1);
  });

  it('hands on that the service demands booking data', async () => {
    const bare = { ...item(1, 350), bookingData: {} };
    expectFailure(await failureOf(payment.create(request({ items: [bare] }))), {
      kind: 'rejected',
      reason: 'booking-data-missing',
    });
  });

  it('does not know a transaction that nobody created', async () => {
    expectFailure(await failureOf(payment.read('no-such-transaction')), {
      kind: 'rejected',
      reason: 'not-found',
    });
  });

  for (const [what, wrong] of [
    ['an umlaut in the purpose', { purpose: 'Säumnis' }],
    ['a purpose of 28 characters', { purpose: 'x'.repeat(28) }],
    ['a request id of 37 characters', { requestId: 'x'.repeat(37) }],
    ['a return address that is no web address', { returnUrl: 'javascript:alert(1)' }],
    ['no item', { items: [] }],
    ['nothing to pay', { items: [item(1, 0)] }],
    ['half a cent', { items: [item(1, 0.5)] }],
    ['more than the service takes', { items: [item(1, 99_999_900), item(2, 1)] }],
  ] as [string, Partial<PaymentRequest>][]) {
    it(`refuses ${what} before sending`, async () => {
      const before = await city.effects();
      expectFailure(await failureOf(payment.create(request(wrong))), {
        kind: 'rejected',
        reason: 'validation-error',
      });
      expect((await city.effects()).calls.payment).to.deep.equal(before.calls.payment);
    });
  }

  describe('when the service fails', () => {
    for (const { fault, reading, acting } of httpFaults) {
      it(`takes ${fault.mode} at reading for ${reading.kind}`, async () => {
        const { transactionId } = await payment.create(request());
        await city.fault('payment', fault);
        expectFailure(await failureOf(under(fault.mode).read(transactionId)), reading);
      });

      it(`takes ${fault.mode} at creating for ${acting.kind}, and calls once`, async () => {
        await city.fault('payment', fault);
        const before = (await city.effects()).calls.payment['create'] ?? 0;
        expectFailure(await failureOf(under(fault.mode).create(request())), acting);
        expect((await city.effects()).calls.payment['create']).to.equal(before + 1);
      });
    }

    for (const mode of ['silent', 'reset', '500', 'garbage']) {
      it(`leaves a creation in doubt whose answer was lost (${mode})`, async () => {
        const wanted = request();
        await city.fault('payment', { mode, at: 'after', nextCalls: 1 });
        const failure = await failureOf(under(mode).create(wanted));
        expect(failure.kind).to.equal(mode === 'garbage' ? 'garbage' : 'in-doubt');
        expect((await city.effects()).payments[wanted.requestId]).to.equal(1);
        expect((await failureOf(payment.create(wanted))).reason).to.equal('payment-exists');
        const next = await payment.create({ ...wanted, requestId: `${wanted.requestId}-2` });
        expect(next.status).to.equal('open');
      });
    }

    it('works again after the fault is over', async () => {
      await city.fault('payment', { mode: '500', nextCalls: 1 });
      await failureOf(payment.create(request()));
      expect((await payment.create(request())).status).to.equal('open');
    });

    it('takes a port on which nobody listens for transient, creating included', async () => {
      const nobody = { ...settings(), url: await deadUrl() };
      expectFailure(await failureOf(makeXBezahldienste(nobody, clock).create(request())), {
        kind: 'transient',
        reason: 'unreachable',
      });
    });
  });

  describe('credentials', () => {
    it('asks for one token and uses it until shortly before its end', async () => {
      const own = makeXBezahldienste(settings(), clock);
      const before = (await city.effects()).calls.payment['token'] ?? 0;
      await Promise.all([own.create(request()), own.create(request()), own.check()]);
      clock.advance(269_000);
      await own.check();
      expect((await city.effects()).calls.payment['token']).to.equal(before + 1);
      clock.advance(2_000);
      await own.check();
      expect((await city.effects()).calls.payment['token']).to.equal(before + 2);
    });

    it('asks for another token when the service restarted and knows none', async () => {
      const own = makeXBezahldienste(settings(), clock);
      await own.check();
      await city.fault('payment', { mode: '401', nextCalls: 1, operation: 'create' });
      expect((await own.create(request())).status).to.equal('open');
    });

    it('gives up after a second refusal', async () => {
      await city.fault('payment', { mode: '401', operation: 'create' });
      expectFailure(await failureOf(payment.create(request())), {
        kind: 'misconfigured',
        reason: 'credentials',
      });
    });

    it('takes a wrong secret for a wrong setting', async () => {
      expectFailure(await failureOf(withSecret('wrong').create(request())), {
        kind: 'misconfigured',
        reason: 'credentials',
      });
    });

    it('takes a failing token endpoint for transient: nothing has happened yet', async () => {
      for (const mode of ['500', 'garbage', 'reset']) {
        await city.fault('payment', { mode, operation: 'token' });
        const fresh = makeXBezahldienste(settings(), clock);
        expect((await failureOf(fresh.create(request()))).kind).to.equal('transient');
      }
    });

    it('takes an unknown originator for a wrong setting', async () => {
      const stranger = makeXBezahldienste(settings({ originatorId: 'stranger' }), clock);
      expectFailure(await failureOf(stranger.create(request())), {
        kind: 'misconfigured',
        reason: 'unknown-account',
      });
    });

    it('can use HTTP Basic instead', async () => {
      const user = { type: 'basic', user: 'demo-portal', password: 'demo-secret' } as const;
      const basic = makeXBezahldienste(settings({ authentication: user }), clock);
      expect((await basic.create(request())).status).to.equal('open');
      const wrong = { ...user, password: 'wrong' };
      const refused = makeXBezahldienste(settings({ authentication: wrong }), clock);
      expect((await failureOf(refused.create(request()))).kind).to.equal('misconfigured');
    });
  });

  describe('check', () => {
    it('is content when the service lets us in', async () => {
      expect(await payment.check()).to.deep.include({
        configured: true,
        reachable: true,
        credentialsAccepted: true,
      });
    });

    it('tells wrong credentials from a service that is away', async () => {
      expect(await withSecret('wrong').check()).to.deep.include({
        reachable: true,
        credentialsAccepted: false,
      });
      const away = makeXBezahldienste({ ...settings(), url: await deadUrl() }, clock);
      expect(await away.check()).to.deep.include({ reachable: false, credentialsAccepted: false });
    });

    it('never names the secret', async () => {
      const { detail } = await withSecret('wrong-secret').check();
      expect(detail).to.not.include('wrong-secret');
    });
  });

  function under(mode: string): PaymentPort {
    return makeXBezahldienste(settings({ timeoutMs: timeoutMsUnder(mode) }), clock);
  }

  function withSecret(clientSecret: string): PaymentPort {
    const tokenUrl = `${city.paymentUrl}/auth/token`;
    const client = { type: 'oauth2', tokenUrl, clientId: 'demo-portal', clientSecret } as const;
    return makeXBezahldienste(settings({ authentication: client }), clock);
  }
});

function nowOfClock(): Date {
  return new Date(clock.now());
}

/** An address where something listened a moment ago. */
async function deadUrl(): Promise<string> {
  const gone = await startTestCity();
  await gone.stop();
  return gone.paymentUrl;
}
