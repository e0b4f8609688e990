import { expect } from 'chai';
import { ConnectorError } from '../../connectors/connector.ts';
import { ownPath } from '../../api/own-path.ts';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Client } from '../support/app-client.ts';
import { submitted } from '../support/app-steps.ts';
import {
  aClerk,
  aPerson,
  comeBack,
  IDENTITY_ORIGIN,
  signedIn,
  signIn,
} from '../support/fake-identity.ts';

const HOUR_MS = 3_600_000;

describe('signing in and out', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
  });
  afterEach(() => app.stop());

  function sessionCookie(client: Client): string {
    return client.cookies.get('sitzung') ?? '';
  }

  it('goes to the provider with level and language, and comes back to where one was', async () => {
    const client = makeClient(app.address);
    const begun = await client.get('/anmelden?weiter=/verfolgen%3Fnummer%3DX-1&stufe=4&sprache=en');
    expect(begun.status).to.equal(303);
    expect(begun.location).to.match(new RegExp(`^${IDENTITY_ORIGIN}/authorize`));
    expect(app.identity.asked.at(-1)).to.deep.equal({
      returnUrl: 'http://127.0.0.1:3000/anmelden/zurueck',
      minimumLevel: 4,
      locale: 'en',
    });
    app.identity.answer = aPerson({ level: 4 });
    const back = await comeBack(client, '/anmelden', begun);
    expect([back.status, back.location]).to.deep.equal([303, '/verfolgen?nummer=X-1']);
    expect((await client.get('/')).html)
      .to.include('Erika Lindner')
      .and.include('Sign out');
  });

  it('leads back to our own pages only', async () => {
    const foreign = [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/./%2fevil',
      '/..//evil.example',
      '/\tx',
      'javascript:alert(1)',
      '/ä',
      `/${'x'.repeat(600)}`,
    ];
    const kept = foreign.map(ownPath).filter((path) => path !== undefined);
    expect(kept).to.deep.equal(['/%2fevil']);
    for (const path of ['/anmelden', '/anmelden/zurueck?state=x', '/mitarbeit/anmelden', '//x']) {
      const client = makeClient(app.address);
      const back = await signIn(app, client, aPerson(), `?weiter=${encodeURIComponent(path)}`);
      expect(back.location, path).to.equal('/');
    }
  });

  it('takes no foreign address into the link of the header', async () => {
    const client = makeClient(app.address);
    const wayFrom = async (address: string): Promise<string> => {
      const { html } = await client.get(address);
      const header = html.slice(0, html.indexOf('</header>')).replaceAll('&#x3D;', '=');
      return /href="(\/anmelden[^"]*)"/.exec(header)?.[1] ?? '';
    };
    expect(await wayFrom('/verfolgen?nummer=X-1&sprache=en')).to.equal(
      `/anmelden?weiter=${encodeURIComponent('/verfolgen?nummer=X-1&sprache=en')}`,
    );
    expect(await wayFrom('/?sprache=de')).to.equal('/anmelden?weiter=%2F%3Fsprache%3Dde');
    expect(await wayFrom('/')).to.equal('/anmelden');
    const long = `/verfolgen?nummer=${'x'.repeat(600)}`;
    expect(await wayFrom(long)).to.equal('/anmelden?weiter=%2Fverfolgen');
    expect(await wayFrom('/verfolgen?nummer=/..//evil.example')).to.equal(
      `/anmelden?weiter=${encodeURIComponent('/verfolgen?nummer=/..//evil.example')}`,
    );
  });

  it('gives the session a new id; the old one is worth nothing any more', async () => {
    const client = makeClient(app.address);
    await client.get('/verfolgen');
    const old = sessionCookie(client);
    await signIn(app, client, aPerson());
    expect(sessionCookie(client)).not.to.equal(old);
    const low = sessionCookie(client);
    await signIn(app, client, aPerson({ level: 4 }), '?stufe=4');
    for (const cookie of [old, low]) {
      const thief = makeClient(app.address, new Map([['sitzung', cookie]]));
      expect((await thief.get('/anmeldung')).location).to.equal('/anmelden?weiter=%2Fanmeldung');
    }
    expect((await client.get('/anmeldung')).status).to.equal(200);
  });

  it('keeps what a guest had opened, and not for somebody else', async () => {
    const { client, file } = await submitted(app);
    await signIn(app, client, aPerson());
    expect((await client.get(`/vorgang/${file.number}`)).status).to.equal(200);
    await signIn(app, client, aPerson({ level: 4 }), '?stufe=4');
    expect((await client.get(`/vorgang/${file.number}`)).status).to.equal(200);
    await signIn(app, client, aClerk());
    expect((await client.get(`/vorgang/${file.number}`)).status).to.equal(404);
  });

  it('a case opened while signed in leaves no second session behind', async () => {
    const client = await signedIn(app, aPerson());
    const before = sessionCookie(client);
    const { file } = await submitted(app);
    await client.get('/verfolgen');
    const code = app.cases.codes.get(file.id) ?? '';
    await client.submit('/verfolgen', { nummer: file.number, code });
    expect((await client.get(`/vorgang/${file.number}`)).status).to.equal(200);
    expect(sessionCookie(client)).to.equal(before);
  });

  it('takes an answer once, from the browser that asked, in time, unforged', async () => {
    const client = makeClient(app.address);
    const invalid = async (page: Awaited<ReturnType<Client['get']>>, name: string) => {
      expect(page.status, name).to.equal(400);
      expect(textOf(page.html), name).to.include('Diese Anmeldung gilt nicht mehr');
    };
    const begun = await client.get('/anmelden');
    await invalid(await comeBack(makeClient(app.address), '/anmelden', begun), 'another browser');
    await invalid(await comeBack(client, '/mitarbeit/anmelden', begun), 'another kind');
    await invalid(await comeBack(client, '/anmelden', begun), 'taken by the try before');
    await invalid(
      await comeBack(client, '/anmelden', await client.get('/anmelden'), 'made-up'),
      'forged',
    );
    await invalid(await client.get('/anmelden/zurueck'), 'nothing');
    await invalid(await client.get('/anmelden/zurueck?state=__proto__&code=good'), 'odd state');
    const late = await client.get('/anmelden');
    app.clock.advance(21 * 60_000);
    await invalid(await comeBack(client, '/anmelden', late), 'too late');
    const good = await client.get('/anmelden');
    expect((await comeBack(client, '/anmelden', good)).status).to.equal(303);
    await invalid(await comeBack(client, '/anmelden', good), 'replayed');
    expect((await client.get('/anmeldung')).status).to.equal(200);
  });

  it('of two tabs the first one counts; the other says so, and nobody is signed out', async () => {
    const client = makeClient(app.address);
    const one = await client.get('/anmelden?weiter=/verfolgen');
    const two = await client.get('/anmelden?weiter=/ausweis');
    expect((await comeBack(client, '/anmelden', one)).location).to.equal('/verfolgen');
    expect((await comeBack(client, '/anmelden', two)).status).to.equal(400);
    expect((await client.get('/anmeldung')).status).to.equal(200);
  });

  const failures: [string, ConnectorError, number, string][] = [
    ['denied', new ConnectorError('rejected', 'sign-in-denied', 'no'), 403, 'nicht angemeldet'],
    ['too low', new ConnectorError('rejected', 'level-too-low', 'low'), 403, 'reicht diese'],
    ['no role', new ConnectorError('rejected', 'no-role', 'none'), 403, 'keine Aufgabe'],
    ['away', new ConnectorError('transient', 'timeout', 'late'), 503, 'geht gerade nicht'],
    ['garbage', new ConnectorError('garbage', 'protocol', 'odd'), 503, 'geht gerade nicht'],
    ['set up wrongly', new ConnectorError('misconfigured', 'credentials', 'x'), 503, 'geht gerade'],
  ];
  for (const [name, error, status, text] of failures) {
    it(`says so when the provider's answer is: ${name}`, async () => {
      const client = makeClient(app.address);
      const begun = await client.get('/anmelden?weiter=/verfolgen&stufe=3');
      app.identity.answer = error;
      const page = await comeBack(client, '/anmelden', begun);
      expect(page.status).to.equal(status);
      expect(textOf(page.html)).to.include(text).and.include('Stufe 3');
      expect(page.html).to.include('href="/anmelden?weiter&#x3D;%2Fverfolgen&amp;stufe&#x3D;3"');
      expect((await client.get('/anmeldung')).status).to.equal(303);
    });
  }

  it('says so when the provider cannot be reached, and goes nowhere else', async () => {
    app.identity.away = true;
    const page = await makeClient(app.address).get('/anmelden');
    expect([page.status, page.location]).to.deep.equal([503, null]);
    app.identity.away = false;
    const begin = app.identity.begin;
    app.identity.begin = async (request) => ({
      ...(await begin(request)),
      redirectUrl: 'https://evil.example/authorize',
    });
    const led = await makeClient(app.address).get('/anmelden');
    expect([led.status, led.location]).to.deep.equal([503, null]);
  });

  it('shows what the provider said, each with its own level', async () => {
    const client = await signedIn(
      app,
      aPerson({
        address: { street: 'Lindenstraße 4', postalCode: '12345', city: 'Musterstadt' },
        attributeLevels: { address: 1 },
      }),
    );
    const text = textOf((await client.get('/anmeldung')).html);
    expect(text)
      .to.include('Lindenstraße 4, 12345 Musterstadt (nachgewiesen mit Stufe 1')
      .and.include('12. April 1985')
      .and.include('Stufe 3');
  });

  it('ends by itself, for persons after four hours and for staff after ten', async () => {
    for (const [who, path, hours] of [
      [aPerson(), '/anmeldung', 4],
      [aClerk(), '/mitarbeit', 10],
    ] as const) {
      const client = await signedIn(app, who);
      for (let hour = 1; hour < hours; hour += 1) {
        app.clock.advance(HOUR_MS);
        expect((await client.get(path)).status, `${path} ${hour}`).to.equal(200);
      }
      app.clock.advance(HOUR_MS);
      expect((await client.get(path)).status).to.equal(303);
    }
  });

  it('signs out here and at the provider', async () => {
    const client = await signedIn(app, aPerson());
    const cookie = sessionCookie(client);
    await client.get('/');
    const out = await client.submit('/abmelden', {});
    expect(out.status).to.equal(303);
    expect(out.location).to.equal(
      `${IDENTITY_ORIGIN}/end?hint=token-of-person&to=http%3A%2F%2F127.0.0.1%3A3000%2Fabgemeldet`,
    );
    const old = makeClient(app.address, new Map([['sitzung', cookie]]));
    expect((await old.get('/anmeldung')).status).to.equal(303);
    expect(textOf((await client.get('/abgemeldet')).html)).to.include('Sie sind abgemeldet');
  });

  it('signs out here although the provider is away, and says what is left to do', async () => {
    const client = await signedIn(app, aPerson());
    await client.get('/');
    app.identity.away = true;
    const out = await client.follow(await client.submit('/abmelden', {}));
    expect(textOf(out.html)).to.include('Schließen Sie den Browser');
    expect((await client.get('/anmeldung')).status).to.equal(303);
  });

  it('a sign-out of nobody is none', async () => {
    const client = makeClient(app.address);
    const { html } = await client.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const out = await client.post('/abmelden', { _csrf: token });
    expect(out.location).to.equal('/abgemeldet');
  });

  it('whoever has proven enough is not sent to the provider again', async () => {
    const client = await signedIn(app, aPerson());
    expect((await client.get('/anmelden?weiter=/verfolgen&stufe=3')).location).to.equal(
      '/verfolgen',
    );
    expect((await client.get('/anmelden?stufe=4')).location).to.include(IDENTITY_ORIGIN);
  });

  it('writes nobody into the log', async () => {
    const client = await signedIn(app, aPerson());
    await client.get('/anmeldung');
    const log = JSON.stringify(app.logged);
    expect(log).to.include('/anmelden/zurueck');
    for (const secret of ['Lindner', 'MST-erika', '1985', 'token-of-person', 'good']) {
      expect(log).not.to.include(secret);
    }
  });

  it('offers no sign-in where nobody can sign in', async () => {
    const bare = await startTestApp({ identityOrigins: {} });
    const page = await makeClient(bare.address).get('/');
    await bare.stop();
    expect(page.html).not.to.include('/anmelden');
    expect((await makeClient(app.address).get('/')).html).to.include('href="/anmelden"');
  });
});

