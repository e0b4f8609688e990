import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import { answerCard, answerLibrary, beginApplication, send } from '../support/app-steps.ts';
import { aPerson, signedIn, signIn } from '../support/fake-identity.ts';

const SERVICE = '/dienste/bibliotheksgebuehr';
const ERIKA = aPerson({ email: 'erika@example.org', attributeLevels: { email: 1 } });
const OTHER = aPerson({ subject: 'MST-other', givenNames: 'Otto' });

describe('drafts of somebody who is signed in', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  async function begin(client: Client): Promise<string> {
    return (await beginApplication(app, client)).path;
  }
  async function submit(client: Client, path: string): Promise<CaseFile> {
    await answerLibrary(client, path);
    return send(app, client, path);
  }

  it('offer the address of the account for notices, which may be emptied', async () => {
    const client = await signedIn(app, ERIKA);
    const path = await begin(client);
    await answerCard(client, path);
    const first = await client.get(`${path}/kontakt`);
    expect(first.html).to.include('value="erika@example.org"');
    expect(textOf(first.html)).to.include('Übernommen aus Ihrem Konto.');
    await client.submit(`${path}/kontakt`, { action: 'next', email: '' });
    const again = await client.get(`${path}/kontakt`);
    expect(again.html).to.not.include('erika@example.org').and.not.include('Übernommen');
    await client.submit(`${path}/kontakt`, { action: 'next', email: 'neu@example.org' });
    expect(textOf((await client.get(`${path}/kontakt`)).html)).to.not.include('Übernommen');
  });

  it('offer no address of an account to a guest', async () => {
    const { client, path } = await beginApplication(app);
    await answerCard(client, path);
    expect(textOf((await client.get(`${path}/kontakt`)).html)).to.not.include('Übernommen');
  });

  it('are opened by their link to nobody else', async () => {
    const path = await begin(await signedIn(app, ERIKA));
    const foreign = await signedIn(app, OTHER);
    for (const page of ['', '/nummer', '/pruefen', '/spaeter', '/eingang']) {
      const answer = await foreign.get(path + page);
      expect(answer.status, page).to.equal(404);
      expect(answer.html).not.to.include('name="cardNumber"');
    }
    await foreign.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(foreign.lastPage()?.html ?? '')?.[1] ?? '';
    for (const action of ['nummer', 'pruefen', 'uebernehmen']) {
      expect((await foreign.post(`${path}/${action}`, { _csrf: token })).status).to.equal(404);
    }
    expect(app.cases.files.size).to.equal(0);
  });

  it('send a guest who has the link to the sign-in, and open to the owner after it', async () => {
    const path = await begin(await signedIn(app, ERIKA));
    const client = makeClient(app.address);
    const sent = await client.get(`${path}/nummer`);
    expect(sent.location).to.match(/^\/anmelden\?weiter=/);
    await signIn(app, client, ERIKA);
    expect((await client.get(`${path}/nummer`)).status).to.equal(200);
  });

  it('lead back to the application whoever sends a step after the sign-in has ended', async () => {
    const client = await signedIn(app, ERIKA);
    const path = await begin(client);
    await client.get(`${path}/nummer`);
    const guest = makeClient(app.address);
    await guest.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(guest.lastPage()?.html ?? '')?.[1] ?? '';
    const page = await guest.post(`${path}/nummer`, { _csrf: token, action: 'next' });
    expect(page.status).to.equal(403);
    expect(page.html).to.include(encodeURIComponent(path));
  });

  it('take no file from a guest or a foreigner', async () => {
    const path = await begin(await signedIn(app, ERIKA));
    const file = { field: 'a', name: 'a.pdf', content: Buffer.from('%PDF-') };
    for (const client of [makeClient(app.address), await signedIn(app, OTHER)]) {
      await client.get('/verfolgen');
      const page = await client.upload(`${path}/nummer`, {}, [file]);
      expect(page.status).to.equal(404);
    }
  });

  it('become the case of the account, with what the sign-in proved', async () => {
    const client = await signedIn(app, ERIKA);
    const file = await submit(client, await begin(client));
    expect(file.facts['identity']).to.deep.equal({
      level: 3,
      attributeLevels: { email: 1 },
      familyName: 'Lindner',
      givenNames: 'Erika',
      birthDate: '1985-04-12',
    });
    // The owner opens the case in another browser without its code; nobody else does.
    const elsewhere = await signedIn(app, ERIKA);
    expect((await elsewhere.get(`/vorgang/${file.number}`)).status).to.equal(200);
    const foreign = await signedIn(app, OTHER);
    expect((await foreign.get(`/vorgang/${file.number}`)).status).to.equal(404);
  });

  it('are of nobody for guests, and their cases hold no identity', async () => {
    const { client, path } = await beginApplication(app);
    const file = await submit(client, path);
    expect(file.facts).to.deep.equal({});
  });

  it('are taken over by a guest who has signed in meanwhile, when they say so', async () => {
    const { client, path } = await beginApplication(app);
    await answerLibrary(client, path);
    await signIn(app, client, ERIKA);
    const offered = await client.get(`${path}/pruefen`);
    expect(textOf(offered.html)).to.include('In mein Konto übernehmen');
    const taken = await client.submit(`${path}/uebernehmen`, {});
    expect(taken.location).to.equal(path);
    const check = await client.follow(taken);
    expect(textOf(check.html)).to.include('Sie senden den Antrag als Erika Lindner ab');
    expect((await makeClient(app.address).get(`${path}/pruefen`)).status).to.equal(303);
    await client.get(`${path}/pruefen`);
    await client.submit(`${path}/pruefen`, {});
    const [file] = [...app.cases.files.values()];
    expect(file?.facts).to.have.nested.property('identity.familyName', 'Lindner');
  });

  it('stay of nobody when a guest only signs in', async () => {
    const { client, path } = await beginApplication(app);
    await signIn(app, client, ERIKA);
    const file = await submit(client, path);
    expect(file.facts).to.deep.equal({});
  });

  it('say who they belong to where they are put aside', async () => {
    const client = await signedIn(app, ERIKA);
    const page = await client.get(`${await begin(client)}/spaeter`);
    expect(textOf(page.html)).to.include('gehört zum Konto von Erika Lindner');
  });

  describe('of a procedure that demands a level', () => {
    beforeEach(() => {
      Object.assign(app.procedure, { config: { ...app.procedure.config, trustLevel: 'high' } });
    });

    it('say on the service page what is needed', async () => {
      const page = await makeClient(app.address).get(SERVICE);
      expect(textOf(page.html)).to.include('Dafür müssen Sie sich anmelden');
    });

    it('are not submitted by a sign-in that proves less than it did at the start', async () => {
      const client = await signedIn(app, { ...aPerson({ level: 4 }) });
      const path = await begin(client);
      await answerLibrary(client, path);
      const html = (await client.get(`${path}/pruefen`)).html;
      const lower = await signedIn(app, aPerson({ level: 2 }));
      const sent = await lower.get(`${path}/pruefen`);
      expect(sent.location).to.match(/^\/anmelden\?.*stufe=4/);
      await lower.get('/verfolgen');
      const token = /name="_csrf" value="([^"]+)"/.exec(lower.lastPage()?.html ?? '')?.[1] ?? '';
      const version = /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';
      const refused = await lower.post(`${path}/pruefen`, { _csrf: token, version });
      expect(refused.status).to.equal(403);
      expect(app.cases.files.size).to.equal(0);
      await client.get(`${path}/pruefen`);
      await client.submit(`${path}/pruefen`, {});
      expect(app.cases.files.size).to.equal(1);
    });

    it('become those of whoever proves the level first, when they were of nobody', async () => {
      Object.assign(app.procedure, { config: { ...app.procedure.config, trustLevel: 'none' } });
      const { path } = await beginApplication(app);
      Object.assign(app.procedure, { config: { ...app.procedure.config, trustLevel: 'high' } });
      const first = await signedIn(app, aPerson({ level: 4 }));
      expect((await first.get(`${path}/nummer`)).status).to.equal(200);
      const second = await signedIn(app, aPerson({ level: 4, subject: 'MST-other' }));
      expect((await second.get(`${path}/nummer`)).status).to.equal(404);
    });
  });
});
