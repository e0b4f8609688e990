import { expect } from 'chai';
import type { CaseFile } from '../../core/cases/case-file.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import { answerLibrary, send } from '../support/app-steps.ts';
import { aPerson, signedIn, signIn } from '../support/fake-identity.ts';
import { withPrefill } from '../support/prefill-procedure.ts';

const SERVICE = '/dienste/bibliotheksgebuehr';
const SHOWN = { shown: 'familyName birthDate street months plate' };

describe('an application that begins with what is known', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp({}, withPrefill);
  });
  afterEach(() => app.stop());

  async function begin(client: Client, query = ''): Promise<string> {
    await client.get(SERVICE + query);
    return (await client.submit(`${SERVICE}/beginnen`, {})).location ?? '';
  }
  async function submit(client: Client, path: string, plate: string): Promise<CaseFile> {
    await client.get(`${path}/person`);
    const person = { familyName: 'Alt', months: '12', plate };
    await client.submit(`${path}/person`, { action: 'next', ...SHOWN, ...person });
    await answerLibrary(client, path);
    return send(app, client, path);
  }

  it('shows the answers of the account with their source, and none is skipped', async () => {
    const client = await signedIn(app, aPerson());
    const path = await begin(client);
    const page = await client.get(`${path}/person`);
    expect(page.html).to.include('value="Lindner"').and.include('value="1985"');
    const hint = 'Wie im Ausweis. Übernommen aus Ihrem Konto.';
    expect(textOf(page.html)).to.include(hint);
    // It is an answer only when the person has sent it.
    expect((await client.get(path)).location).to.equal(`${path}/person`);
  });

  it('says the source no more once the answer is another', async () => {
    const client = await signedIn(app, aPerson());
    const path = await begin(client);
    await client.get(`${path}/person`);
    const changed = { familyName: 'Neu', 'birthDate.day': '12', 'birthDate.month': '4' };
    const birth = { ...changed, 'birthDate.year': '1985' };
    await client.submit(`${path}/person`, { action: 'next', ...SHOWN, ...birth });
    const { html } = await client.get(`${path}/person`);
    expect(textOf(html)).to.include('Wie im Ausweis.').and.not.include('Wie im Ausweis. Über');
    expect(textOf(html)).to.include('Übernommen aus Ihrem Konto.');
  });

  it('is empty for a guest', async () => {
    const client = makeClient(app.address);
    const { html } = await client.get(`${await begin(client)}/person`);
    expect(html).not.to.include('Übernommen').and.not.include('Lindner');
  });

  it('takes over an earlier case that is open to this browser', async () => {
    const client = makeClient(app.address);
    const file = await submit(client, await begin(client), 'mst-el85');
    const service = await client.get(`${SERVICE}?aus=${file.number}`);
    expect(textOf(service.html)).to.include(`Wir übernehmen Ihre Angaben aus dem Vorgang`);
    const path = await begin(client, `?aus=${file.number}`);
    const { html } = await client.get(`${path}/person`);
    expect(html)
      .to.include('value="MST-EL 85"')
      .and.match(/value="12"[^>]* checked/);
    expect(textOf(html)).to.include(`Übernommen aus Ihrem Vorgang ${file.number}.`);
    // Of the account there is nothing: nobody is signed in.
    expect(html).not.to.include('value="Alt"');
  });

  it('takes over an earlier case of the account in another browser', async () => {
    const client = await signedIn(app, aPerson());
    const file = await submit(client, await begin(client), 'MST-EL 85');
    const elsewhere = await signedIn(app, aPerson());
    const path = await begin(elsewhere, `?aus=${file.number}`);
    expect((await elsewhere.get(`${path}/person`)).html).to.include('value="MST-EL 85"');
  });

  it('takes nothing over from cases of others, and says how to open one', async () => {
    const owner = await signedIn(app, aPerson());
    const { number } = await submit(owner, await begin(owner), 'MST-EL 85');
    const others = [makeClient(app.address), await signedIn(app, aPerson({ subject: 'MST-x' }))];
    for (const client of others) {
      const service = await client.get(`${SERVICE}?aus=${number}`);
      expect(textOf(service.html)).to.include('Öffnen Sie ihn zuerst');
      const { html } = await client.post(`${SERVICE}/beginnen`, {
        _csrf: /name="_csrf" value="([^"]+)"/.exec(service.html)?.[1] ?? '',
        aus: number,
      });
      expect(html).not.to.include('MST-EL');
      const draft = [...app.drafts.rows.values()].at(-1);
      expect(draft?.answers).not.to.have.property('plate');
    }
  });

  it('begins with what a link of the procedure wants, and not with what an address makes up', async () => {
    const client = makeClient(app.address);
    for (const [wanted, isKnown] of [
      ['longer', true],
      ['shorter', false],
      ['__proto__', false],
    ] as const) {
      const service = await client.get(`${SERVICE}?anliegen=${wanted}`);
      expect(service.html.includes(`name="anliegen" value="${wanted}"`)).to.equal(isKnown);
      const { location } = await client.submit(`${SERVICE}/beginnen`, { anliegen: wanted });
      const { html } = await client.get(`${location}/person`);
      expect(/value="12"[^>]* checked/.test(html), wanted).to.equal(isKnown);
      expect(html).not.to.include('Übernommen');
    }
  });

  it('is about the same case and wish after signing in', async () => {
    const client = makeClient(app.address);
    const { html } = await client.get(`${SERVICE}?aus=BG-2026-000009&anliegen=longer`);
    const back = `${SERVICE}?aus=BG-2026-000009&anliegen=longer&angemeldet=1`;
    const links = html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
    expect(links).to.include(`/anmelden?weiter=${encodeURIComponent(back)}"`);
    const again = await signedIn(app, aPerson());
    const page = await again.get(back);
    expect(textOf(page.html)).to.include('Sie sind jetzt angemeldet');
    expect(page.html.match(/Jetzt online starten/g)).to.have.lengthOf(1);
    expect((await client.get(back)).html).not.to.include('Sie sind jetzt angemeldet');
    expect((await again.get(SERVICE)).html).not.to.include('Sie sind jetzt angemeldet');
  });

  it('is so from the link in the header, too', async () => {
    const client = makeClient(app.address);
    const here = `${SERVICE}?aus=BG-2026-000009&anliegen=longer`;
    const { html } = await client.get(here);
    const header = html.slice(0, html.indexOf('</header>')).replaceAll('&#x3D;', '=');
    expect(header).to.include(`href="/anmelden?weiter=${encodeURIComponent(here)}"`);
    const back = await signIn(app, client, aPerson(), `?weiter=${encodeURIComponent(here)}`);
    expect(back.location).to.equal(here);
  });

  it('bears any number', async () => {
    const client = makeClient(app.address);
    for (const number of ['BG-2026-999999', '../x', "' or 1=1", 'x'.repeat(500), '']) {
      const query = `?${new URLSearchParams({ aus: number })}`;
      expect((await client.get(SERVICE + query)).status).to.equal(200);
    }
  });
});
