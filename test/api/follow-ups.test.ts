import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import type { ProcessState } from '../../core/cases/process-state.ts';
import type { IssuedDocument } from '../../core/issued/issued-document.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import { answerLibrary, putTask, send } from '../support/app-steps.ts';
import { aPerson, signedIn } from '../support/fake-identity.ts';
import { withOffer } from '../support/prefill-procedure.ts';
import { linkIn } from '../support/read-page.ts';

const SERVICE = '/dienste/bibliotheksgebuehr';
const SHOWN = 'familyName birthDate street months plate';
const SAID = 'Länger: Sie haben den Antrag am 2. November 2026 gestellt.';

describe('what is offered out of a case', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withOffer);
  });
  afterEach(() => app.stop());

  async function begin(client: Client, from: string): Promise<string> {
    await client.get(from);
    return (await client.submit(`${SERVICE}/beginnen`, {})).location ?? '';
  }
  async function apply(client: Client, from = SERVICE, months = '12'): Promise<CaseFile> {
    const path = await begin(client, from);
    await client.get(`${path}/person`);
    const person = { shown: SHOWN, familyName: 'Alt', months, plate: 'MST-EL 85' };
    await client.submit(`${path}/person`, { action: 'next', ...person });
    await answerLibrary(client, path);
    return send(app, client, path);
  }
  const offerOf = ({ number }: CaseFile): string => `${SERVICE}?aus=${number}&anliegen=longer`;

  /** A case that offers, and whoever has it open. */
  async function offering(client = makeClient(app.address)) {
    const file = await apply(client);
    putTask(app, file);
    return { client, file };
  }
  /** Is it offered on the pages of the case? */
  async function isOffered(client: Client, file: CaseFile): Promise<boolean> {
    const pages = [`/vorgang/${file.number}`, `/vorgang/${file.number}/postfach`];
    const answers = [];
    for (const path of pages) {
      const { html } = await client.get(path);
      answers.push(linkIn(html.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), offerOf(file)));
    }
    const [isSo, ...others] = answers;
    for (const other of others) expect(other).to.equal(isSo);
    return isSo === true;
  }
  function endProcess(file: CaseFile, state: ProcessState['state']): void {
    putTask(app, file, { key: '8.1' });
    const process = app.readModel.processes.get(file.id);
    if (process) app.readModel.processes.set(file.id, { ...process, state, elements: [] });
  }
  function issue(file: CaseFile, state: IssuedDocument['state']): void {
    const [validFrom, validUntil] = ['2027-01-01', '2027-12-31'];
    const document = { id: 'permit', kind: 'card', caseId: file.id, validFrom, validUntil };
    app.issued.set('CODE', { ...document, code: 'CODE', shown: {}, state, issuedAtMs: 0 });
  }

  it('is offered until it was applied for; then the page says so and leads there', async () => {
    const { client, file } = await offering();
    expect(await isOffered(client, file)).to.equal(true);
    await begin(client, offerOf(file));
    expect(await isOffered(client, file)).to.equal(true);
    const next = await apply(client, offerOf(file));
    expect(await isOffered(client, file)).to.equal(false);
    const { html } = await client.get(`/vorgang/${file.number}`);
    expect(textOf(html)).to.include(SAID).and.not.include('Sie können jetzt verlängern');
    expect(linkIn(html, `/vorgang/${next.number}`)).to.equal(true);
  });

  it('is so for the account wherever it is signed in', async () => {
    const { file } = await offering(await signedIn(app, aPerson()));
    const next = await apply(await signedIn(app, aPerson()), offerOf(file));
    const elsewhere = await signedIn(app, aPerson());
    const { html } = await elsewhere.get(`/vorgang/${file.number}`);
    expect(textOf(html)).to.include(SAID);
    expect(linkIn(html, `/vorgang/${next.number}`)).to.equal(true);
    const mailbox = await elsewhere.get('/postfach');
    expect(mailbox.html).to.include(next.number).and.not.include('anliegen');
  });

  it('is still offered when something else was applied for out of the case', async () => {
    const { client, file } = await offering();
    await apply(client, offerOf(file), '6');
    expect(await isOffered(client, file)).to.equal(true);
  });

  it('is offered again when the new case ended with nothing that is valid', async () => {
    const { client, file } = await offering();
    const next = await apply(client, offerOf(file));
    endProcess(next, 'completed');
    expect(await isOffered(client, file)).to.equal(true);
    issue(next, 'valid');
    expect(await isOffered(client, file)).to.equal(false);
    issue(next, 'revoked');
    expect(await isOffered(client, file)).to.equal(true);
  });

  it('is offered to whoever cannot open the new case, of which they hear nothing', async () => {
    const { client, file } = await offering(await signedIn(app, aPerson()));
    const helper = await signedIn(app, aPerson({ subject: 'MST-helper' }));
    await helper.get('/verfolgen');
    const code = app.cases.codes.get(file.id) ?? '';
    await helper.submit('/verfolgen', { nummer: file.number, code });
    expect((await helper.get(`/vorgang/${file.number}`)).status).to.equal(200);
    const theirs = await apply(helper, offerOf(file));
    expect(await isOffered(client, file)).to.equal(true);
    const { html } = await client.get(`/vorgang/${file.number}`);
    expect(html).not.to.include(theirs.number).and.not.include(SAID);
  });
});
