import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient } from '../support/app-client.ts';
import { beginApplication, submitted } from '../support/app-steps.ts';
import { clerkOf, putDeskTask } from '../support/desk-steps.ts';
import { aPerson, signedIn } from '../support/fake-identity.ts';
import { PLAIN_TITLE, withPlainGerman } from '../support/plain-german.ts';

const SERVICE = '/dienste/bibliotheksgebuehr';

describe('plain German', () => {
  let app: TestApp;
  afterEach(() => app.stop());

  it('is offered on every page of a procedure that has it, and on no other', async () => {
    app = await startTestApp({}, withPlainGerman);
    const { client, path, file } = await submitted(app);
    const { client: other, path: draft } = await beginApplication(app);
    for (const page of [SERVICE, `${path}/eingang`, `/vorgang/${file.number}`]) {
      const { html } = await client.get(page);
      expect(html, page).to.match(/sprache&#x3D;de-leicht" lang="de-simple"[^>]*>Leichte/);
    }
    expect((await other.get(`${draft}/nummer`)).html).to.include('Leichte Sprache');
    for (const page of ['/', '/verfolgen', '/impressum']) {
      expect((await client.get(page)).html, page).not.to.include('Leichte Sprache');
    }
  });

  it('is remembered, and the pages without it are in German', async () => {
    app = await startTestApp({}, withPlainGerman);
    const client = makeClient(app.address);
    const plain = await client.get(`${SERVICE}?sprache=de-leicht`);
    expect(plain.html).to.include('<html lang="de-simple"').and.include(PLAIN_TITLE);
    const { html } = await client.get('/verfolgen');
    expect(html).to.include('<html lang="de"').and.include('Vorgang verfolgen');
    expect(html).to.match(/<span lang="de" aria-current="true">Deutsch/);
    const started = await client.get(SERVICE).then(() => client.submit(`${SERVICE}/beginnen`, {}));
    const step = await client.get(`${started.location}/nummer`);
    expect(step.html).to.include('Haben Sie einen Ausweis?').and.include('<html lang="de-simple"');
  });

  it('is spoken by the portal and the blocks too, around the texts of the procedure', async () => {
    app = await startTestApp({}, withPlainGerman);
    const { client, path, file } = await submitted(app);
    const receipt = await client.get(`${path}/eingang?sprache=de-leicht`);
    expect(receipt.html).to.include('Ihr Antrag ist da').and.include('So geht es weiter');
    const status = await client.get(`/vorgang/${file.number}`);
    expect(status.html).to.include('Wer muss jetzt etwas tun?').and.not.include('Wer ist dran');
  });

  it('is spoken in the mailbox, whether something is in it or not', async () => {
    app = await startTestApp({}, withPlainGerman);
    const client = await signedIn(app, aPerson());
    const empty = await client.get('/postfach?sprache=de-leicht');
    expect(empty.html).to.include('<html lang="de-simple"').and.include('Hier ist noch nichts');
    await submitted(app, client);
    const { html } = await client.get('/postfach');
    expect(html).to.match(/<span lang="de-simple" aria-current="true">Leichte Sprache/);
    expect(html).to.include(PLAIN_TITLE).and.include('Zum Postfach für den Vorgang');
  });

  it('is German where the procedure has none', async () => {
    app = await startTestApp();
    const mailbox = await (await signedIn(app, aPerson())).get('/postfach?sprache=de-leicht');
    expect(mailbox.html).to.include('<html lang="de"').and.not.include('Leichte Sprache');
    const { html } = await makeClient(app.address).get(`${SERVICE}?sprache=de-leicht`);
    expect(html).to.include('<html lang="de"').and.not.include('Leichte Sprache');
  });
});

describe('what is in German only, on English pages', () => {
  const step = '<span lang="de">Von Hand buchen</span>';
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  it('is marked so: the legal basis of a service, and nothing else of it', async () => {
    const { html } = await makeClient(app.address).get(`${SERVICE}?sprache=en`);
    const [before = '', legal = ''] = html.split('<div lang="de">');
    expect(legal).to.include('Satzung').and.include('</div>');
    expect(before).to.include('Legal basis').and.not.include('Satzung');
  });

  it('is marked so: names of steps for the operator', async () => {
    const { file } = await putDeskTask(app);
    const { html } = await (
      await clerkOf(app, { roles: ['operator'] })
    ).get(`/betrieb/vorgang/${file.id}?sprache=en`);
    expect(html).to.include(step).and.include('<html lang="en"');
  });

  it('is marked so: names of steps for clerks, in the list, the diagram and sentences', async () => {
    const { formReference: _none, ...bare } = (await putDeskTask(app)).task;
    app.readModel.tasks.set(bare.key, bare);
    const file = [...app.cases.files.values()][0];
    const process = app.readModel.processes.get(file?.id ?? '');
    if (!file || !process) throw new Error('no case');
    app.readModel.processes.set(file.id, { ...process, openTasks: [bare] });
    const client = await clerkOf(app);
    const inbox = await client.get('/mitarbeit/aufgaben?sprache=en');
    expect(inbox.html).to.include(`${step}<span class="aw-sr-only">`);
    const page = await client.get(`/mitarbeit/vorgang/${file.number}`);
    expect(page.html)
      .to.include(`">${step}</a>`)
      .and.match(new RegExp(`<li aria-current="step">${step}`))
      .and.match(/<g lang="de"><text class="aw-diagram__text"/);
  });
});
