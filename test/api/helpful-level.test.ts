import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { fillIn } from '../support/app-steps.ts';
import { aClerk, aPerson, comeBack, signedIn } from '../support/fake-identity.ts';

const SERVICE = '/dienste/bibliotheksgebuehr';
const HINT = 'Mit einer Anmeldung wird Ihr Antrag schneller geprüft (Stufe 3';

function linkOf(html: string): string | undefined {
  const href = /href="([^"]*)"[^>]*>Mit dieser Stufe anmelden/.exec(html)?.[1];
  return href?.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
}

describe('a procedure that is quicker for whoever signs in', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
    const config = { ...app.procedure.config, helpfulLevel: 'substantial' };
    Object.assign(app.procedure, { config });
  });
  afterEach(() => app.stop());

  it('says so to a guest, and lets the guest start all the same', async () => {
    const client = makeClient(app.address);
    const { html } = await client.get(SERVICE);
    expect(textOf(html)).to.include(HINT);
    expect(linkOf(html)).to.equal(
      '/anmelden?weiter=%2Fdienste%2Fbibliotheksgebuehr%3Fangemeldet%3D1&stufe=3',
    );
    const started = await client.submit(`${SERVICE}/beginnen`, {});
    expect(started.location).to.match(/^\/antrag\//);
  });

  it('says so before the application is sent, and leads back there', async () => {
    const { client, path } = await fillIn(app, await signedIn(app, aPerson({ level: 2 })));
    const check = `${path}/pruefen`;
    const { html } = await client.get(check);
    expect(textOf(html)).to.include(HINT);
    const way = `/anmelden?weiter=${encodeURIComponent(check)}&stufe=3`;
    expect(linkOf(html)).to.equal(way);
    const begun = await client.get(way);
    app.identity.answer = aPerson({ level: 3 });
    const back = await comeBack(client, '/anmelden', begun);
    expect(back.location).to.equal(check);
    expect(textOf((await client.get(check)).html)).to.not.include('schneller geprüft');
  });

  it('says nothing to those who have proven as much, and to staff', async () => {
    for (const who of [aPerson({ level: 3 }), aClerk()]) {
      const { html } = await (await signedIn(app, who)).get(SERVICE);
      expect(textOf(html)).to.not.include('schneller geprüft');
    }
  });

  it('says nothing where as much is demanded, or nothing would help', async () => {
    const client = makeClient(app.address);
    for (const change of [{ trustLevel: 'substantial' }, { helpfulLevel: undefined }]) {
      Object.assign(app.procedure, { config: { ...app.procedure.config, ...change } });
      expect(textOf((await client.get(SERVICE)).html)).to.not.include('schneller geprüft');
    }
  });
});
