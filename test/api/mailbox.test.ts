import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import {
  answerLibrary,
  beginApplication,
  putItems,
  putTask,
  send,
  submitted,
} from '../support/app-steps.ts';
import { aPerson, signedIn } from '../support/fake-identity.ts';
import { withLatePapers } from '../support/late-papers.ts';

describe('the mailbox', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withLatePapers);
  });
  afterEach(() => app.stop());

  /** Applies as whoever this client has signed in as. */
  async function apply(client: Client): Promise<CaseFile> {
    const { path } = await beginApplication(app, client);
    await answerLibrary(client, path);
    return send(app, client, path);
  }

  function putLetters(file: CaseFile): void {
    const info = { mediaType: 'application/pdf', sizeBytes: 2048, sha256: '', createdAtMs: 0 };
    const documents = ['alt', 'neu', 'intern'].map((name) => ({
      ...info,
      id: `${name}-1`,
      name,
      fileName: `${name}.pdf`,
      forApplicant: name !== 'intern',
    }));
    const providedAtMs = app.clock.now();
    const deliveries = {
      alt: { documentId: 'alt-1', providedAtMs, retrievedAtMs: providedAtMs + 3_600_000 },
      neu: { documentId: 'neu-1', providedAtMs: providedAtMs + 60_000 },
    };
    app.cases.files.set(file.id, { ...file, documents, facts: { deliveries } });
    app.cases.contents.set('neu-1', Buffer.from('%PDF'));
  }

  it('sends whoever is not signed in to the sign-in', async () => {
    const page = await makeClient(app.address).get('/postfach');
    expect(page.location).to.equal('/anmelden?weiter=%2Fpostfach');
  });

  it('shows all cases of the account, and none of anybody else', async () => {
    const client = await signedIn(app, aPerson());
    const mine = [await apply(client), await apply(client)];
    const other = await apply(await signedIn(app, aPerson({ subject: 'MST-other' })));
    const { file: ofGuest } = await submitted(app);
    const page = await (await signedIn(app, aPerson())).get('/postfach');
    for (const { number } of mine) expect(page.html).to.include(`href="/vorgang/${number}"`);
    for (const { number } of [other, ofGuest]) expect(page.html).not.to.include(number);
    expect(page.headers.get('cache-control')).to.equal('no-store');
    const nobody = await signedIn(app, aPerson({ subject: 'MST-new' }));
    expect(textOf((await nobody.get('/postfach')).html)).to.include('Noch nichts da');
  });

  it('stands in the header of persons who are signed in, and of nobody else', async () => {
    const client = await signedIn(app, aPerson());
    expect((await client.get('/')).html).to.include('href="/postfach"');
    expect((await makeClient(app.address).get('/')).html).not.to.include('href="/postfach"');
  });

  it('puts what waits for the applicant first, then what is unread', async () => {
    const client = await signedIn(app, aPerson());
    const [asked, unread, quiet] = [await apply(client), await apply(client), await apply(client)];
    putTask(app, asked);
    putLetters(unread);
    const { html } = await client.get('/postfach');
    const at = [asked, unread, quiet].map(({ number }) => html.indexOf(`/vorgang/${number}"`));
    expect(at).to.deep.equal(at.toSorted((a, b) => a - b));
    expect(textOf(html)).to.include('Offene Fragen an Sie: 1').and.include('Ungelesen: 1');
    expect(html).to.include(`href="/vorgang/${asked.number}/aufgabe/7.1"`);
  });

  it('shows a guest the letters of the case with their dates, the newest first', async () => {
    const { client, file } = await submitted(app);
    putLetters(file);
    const path = `/vorgang/${file.number}/postfach`;
    const { html } = await client.get(path);
    expect(html.indexOf('neu.pdf')).to.be.lessThan(html.indexOf('alt.pdf'));
    expect(html).not.to.include('intern.pdf');
    const text = textOf(html);
    expect(text).to.match(/Ungelesen neu\.pdf.*Bereitgestellt: 2\. November 2026, 10:01 Uhr/);
    expect(text).to.include('Zuerst abgerufen: 2. November 2026, 11:00 Uhr');
    expect(html).not.to.include('href="/postfach"');
  });

  it('has read a letter that was downloaded', async () => {
    const { client, file } = await submitted(app);
    putLetters(file);
    await client.get(`/vorgang/${file.number}/dokument/neu-1`);
    const page = await client.get(`/vorgang/${file.number}/postfach`);
    expect(textOf(page.html)).not.to.include('Ungelesen');
  });

  describe('of a decision', () => {
    const mailboxText = async (client: Client, file: CaseFile, delivery: object) => {
      const rule = { rule: 'provision', days: 3 } as const;
      Object.assign(app.procedure, { config: { ...app.procedure.config, delivery: rule } });
      putLetters(file);
      const put = app.cases.files.get(file.id) ?? file;
      const neu = { documentId: 'neu-1', providedAtMs: app.clock.now(), ...delivery };
      const facts = { ...file.facts, deliveries: { neu } };
      app.cases.files.set(file.id, { ...put, facts });
      return textOf((await client.get(`/vorgang/${file.number}/postfach`)).html);
    };

    it('says when it counts as announced, by the rule of the procedure', async () => {
      const client = await signedIn(app, aPerson());
      const told = { isDecision: true, noticeSentAtMs: app.clock.now() };
      const text = await mailboxText(client, await apply(client), told);
      expect(text).to.include('Gilt rechtlich ab dem 5. November 2026 als bekannt gegeben');
    });

    it('promises a guest no day: it counts when it is retrieved', async () => {
      const { client, file } = await submitted(app);
      const text = await mailboxText(client, file, { isDecision: true });
      expect(text).to.include('am Tag nach dem ersten Abruf als bekannt gegeben');
      expect(text).to.not.include('5. November');
    });

    it('says nothing of what is no decision', async () => {
      const client = await signedIn(app, aPerson());
      const told = { noticeSentAtMs: app.clock.now() };
      const text = await mailboxText(client, await apply(client), told);
      expect(text).to.not.include('bekannt gegeben');
    });
  });

  it('asks its questions with the words of staff, until they are answered', async () => {
    const { client, file } = await submitted(app);
    const staffAnswers = { askText: 'Bitte <i>schnell</i>.' };
    app.cases.files.set(file.id, { ...file, facts: { staffAnswers } });
    putTask(app, file, { dueAtMs: app.clock.now() + 86_400_000 });
    const path = `/vorgang/${file.number}/postfach`;
    const { html } = await client.get(path);
    expect(html).to.include('Bitte &lt;i&gt;schnell&lt;/i&gt;.').and.include('/aufgabe/7.1"');
    expect(html.indexOf('id="fragen"')).to.be.lessThan(html.indexOf('id="briefe"'));
    putItems(app, file);
    const task = `/vorgang/${file.number}/aufgabe/7.1`;
    await client.get(task);
    const sent = await client.submit(task, { chosenItems: 'P-1', choiceConfirmed: 'true' });
    expect(sent.status).to.equal(303);
    expect((await client.get(path)).html).not.to.include('/aufgabe/7.1');
  });
});
