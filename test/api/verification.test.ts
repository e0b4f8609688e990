import { expect } from 'chai';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { submitted } from '../support/app-steps.ts';

describe('checking an issued document', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  async function put(change: Partial<IssuedDocument> = {}): Promise<IssuedDocument> {
    const { file } = await submitted(app);
    const document: IssuedDocument = {
      id: 'd1',
      kind: 'permit',
      code: '7K3MQ2XA9TPD',
      caseId: file.id,
      validFrom: '2026-11-01',
      validUntil: '2027-10-31',
      shown: { zone: 'B', plate: 'PB-AB 123' },
      state: 'valid',
      issuedAtMs: app.clock.now(),
      ...change,
    };
    app.issued.set(document.code, document);
    return document;
  }
  const check = (code: string) => makeClient(app.address).get(`/ausweis?code=${code}`);

  it('shows what stands on it and what it is worth, and begins no session', async () => {
    const { caseId } = await put();
    const page = await check('7K3MQ2XA9TPD');
    expect(page.status).to.equal(200);
    expect(textOf(page.html))
      .to.include('Der Ausweis gilt')
      .and.include('PB-AB 123')
      .and.include('31. Oktober 2027');
    const number = app.cases.files.get(caseId)?.number ?? '';
    expect(page.html).not.to.include(number);
    expect(page.headers.get('set-cookie')).to.equal(null);
  });

  for (const [state, text] of [
    ['replaced', 'Es gibt einen neuen'],
    ['lapsed', 'erloschen'],
    ['revoked', 'für ungültig erklärt'],
  ] as const) {
    it(`says when it is ${state}`, async () => {
      await put({ state });
      expect(textOf((await check('7K3MQ2XA9TPD')).html)).to.include(text);
    });
  }

  it('goes by the day in the city', async () => {
    // 2 November, 00:30 there.
    app.clock.advance(Date.UTC(2026, 10, 1, 23, 30) - app.clock.now());
    await put({ validFrom: '2026-11-02' });
    expect(textOf((await check('7K3MQ2XA9TPD')).html)).to.include('Der Ausweis gilt');
    await put({ validFrom: '2026-11-03' });
    expect(textOf((await check('7K3MQ2XA9TPD')).html)).to.include('gilt noch nicht');
    await put({ validFrom: '2026-10-01', validUntil: '2026-11-01' });
    expect(textOf((await check('7K3MQ2XA9TPD')).html)).to.include('abgelaufen');
  });

  it('counts an unknown code as a guess', async () => {
    const page = await check('000000000000');
    expect(page.status).to.equal(404);
    expect(textOf(page.html)).to.include('Diesen Code gibt es nicht');
    const limited = await startTestApp({ limits: { page: 9, write: 9, guess: 2 } });
    const client = makeClient(limited.address);
    const statuses: number[] = [];
    for (const code of ['A', 'B', 'C']) {
      statuses.push((await client.get(`/ausweis?code=${code}`)).status);
    }
    await limited.stop();
    expect(statuses).to.deep.equal([404, 404, 429]);
  });
});
