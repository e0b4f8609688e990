import { expect } from 'chai';
import { withActions, withRevocation } from '../support/action-procedure.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { textOf } from '../support/app-client.ts';
import { putItems, putTask, submitted } from '../support/app-steps.ts';
import { clerkOf } from '../support/desk-steps.ts';

describe('actions of staff on a case', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withActions);
  });
  afterEach(() => app.stop());

  async function waiting() {
    const { file } = await submitted(app);
    putItems(app, file);
    putTask(app, file);
    const path = `/mitarbeit/vorgang/${file.number}`;
    return { file, path, client: await clerkOf(app) };
  }
  const messages = () => app.cases.commands.filter(({ type }) => type === 'publishMessage');

  it('are offered on the page of the case, those of staff alone', async () => {
    const { client, path } = await waiting();
    const page = await client.get(path);
    expect(page.html).to.include(`href="${path}/aktion/revoke"`);
    expect(page.html).not.to.include('/aktion/withdraw');
    expect((await client.get(`${path}/aktion/withdraw`)).status).to.equal(404);
    expect((await client.get(`${path}/aktion/gibtesnicht`)).status).to.equal(404);
  });

  it('are explained, confirmed, and sent once under the name of the clerk', async () => {
    const { client, file, path } = await waiting();
    const asked = await client.get(`${path}/aktion/revoke`);
    expect(textOf(asked.html)).to.include('revoke explained de').and.include('revoke now de');
    const sent = await client.submit(`${path}/aktion/revoke`, { action: 'next' });
    expect(sent.location).to.equal(`${path}?hinweis=aktion`);
    const page = await client.follow(sent);
    expect(textOf(page.html)).to.include('Das Verfahren geht weiter').and.include('Sabine Roth');
    expect(textOf(page.html)).to.include('Veranlasst: revoke label de');
    await client.get(path);
    const token = /name="_csrf" value="([^"]+)"/.exec(client.lastPage()?.html ?? '')?.[1] ?? '';
    const again = await client.post(`${path}/aktion/revoke`, { _csrf: token, action: 'next' });
    expect(again.status).to.equal(409);
    expect(messages()).to.have.length(1);
    const [trail] = (await app.cases.auditTrail(file.id)).slice(-1);
    expect(trail).to.deep.include({ event: 'action-taken', actor: 'staff:staff-roth' });
  });
});

describe('the letter of an action of staff', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withRevocation);
  });
  afterEach(() => app.stop());

  async function revoking() {
    const { file } = await submitted(app);
    app.cases.files.set(file.id, { ...file, facts: { card: { number: '42', state: 'valid' } } });
    putTask(app, file);
    const client = await clerkOf(app);
    const path = `/mitarbeit/vorgang/${file.number}/aktion/revoke`;
    return { file, path, client, page: await client.get(path) };
  }

  it('is shown before with what the clerk wrote, and nothing is done by it', async () => {
    const { client, file, path, page } = await revoking();
    expect(page.html).to.include('value="preview"');
    const revokeReason = 'Falsche *Angaben* <b>';
    const shown = await client.submit(path, { action: 'preview', revokeReason });
    expect(shown.status).to.equal(200);
    expect(textOf(shown.html))
      .to.include('Noch ist nichts entschieden und nichts versandt')
      .and.include(`Widerruf zu ${file.number}`)
      .and.include('Karte 42 ist revoked.');
    expect(shown.html).to.include('Falsche *Angaben* &lt;b&gt;</p>').and.include('</textarea>');
    expect(app.cases.commands.filter(({ type }) => type === 'publishMessage')).to.have.length(0);
    expect(app.cases.files.get(file.id)?.facts).not.to.have.property('staffAnswers');
    const sent = await client.submit(path, { action: 'next', revokeReason });
    expect(sent.status).to.equal(303);
    expect(app.cases.files.get(file.id)?.facts['card']).to.deep.include({ state: 'valid' });
  });

  it('asks for what is missing first', async () => {
    const { client, path } = await revoking();
    const page = await client.submit(path, { action: 'preview', revokeReason: '' });
    expect(page.status).to.equal(422);
    expect(page.html).not.to.include('id="vorschau"');
  });

  it('is not there where an action has none, nor for the applicant', async () => {
    const { client, file, path } = await revoking();
    const note = path.replace('revoke', 'note');
    expect((await client.get(note)).html).not.to.include('value="preview"');
    await client.submit(note, { action: 'preview' });
    expect(app.cases.files.get(file.id)?.facts).not.to.have.property('takenActions');
  });
});
