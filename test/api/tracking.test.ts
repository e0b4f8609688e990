import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { submitted } from '../support/app-steps.ts';

describe('public tracking', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  async function track(number: string, code: string) {
    const client = makeClient(app.address);
    await client.get('/verfolgen');
    return { client, page: await client.submit('/verfolgen', { nummer: number, code }) };
  }

  it('opens a case by number and code, however they are typed', async () => {
    const { file } = await submitted(app);
    const code = app.cases.codes.get(file.id) ?? '';
    const typed = ` ${code.slice(0, 4).toLowerCase()} ${code.slice(4, 8)}-${code.slice(8)} `;
    const { client, page } = await track(file.number.toLowerCase().replace('-', '–'), typed);
    expect(page.location).to.equal(`/vorgang/${file.number}`);
    expect((await client.follow(page)).status).to.equal(200);
  });

  it('answers unknown and wrong alike', async () => {
    const { file } = await submitted(app);
    const wrong = await track(file.number, 'AAAABBBBCCCC');
    const unknown = await track('BG-2026-999999', 'AAAABBBBCCCC');
    expect(wrong.page.status).to.equal(422);
    expect(unknown.page.status).to.equal(422);
    const plain = (html: string): string => textOf(html).replaceAll(/BG-2026-\d+/g, 'N');
    expect(plain(wrong.page.html)).to.equal(plain(unknown.page.html));
    const headers = (page: typeof wrong.page): string[] => [...page.headers.keys()];
    expect(headers(wrong.page)).to.deep.equal(headers(unknown.page));
  });

  it('asks for number and code where a case is opened by its address, known or not', async () => {
    const { file } = await submitted(app);
    const stranger = makeClient(app.address);
    const known = await stranger.get(`/vorgang/${file.number}`);
    const unknown = await stranger.get('/vorgang/BG-2026-999999');
    expect([known.status, unknown.status]).to.deep.equal([404, 404]);
    const plain = (html: string): string => textOf(html).replaceAll(/BG-2026-\d+/g, 'N');
    expect(plain(known.html)).to.equal(plain(unknown.html));
  });

  it('says which of the two is missing, and never sends the code back', async () => {
    const { page } = await track('', 'SECRETCODE12');
    expect(page.status).to.equal(422);
    expect(textOf(page.html)).to.include('Geben Sie die Vorgangsnummer ein');
    expect(page.html).not.to.include('SECRETCODE12');
  });

  it('takes wrong-typed and oversized input as not given', async () => {
    const client = makeClient(app.address);
    await client.get('/verfolgen');
    for (const nummer of [['A', 'B'], 'x'.repeat(10_000), '\0', '__proto__']) {
      const page = await client.submit('/verfolgen', { nummer, code: 'AAAABBBBCCCC' });
      expect(page.status).to.equal(422);
      await client.get('/verfolgen');
    }
  });

  it('stops whoever guesses, and lets everybody else on', async () => {
    const limited = await startTestApp({ limits: { guess: 3 } });
    try {
      const { file } = await submitted(limited);
      const code = limited.cases.codes.get(file.id) ?? '';
      const client = makeClient(limited.address);
      const guess = async (text: string) => {
        await client.get('/verfolgen');
        return client.submit('/verfolgen', { nummer: file.number, code: text });
      };
      for (let i = 0; i < 5; i += 1) expect((await guess(code)).status).to.equal(303);
      for (let i = 0; i < 3; i += 1) expect((await guess('AAAABBBBCCCC')).status).to.equal(422);
      const stopped = await guess(code);
      expect(stopped.status).to.equal(429);
      expect(stopped.headers.get('retry-after')).to.match(/^\d+$/);
      expect(textOf(stopped.html)).to.include('Zu viele Versuche');
      expect((await client.get('/')).status).to.equal(200);
    } finally {
      await limited.stop();
    }
  });
});
