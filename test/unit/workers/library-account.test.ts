import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import type { LibraryAccount } from '../../../connectors/library/port.ts';
import { libraryAccount } from '../../../workers/library-account.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';

const open: LibraryAccount = {
  state: 'open',
  items: [
    { itemNumber: 'a', kind: 'overdue', amountCents: 350, since: '2026-01-02' },
    {
      itemNumber: 'b',
      kind: 'lost-medium',
      title: 'Atlas',
      amountCents: 2890,
      since: '2026-01-02',
    },
  ],
};
const read = { operation: 'read', identification: 'card' };
const choose = { operation: 'choose', identification: 'card' };
const book = {
  operation: 'book',
  identification: 'card',
  amountCents: 350,
  paymentReference: 'KZ-1',
};

function world(chosenItems: string[] = []) {
  const made = workerWorld({ answers: { cardNumber: '2000 000018', chosenItems } });
  made.account.current = open;
  return made;
}

describe('library-account', () => {
  it('reads what is open into the case file, and tells the process sums only', async () => {
    const made = world();
    expect(variablesOf(await made.run(libraryAccount, read))).to.deep.equal({
      accountState: 'open',
      itemCount: 2,
      openAmountCents: 3240,
    });
    const kept = made.store.file().facts['libraryAccount'] as { items: { title?: string }[] };
    expect(kept.items.map(({ title }) => title)).to.deep.equal([undefined, 'Atlas']);
  });

  it('tells what state the account is in', async () => {
    for (const state of ['nothing-open', 'unknown', 'blocked'] as const) {
      const made = world();
      made.account.current = { state, items: [] };
      expect(variablesOf(await made.run(libraryAccount, read))['accountState']).to.equal(state);
    }
  });

  it('adds up what was chosen, with its kind', async () => {
    const one = world(['a']);
    await one.run(libraryAccount, read);
    expect(variablesOf(await one.run(libraryAccount, choose))).to.deep.equal({
      chosenCount: 1,
      chosenAmountCents: 350,
      chosenPositions: [{ reference: 'a', kind: 'overdue', amountCents: 350 }],
      chosenKinds: ['overdue'],
    });
    expect(one.store.file().facts['chosenItems']).to.deep.equal([open.items[0]]);
    const two = world(['a', 'b']);
    await two.run(libraryAccount, read);
    const both = variablesOf(await two.run(libraryAccount, choose));
    expect(both['chosenKinds']).to.deep.equal(['overdue', 'lost-medium']);
    expect(JSON.stringify(both)).to.not.include('Atlas');
  });

  it('refuses a choice that is not open any more as it was shown, and says so in the file', async () => {
    const [first, second] = open.items;
    if (!first || !second) throw new Error('no items');
    const later: LibraryAccount[] = [
      { state: 'open', items: [second] },
      { state: 'open', items: [{ ...first, amountCents: 400 }, second] },
      { state: 'nothing-open', items: [] },
      { state: 'blocked', items: [...open.items] },
    ];
    for (const account of later) {
      const made = world(['a', 'b']);
      await made.run(libraryAccount, read);
      made.account.current = account;
      const answer = await made.run(libraryAccount, choose);
      expect(answer).to.include({ type: 'bpmnError', code: 'choice-invalid' });
      expect(made.store.file().facts).to.include({ choiceStale: true });
      made.account.current = open;
      expect((await made.run(libraryAccount, choose)).type).to.equal('done');
      expect(made.store.file().facts).to.include({ choiceStale: false });
    }
  });

  it('waits while the library is away: no choice goes on unasked', async () => {
    const made = world(['a']);
    await made.run(libraryAccount, read);
    made.faults.push(new ConnectorError('transient', 'unreachable', 'away'));
    const failed = await made.run(libraryAccount, choose).catch((error: Error) => error.message);
    expect(failed).to.equal('away');
    expect(made.store.file().facts['chosenItems']).to.equal(undefined);
  });

  it('counts each try with an unknown number once', async () => {
    const made = world();
    made.account.current = { state: 'unknown', items: [] };
    for (const element of ['e1', 'e1', 'e2']) await made.run(libraryAccount, read, element);
    expect(made.store.file().facts['unknownReads']).to.deep.equal(['e1', 'e2']);
  });

  it('refuses a choice of nothing, or of something that is not open', async () => {
    for (const chosen of [[], ['x'], ['a', 'x']]) {
      const made = world(chosen);
      await made.run(libraryAccount, read);
      const answer = await made.run(libraryAccount, choose);
      expect(answer).to.include({ type: 'bpmnError', code: 'choice-invalid' });
    }
  });

  it('books once, also when the answer is lost', async () => {
    const made = world(['a']);
    made.faults.push('lost');
    await made.run(libraryAccount, book).catch(() => undefined);
    const answer = variablesOf(await made.run(libraryAccount, book));
    expect([...made.bookings.values()]).to.deep.equal([
      {
        bookingId: answer['bookingId'],
        account: { cardNumber: '2000000018' },
        itemNumbers: ['a'],
        amountCents: 350,
        paymentReference: 'KZ-1',
      },
    ]);
  });

  it('gives the library’s refusals to the process', async () => {
    for (const code of ['amount-changed', 'already-settled']) {
      const made = world(['a']);
      made.faults.push(new ConnectorError('rejected', code, 'no'));
      expect(await made.run(libraryAccount, book)).to.include({ type: 'bpmnError', code });
    }
  });

  it('gives up on a booking without payment, and on a case without number', async () => {
    const { paymentReference: _, ...unpaid } = book;
    expect((await world(['a']).run(libraryAccount, unpaid)).type).to.equal('giveUp');
    expect((await workerWorld().run(libraryAccount, read)).type).to.equal('giveUp');
    expect((await world().run(libraryAccount, { operation: 'steal' })).type).to.equal('giveUp');
  });
});
