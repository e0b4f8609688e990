import { expect } from 'chai';
import type { LibraryBooking, LibraryPort } from '../../../connectors/library/port.ts';
import { makeLibraryRest } from '../../../connectors/library/rest.ts';
import { demoAccounts, unknownCardNumber } from '../../../demo/library/accounts.ts';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';
import { expectFailure, failureOf, httpFaults, timeoutMsUnder } from './failures.ts';

const now = new Date('2026-11-02T09:00:00Z');

describe("the library's system by REST", () => {
  let city: TestCity;
  let library: LibraryPort;
  let serial = 0;

  beforeEach(async () => {
    city = await startTestCity({ now: () => now });
    library = makeLibraryRest({ url: city.libraryUrl, token, timeoutMs: 2000 });
  });
  afterEach(() => city.stop());

  const token = 'demo-library-token';
  const under = (mode: string) =>
    makeLibraryRest({ url: city.libraryUrl, token, timeoutMs: timeoutMsUnder(mode) });

  function booking(changes: Partial<LibraryBooking> = {}): LibraryBooking {
    serial += 1;
    return {
      bookingId: `booking-${serial}`,
      account: { cardNumber: cardThat('zu spät') },
      itemNumbers: ['P-001'],
      amountCents: 350,
      paymentReference: 'KZ20260000000001',
      ...changes,
    };
  }

  describe('account', () => {
    it('lists what is open on a card', async () => {
      const account = await library.account({ cardNumber: cardThat('zu spät') });
      expect(account.state).to.equal('open');
      expect(account.items[0]).to.include({ itemNumber: 'P-001', amountCents: 350 });
    });

    for (const [shows, kinds] of [
      ['Jahresgebühr', ['loan']],
      ['ging verloren', ['lost-medium']],
      ['Mehrere Posten', ['overdue', 'overdue', 'loan', 'lost-medium']],
    ] as const) {
      it(`tells the kinds apart: ${kinds.join()}`, async () => {
        const { items } = await library.account({ cardNumber: cardThat(shows) });
        expect(items.map((item) => item.kind)).to.deep.equal(kinds);
      });
    }

    it('says when nothing is open', async () => {
      const account = await library.account({ cardNumber: cardThat('Nichts offen') });
      expect(account).to.deep.equal({ state: 'nothing-open', items: [] });
    });

    it('says when the enforcement office collects', async () => {
      const account = await library.account({ cardNumber: cardThat('In der Mahnung') });
      expect(account.state).to.equal('blocked');
    });

    for (const [what, by] of [
      ['a card that nobody has', { cardNumber: unknownCardNumber }],
      ['a number with a wrong check digit', { cardNumber: '2000000001' }],
      ['an invoice that nobody wrote', { invoiceNumber: 'R-1999-001' }],
      ['a number that tries to be a path', { invoiceNumber: '../status' }],
    ] as const) {
      it(`calls unknown: ${what}`, async () => {
        expect(await library.account(by)).to.deep.equal({ state: 'unknown', items: [] });
      });
    }

    it('finds what has an invoice only', async () => {
      const account = await library.account({ invoiceNumber: 'R-2026-008' });
      expect(account.items.map((item) => item.amountCents)).to.deep.equal([1650]);
    });
  });

  describe('booking', () => {
    it('settles the items, and the account shows it', async () => {
      const booked = await library.book(booking());
      expect(booked.bookedAtMs).to.equal(now.getTime());
      const account = await library.account({ cardNumber: cardThat('zu spät') });
      expect(account.state).to.equal('nothing-open');
    });

    it('settles chosen items and leaves the others open', async () => {
      const card = cardThat('Mehrere Posten');
      const chosen = { itemNumbers: ['P-044', 'P-041'], amountCents: 1449 };
      await library.book(booking({ account: { cardNumber: card }, ...chosen }));
      const left = await library.account({ cardNumber: card });
      expect(left.items.map((item) => item.itemNumber)).to.deep.equal(['P-042', 'P-043']);
    });

    it('settles an invoice', async () => {
      const account = { invoiceNumber: 'R-2026-008' };
      await library.book(booking({ account, itemNumbers: ['P-008'], amountCents: 1650 }));
      expect((await library.account(account)).state).to.equal('nothing-open');
    });

    it('changes nothing when it is repeated, even at the same time', async () => {
      const wanted = booking();
      const all = await Promise.all([1, 2, 3].map(() => library.book(wanted)));
      expect(new Set(all.map((booked) => JSON.stringify(booked))).size).to.equal(1);
      expect((await city.effects()).bookingsByItem).to.deep.equal({ 'P-001': 1 });
    });

    it('is found by its id, and another is not', async () => {
      const wanted = booking();
      const booked = await library.book(wanted);
      expect(await library.findBooking(wanted.bookingId)).to.deep.equal(booked);
      expect(await library.findBooking('never-sent')).to.equal(undefined);
    });

    it('refuses another booking under the same id', async () => {
      const wanted = booking();
      await library.book(wanted);
      const other = { ...wanted, paymentReference: 'KZ20260000000002' };
      expect((await failureOf(library.book(other))).reason).to.equal('booking-id-used');
    });

    it('says that the amount has changed meanwhile', async () => {
      const cardNumber = cardThat('Betrag ändert sich');
      const [seen] = (await library.account({ cardNumber })).items;
      const wanted = booking({
        account: { cardNumber },
        itemNumbers: [String(seen?.itemNumber)],
        amountCents: Number(seen?.amountCents),
      });
      const changed = { kind: 'rejected', reason: 'amount-changed' };
      expectFailure(await failureOf(library.book(wanted)), changed);
      expect(await library.findBooking(wanted.bookingId)).to.equal(undefined);
    });

    it('says that somebody else has paid already', async () => {
      await library.book(booking());
      const settled = { kind: 'rejected', reason: 'already-settled' };
      expectFailure(await failureOf(library.book(booking())), settled);
    });

    it('takes no money that the enforcement office collects', async () => {
      const account = { cardNumber: cardThat('In der Mahnung') };
      const wanted = booking({ account, itemNumbers: ['P-006'], amountCents: 4780 });
      expect((await failureOf(library.book(wanted))).reason).to.equal('blocked-for-dunning');
    });

    it('does not know an item of somebody else under an invoice', async () => {
      const account = { invoiceNumber: 'R-2026-008' };
      const failure = await failureOf(library.book(booking({ account })));
      expectFailure(failure, { kind: 'rejected', reason: 'unknown-item' });
    });
  });

  describe('when the library fails', () => {
    for (const { fault, reading, acting } of httpFaults) {
      it(`takes ${fault.mode} at reading for ${reading.kind}`, async () => {
        await city.fault('library', fault);
        const call = under(fault.mode).account({ cardNumber: cardThat('zu spät') });
        expectFailure(await failureOf(call), reading);
      });

      it(`takes ${fault.mode} at booking for ${acting.kind}, and calls once`, async () => {
        await city.fault('library', fault);
        expectFailure(await failureOf(under(fault.mode).book(booking())), acting);
        expect((await city.effects()).calls.library).to.deep.equal({ book: 1 });
      });
    }

    for (const mode of ['silent', 'reset', '500', 'garbage']) {
      it(`finds a booking whose answer was lost (${mode}), and books once`, async () => {
        const wanted = booking();
        await city.fault('library', { mode, at: 'after', nextCalls: 1 });
        const failure = await failureOf(under(mode).book(wanted));
        expect(failure.kind).to.equal(mode === 'garbage' ? 'garbage' : 'in-doubt');
        const found = await library.findBooking(wanted.bookingId);
        expect(found?.bookingId).to.equal(wanted.bookingId);
        expect(await library.book(wanted)).to.deep.equal(found);
        expect((await city.effects()).bookingsByItem).to.deep.equal({ 'P-001': 1 });
      });
    }
  });

  describe('check', () => {
    it('is content when the library lets us in', async () => {
      expect(await library.check()).to.deep.include({ reachable: true, credentialsAccepted: true });
    });

    it('tells a wrong token from a library that is away', async () => {
      const wrong = makeLibraryRest({ url: city.libraryUrl, token: 'wrong', timeoutMs: 2000 });
      expect(await wrong.check()).to.deep.include({ reachable: true, credentialsAccepted: false });
      await city.fault('library', { mode: 'reset' });
      expect(await library.check()).to.deep.include({ credentialsAccepted: false });
      await city.stop();
      expect(await library.check()).to.deep.include({ reachable: false });
    });

    it('is not content with a page that is no library', async () => {
      const astray = makeLibraryRest({ url: city.mailboxUrl, token, timeoutMs: 2000 });
      expect(await astray.check()).to.deep.include({ credentialsAccepted: false });
    });
  });

  it('publishes the schemas of its bodies, and keeps to them', async () => {
    const response = await fetch(`${city.libraryUrl}/schemas/account.json`);
    const schema = (await response.json()) as { title: string };
    expect(schema.title).to.include('GET /accounts/{cardNumber}');
  });
});

/** The card of the demo account whose explanation holds these words. */
function cardThat(shows: string): string {
  const account = demoAccounts.find((known) => known.shows.includes(shows));
  if (!account?.cardNumber) throw new Error(`no demo account: ${shows}`);
  return account.cardNumber;
}