describe('a procedure that demands to know who it is', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startTestApp();
    Object.assign(app.procedure, { config: { ...app.procedure.config, trustLevel: 'high' } });
  });
  afterEach(() => app.stop());

  it('sends to the provider for the level, and back to the service', async () => {
    const client = await signedIn(app, aPerson({ level: 3 }));
    await client.get('/dienste/bibliotheksgebuehr');
    const sent = await client.submit('/dienste/bibliotheksgebuehr/beginnen', {});
    expect(sent.location).to.equal(
      '/anmelden?weiter=%2Fdienste%2Fbibliotheksgebuehr%3Fangemeldet%3D1&stufe=4',
    );
    const begun = await client.get(sent.location ?? '');
    app.identity.answer = aPerson({ level: 4 });
    const back = await comeBack(client, '/anmelden', begun);
    expect(back.location).to.equal('/dienste/bibliotheksgebuehr?angemeldet=1');
    await client.get('/dienste/bibliotheksgebuehr');
    const started = await client.submit('/dienste/bibliotheksgebuehr/beginnen', {});
    expect(started.location).to.match(/^\/antrag\//);
    expect((await client.follow(started)).status).to.equal(200);
  });

  it('opens a draft to nobody who has only its link', async () => {
    const client = await signedIn(app, aPerson({ level: 4 }));
    await client.get('/dienste/bibliotheksgebuehr');
    const { location } = await client.submit('/dienste/bibliotheksgebuehr/beginnen', {});
    const stranger = makeClient(app.address);
    const sent = await stranger.get(`${location}/nummer`);
    expect(sent.location).to.equal(
      `/anmelden?weiter=${encodeURIComponent(`${location}/nummer`)}&stufe=4`,
    );
    const { html } = await stranger.get('/verfolgen');
    const token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const refused = await stranger.post(`${location}/nummer`, { _csrf: token });
    expect(refused.status).to.equal(403);
    expect(textOf(refused.html)).to.include('Bitte melden Sie sich an');
  });
});
