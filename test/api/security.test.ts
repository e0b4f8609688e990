import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import type { Fields } from '../support/app-client.ts';
import { beginApplication, fillIn, submitted } from '../support/app-steps.ts';
import { fieldsOf } from '../support/read-page.ts';

describe('the portal against abuse', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  it('allows no inline script or style, no frame and no foreign source', async () => {
    const { client, path } = await beginApplication(app);
    for (const address of ['/', '/verfolgen', `${path}/nummer`, '/gibtesnicht']) {
      const page = await client.get(address);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'none'").and.include("frame-ancestors 'none'");
      expect(policy).to.include("form-action 'self'").and.not.include('unsafe');
      expect(page.html).not.to.match(/<script(?![^>]*src="\/assets\/)/);
      expect(page.html).not.to.match(/<style|\sstyle=|\son\w+=/);
      expect(page.headers.get('referrer-policy')).to.equal('no-referrer');
      expect(page.headers.get('x-content-type-options')).to.equal('nosniff');
      expect(page.headers.get('x-powered-by')).to.equal(null);
    }
  });

  it('begins no session for a reader, and gives its cookie to nobody else', async () => {
    const client = makeClient(app.address);
    await client.get('/');
    expect(client.cookies.has('sitzung')).to.equal(false);
    const page = await client.get('/verfolgen');
    expect(page.headers.get('set-cookie')).to.match(/sitzung=.*HttpOnly; SameSite=Lax/);
  });

  it('binds the cookie to TLS where people come by https', async () => {
    const secure = await startTestApp({ publicUrl: 'https://amt.example', trustedProxies: 1 });
    try {
      const client = makeClient(secure.address);
      const page = await client.get('/verfolgen', { 'x-forwarded-proto': 'https' });
      expect(page.headers.get('set-cookie')).to.match(/^__Host-sitzung=.*; Secure/);
      expect(page.headers.get('strict-transport-security')).to.include('max-age=');
    } finally {
      await secure.stop();
    }
  });

  it('keeps sessions so that a reader of the store learns nothing', async () => {
    const { client, file } = await submitted(app);
    const rows = [...app.sessions.rows].flat().map((part) => JSON.stringify(part));
    const id = decodeURIComponent(client.cookies.get('sitzung') ?? '').slice(2, 34);
    for (const row of rows) {
      expect(row).not.to.include(id);
      expect(row).not.to.include(file.number).and.not.include(file.id);
    }
  });

  it('takes no session whose content was changed or moved', async () => {
    const { client, file } = await submitted(app);
    const address = `/vorgang/${file.number}`;
    expect((await client.get(address)).status).to.equal(200);
    for (const [key, row] of app.sessions.rows) {
      app.sessions.rows.set(key, { ...row, content: `A${row.content.slice(1)}` });
    }
    expect((await client.get(address)).status).to.equal(404);
  });

  it('gives nobody the cookie of a session that could not be stored', async () => {
    const save = app.sessions.save;
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    app.sessions.save = () => Promise.reject(away);
    const client = makeClient(app.address);
    const refused = await client.get('/dienste/bibliotheksgebuehr');
    app.sessions.save = save;
    expect([
      refused.status,
      (await client.get('/dienste/bibliotheksgebuehr')).status,
    ]).to.deep.equal([503, 200]);
    expect((await client.submit('/dienste/bibliotheksgebuehr/beginnen', {})).status).to.equal(303);
  });

  it('keeps the old session when the new one with more rights cannot be stored', async () => {
    const { client, path } = await fillIn(app);
    const fields = fieldsOf((await client.get(`${path}/pruefen`)).html);
    const save = app.sessions.save;
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    app.sessions.save = () => Promise.reject(away);
    expect((await client.post(`${path}/pruefen`, fields)).status).to.equal(503);
    app.sessions.save = save;
    expect((await client.post(`${path}/pruefen`, fields)).status).to.equal(303);
  });

  it('ends an idle session', async () => {
    const { client, file } = await submitted(app);
    const address = `/vorgang/${file.number}`;
    for (let i = 0; i < 3; i += 1) {
      app.clock.advance(90 * 60_000);
      expect((await client.get(address)).status, `after ${i} pauses`).to.equal(200);
    }
    app.clock.advance(121 * 60_000);
    expect((await client.get(address)).status).to.equal(404);
  });

  it('answers a broken address with a page', async () => {
    const client = makeClient(app.address);
    for (const address of [
      '/dienste/%E0%A4%A',
      '/vorgang/%00',
      '/antrag/%',
      '/dienste/__proto__',
    ]) {
      const page = await client.get(address);
      expect(page.status, address).to.be.oneOf([400, 404]);
      expect(page.html).to.include('<h1');
    }
  });

  it('answers every hostile body with a page of its own, never with 500', async () => {
    const { client, path } = await beginApplication(app);
    const page = await client.get(`${path}/nummer`);
    const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
    const bodies: Fields[] = [
      { identification: ['card', 'invoice'] },
      { ['__proto__']: 'x', constructor: 'y', identification: 'card' },
      { 'identification[toString]': 'card', 'cardNumber.count': '1e9' },
      { identification: '\0\ud800', cardNumber: 'ß'.repeat(50_000) },
      { shown: 'x '.repeat(1_000), action: 'remove:__proto__:0' },
      { action: 'add:cardNumber' },
    ];
    for (const body of bodies) {
      const answer = await client.post(`${path}/nummer`, { _csrf: token, version: '1', ...body });
      expect(answer.status, JSON.stringify(body).slice(0, 80)).to.be.oneOf([413, 422]);
    }
    const noVersion = await client.post(`${path}/nummer`, {
      _csrf: token,
      action: 'later',
      version: '-1; drop table',
    });
    expect(noVersion.status).to.equal(400);
    expect([...app.drafts.rows.values()].at(-1)?.answers).to.deep.equal({});
  });

  it('refuses what is too large, too many, or of another type', async () => {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/nummer`);
    const large = await client.submit(`${path}/nummer`, { cardNumber: 'x'.repeat(300_000) });
    expect(large.status).to.equal(413);
    expect(textOf(large.html)).to.include('zu viel auf einmal');
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`f${i}`, '1']));
    expect((await client.post(`${path}/nummer`, many)).status).to.equal(413);
    const json = await client.post(`${path}/nummer`, {}, { 'content-type': 'application/json' });
    expect(json.status).to.equal(415);
  });

  it('limits requests by address', async () => {
    const limited = await startTestApp({ limits: { page: 3 } });
    try {
      const client = makeClient(limited.address);
      for (let i = 0; i < 3; i += 1) expect((await client.get('/')).status).to.equal(200);
      expect((await client.get('/')).status).to.equal(429);
    } finally {
      await limited.stop();
    }
  });

  it('tells an internal error by a code that the log knows, and nothing else', async () => {
    const { client, file } = await submitted(app);
    const find = app.cases.find;
    app.cases.find = () => Promise.reject(new Error('password=geheim'));
    const page = await client.get(`/vorgang/${file.number}`);
    app.cases.find = find;
    expect(page.status).to.equal(500);
    expect(page.html).not.to.include('geheim').and.not.include('Error:');
    const id = page.headers.get('x-correlation-id') ?? '';
    expect(textOf(page.html)).to.include(id);
    expect(JSON.stringify(app.logged)).to.include(id);
  });

  it('says that it is a matter of minutes when the database is away', async () => {
    const { client, file } = await submitted(app);
    const find = app.cases.find;
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    app.cases.find = () => Promise.reject(away);
    const page = await client.get(`/vorgang/${file.number}`);
    app.cases.find = find;
    expect(page.status).to.equal(503);
    expect(textOf(page.html)).to.include('Es ist nichts verloren');
  });

  it('writes neither addresses nor answers into the log', async () => {
    const { path } = await submitted(app);
    const log = JSON.stringify(app.logged);
    expect(log).to.include('/antrag/:token/pruefen');
    expect(log).not.to.include(path).and.not.include('kim@example.org');
  });

  it('switches the language by its address, remembers it, and leads nowhere else', async () => {
    const client = makeClient(app.address);
    const english = await client.get('/verfolgen?sprache=en');
    expect(english.html).to.include('<html lang="en"').and.include('Track a case');
    expect((await client.get('/')).html).to.include('What would you like to do?');
    expect((await client.get('/?sprache=__proto__')).html).to.include('<html lang="en"');
    const odd = await client.get('//evil.example/x');
    expect(odd.html).not.to.match(/href="\/\//);
    const asked = await makeClient(app.address).get('/', { 'accept-language': 'fr, en;q=0.8' });
    expect(asked.html).to.include('<html lang="en"');
    const none = await makeClient(app.address).get('/', { 'accept-language': 'fr' });
    expect(none.html).to.include('<html lang="de"');
  });
});
