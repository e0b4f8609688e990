import { expect } from 'chai';
import pg from 'pg';
import { mirrorOfEachTest } from '../support/mirror-house.ts';
import { START_MS } from '../support/store.ts';

const HELD_MS = 10_000;
const PAID = {
  name: 'paid',
  correlationKey: 'case-1',
  messageId: 'm-1',
  heldUntilMs: START_MS + HELD_MS,
};

describe('Mirror: publications', () => {
  const open = mirrorOfEachTest();

  it('are done once they were published, for as long as their id is held', async () => {
    const { mirror, another, clock } = await open();
    expect(await mirror.publications.take(PAID)).to.equal('taken');
    // Whoever took it did not come back.
    expect(await another().publications.take(PAID)).to.equal('taken');
    await mirror.publications.done(PAID);
    await mirror.publications.done(PAID);
    clock.advance(HELD_MS - 1);
    expect(await another().publications.take(PAID)).to.equal('done');
    clock.advance(1);
    expect(await mirror.publications.take(PAID)).to.equal('taken');
  });

  it('differ by name, correlation key, id and engine', async () => {
    const { mirror, another } = await open();
    await mirror.publications.done(PAID);
    for (const other of [
      { ...PAID, name: 'sent' },
      { ...PAID, correlationKey: 'case-2' },
      { ...PAID, messageId: 'm-2' },
    ]) {
      expect(await mirror.publications.take(other)).to.equal('taken');
    }
    expect(await another({ engine: 'camunda7' }).publications.take(PAID)).to.equal('taken');
    expect(await mirror.publications.take(PAID)).to.equal('done');
  });

  it('are held for the longest that was asked for', async () => {
    const { mirror, clock } = await open();
    await mirror.publications.done({ ...PAID, heldUntilMs: PAID.heldUntilMs + 1 });
    await mirror.publications.done(PAID);
    clock.advance(HELD_MS);
    expect(await mirror.publications.take(PAID)).to.equal('done');
  });

  it('go when they are over, with the next that comes', async () => {
    const { mirror, clock, databaseUrl } = await open();
    for (let count = 0; count < 5; count++) {
      await mirror.publications.done({ ...PAID, messageId: String(count) });
    }
    clock.advance(HELD_MS);
    await mirror.publications.take({ ...PAID, messageId: 'next' });
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rowCount } = await client.query('select from engine.mirror_publication');
    await client.end();
    expect(rowCount).to.equal(0);
  });
});
