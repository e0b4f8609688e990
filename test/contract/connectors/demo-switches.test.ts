import { expect } from 'chai';
import { startTestCity, type TestCity } from '../../support/demo-city.ts';

describe("the demo city's switches", () => {
  let city: TestCity;
  before(async () => (city = await startTestCity()));
  after(() => city.stop());
  afterEach(() => city.mend());

  const post = (path: string, body: unknown) =>
    fetch(city.controlUrl + path, { method: 'POST', body: JSON.stringify(body) });
  const status = async () =>
    (
      await fetch(`${city.libraryUrl}/status`, {
        headers: { Authorization: 'Bearer demo-library-token' },
      })
    ).status;

  it('fail the next N calls and then no more', async () => {
    await city.fault('library', { mode: '500', nextCalls: 2 });
    expect([await status(), await status(), await status()]).to.deep.equal([500, 500, 200]);
  });

  it('stay until they are reset', async () => {
    await city.fault('library', { mode: '503' });
    expect([await status(), await status()]).to.deep.equal([503, 503]);
    await city.mend();
    expect(await status()).to.equal(200);
  });

  it('strike only the operation that they name', async () => {
    await city.fault('library', { mode: '500', operation: 'book' });
    expect(await status()).to.equal(200);
  });

  for (const order of [
    { mode: 'sideways' },
    { mode: '200' },
    { mode: 'slow', delayMs: -1 },
    { mode: 'slow', nextCalls: 0 },
    { mode: 'slow', at: 'never' },
    { mode: 'slow', extra: 1 },
    {},
    null,
  ]) {
    it(`refuse ${JSON.stringify(order)}, and change nothing`, async () => {
      expect((await post('/control/library', order)).status).to.equal(400);
      expect(await status()).to.equal(200);
    });
  }

  it('know what amounts are', async () => {
    for (const amountCents of [0, -1, 1.5, '400', null]) {
      const answer = await post('/control/payment/next-amount', { amountCents });
      expect(answer.status).to.equal(400);
    }
  });

  it('refuse what is no JSON', async () => {
    const answer = await fetch(`${city.controlUrl}/control/library`, { method: 'POST', body: '{' });
    expect(answer.status).to.equal(400);
    expect(await answer.json()).to.have.property('error');
  });

  it('know their systems', async () => {
    expect((await post('/control/weather', { mode: '500' })).status).to.equal(404);
    expect((await post('/control/payment/no-such/pay', {})).status).to.equal(404);
    expect((await post('/control/library/items/P-999', { amountCents: 1 })).status).to.equal(404);
    expect((await post('/control/library/items/P-001', { amountCents: 0 })).status).to.equal(400);
  });

  it('can be thrown on a page without scripts', async () => {
    const form = new URLSearchParams({ mode: '503', at: 'before', nextCalls: '1' });
    const answer = await fetch(`${city.controlUrl}/switch/library`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    expect(answer.status).to.equal(303);
    const page = await (await fetch(city.controlUrl)).text();
    expect(page).to.match(/503: in Wartung\s*\(noch 1 Aufrufe\)/);
    expect([await status(), await status()]).to.deep.equal([503, 200]);
  });
});
