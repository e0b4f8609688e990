import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { CARD, fillIn, submitted } from '../support/app-steps.ts';

describe('submitting an application', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  it('shows everything in words first', async () => {
    const { client, path } = await fillIn(app);
    const page = await client.get(`${path}/pruefen`);
    expect(textOf(page.html))
      .to.include(`Nummer des Bibliotheksausweises ${CARD}`)
      .and.include('kim@example.org');
    expect(page.html).to.include(`href="${path}/nummer"`);
  });

  it('makes a case and a command that holds declared data only', async () => {
    const { file } = await submitted(app);
    expect(file.answers).to.deep.equal({ identification: 'card', cardNumber: CARD });
    expect(file.contact).to.deep.equal({ email: 'kim@example.org' });
    const [command] = app.cases.commands;
    expect(command).to.deep.equal({
      key: `start:${file.id}`,
      type: 'start',
      processId: [...app.procedure.processes.keys()][0],
      variables: {
        caseId: file.id,
        payAt: 'application',
        releaseRule: 'none',
        identification: 'card',
      },
    });
  });

  it('shows number and code in this session, and says no less', async () => {
    const { client, path, file } = await submitted(app);
    const code = app.cases.codes.get(file.id) ?? '';
    const shown = `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
    const receipt = await client.get(`${path}/eingang`);
    expect(textOf(receipt.html)).to.include(file.number).and.include(shown);
    expect(textOf((await client.get(`${path}/eingang`)).html))
      .to.include(shown)
      .and.include('Diese Seite zeigt den Code nur in diesem Browser und nur für kurze Zeit.');
    const stranger = makeClient(app.address);
    const foreign = await stranger.get(`${path}/eingang`);
    expect(textOf(foreign.html)).to.include(file.number).and.not.include(shown);
    expect((await stranger.get(`/vorgang/${file.number}`)).status).to.equal(404);
  });

  it('bears a double click and a second window: one case, the same receipt', async () => {
    const { client, path } = await fillIn(app);
    const page = await client.get(`${path}/pruefen`);
    const tabs = [1, 2, 3].map(() => makeClient(app.address, new Map(client.cookies)));
    const answers = await Promise.all(
      tabs.map(async (tab) => {
        await tab.get(`${path}/pruefen`);
        return tab.submit(`${path}/pruefen`, {});
      }),
    );
    expect(page.status).to.equal(200);
    expect(app.cases.files.size).to.equal(1);
    for (const answer of answers) expect(answer.location).to.equal(`${path}/eingang`);
    const receipts = await Promise.all(tabs.map((tab) => tab.get(`${path}/eingang`)));
    const texts = new Set(receipts.map(({ html }) => textOf(html)));
    expect(texts.size).to.equal(1);
    expect([...texts][0]).to.match(/Code \w{4}-/);
  });

  it('shows the code also to the second half of a double click, sent under the old session', async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/pruefen`);
    const old = makeClient(app.address, new Map(client.cookies));
    const fields = hidden(client.lastPage()?.html ?? '');
    await client.post(`${path}/pruefen`, fields);
    const second = await old.post(`${path}/pruefen`, fields);
    expect(second.location).to.equal(`${path}/eingang`);
    expect(textOf((await old.get(`${path}/eingang`)).html)).to.match(/Code \w{4}-/);
  });

  it('gives the case to nobody who merely holds the link', async () => {
    const { path, file } = await submitted(app);
    const holder = makeClient(app.address);
    await holder.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(holder.lastPage()?.html ?? '')?.[1] ?? '';
    await holder.post(`${path}/pruefen`, { _csrf: token, version: '1', proof: 'x' });
    expect((await holder.get(`/vorgang/${file.number}`)).status).to.equal(404);
    expect(textOf((await holder.get(`${path}/eingang`)).html)).not.to.match(/Code \w{4}-/);
  });

  it("changes the session's id when it gains a right, and keeps its forms valid", async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/pruefen`);
    const before = client.cookies.get('sitzung');
    await client.submit(`${path}/pruefen`, {});
    expect(client.cookies.get('sitzung')).not.to.equal(before);
    const planted = makeClient(app.address, new Map([['sitzung', before ?? '']]));
    const file = [...app.cases.files.values()][0];
    expect((await planted.get(`/vorgang/${file?.number}`)).status).to.equal(404);
  });

  it('sends every page of a submitted draft to the receipt', async () => {
    const { client, path } = await submitted(app);
    for (const step of ['nummer', 'kontakt', 'pruefen', 'spaeter']) {
      const page = await client.follow(await client.get(`${path}/${step}`));
      expect(textOf(page.html), step).to.include('Vorgangsnummer');
    }
  });

  it('checks again at the end: what no longer holds is said', async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/pruefen`);
    const row = [...app.drafts.rows.values()][0];
    if (!row) throw new Error('no draft');
    app.drafts.rows.set(row.id, { ...row, answers: { identification: 'card', cardNumber: '1' } });
    const page = await client.submit(`${path}/pruefen`, {});
    expect(page.status).to.equal(422);
    expect(page.html).to.include(`href="${path}/nummer#f-cardNumber"`);
    expect(textOf(page.html)).to.include('finden wir Ihre Gebühr? Nummer des Bibliotheksausweises');
    expect(app.cases.files.size).to.equal(0);
  });
});

function hidden(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}
