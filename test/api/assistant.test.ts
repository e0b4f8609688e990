import { expect } from 'chai';
import { startTestApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import { makeClient, textOf } from '../support/app-client.ts';
import { beginApplication, CARD, fillIn } from '../support/app-steps.ts';

const DAY_MS = 86_400_000;

describe('the assistant', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
  });
  after(() => app.stop());

  const draft = () => [...app.drafts.rows.values()].at(-1);

  it('begins at the first step, and asks only what is relevant', async () => {
    const { client, path } = await beginApplication(app);
    const page = await client.follow(await client.get(path));
    expect(textOf(page.html)).to.include('Schritt 1 von 3').and.include('Welche Nummer');
    expect(page.html).not.to.include('name="cardNumber"');
  });

  it('says what is missing on top, linked, and at the field', async () => {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/nummer`);
    const page = await client.submit(`${path}/nummer`, { action: 'next' });
    expect(page.status).to.equal(422);
    expect(page.html).to.match(/<title>\s*Fehler:/);
    expect(textOf(page.html)).to.include('zur Hand? Bitte wählen Sie eine Möglichkeit.');
    expect(page.html).to.include('href="#f-identification"').and.include('id="f-identification"');
    expect(page.html).to.include('id="f-identification-fehler"');
    expect(draft()?.completedSteps).to.deep.equal([]);
  });

  it('begins a new sentence after a question, in English too', async () => {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/nummer?sprache=en`);
    const page = await client.submit(`${path}/nummer`, { action: 'next' });
    expect(textOf(page.html)).to.include('at hand? Please choose one option.');
    const card = { action: 'next', identification: 'card', shown: 'cardNumber' };
    const bare = await client.submit(`${path}/nummer`, card);
    expect(textOf(bare.html)).to.include('Number of the library card: please give an answer.');
  });

  it('shows newly relevant questions before it asks for them', async () => {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/nummer`);
    const page = await client.submit(`${path}/nummer`, { identification: 'card' });
    expect(page.html).to.include('name="cardNumber"');
    expect(textOf(page.html))
      .to.include('weitere Fragen')
      .and.not.include('Bitte geben Sie etwas an');
    const again = await client.submit(`${path}/nummer`, { identification: 'card' });
    expect(textOf(again.html)).to.include('Bitte geben Sie etwas an');
  });

  it('keeps what was typed beside an error', async () => {
    const { client, path } = await beginApplication(app);
    await client.get(`${path}/nummer`);
    const page = await client.submit(`${path}/nummer`, {
      identification: 'card',
      cardNumber: '<b>"2000000015"</b>',
      shown: 'identification cardNumber',
    });
    expect(page.status).to.equal(422);
    expect(page.html).to.include('value="&lt;b&gt;&quot;2000000015&quot;&lt;/b&gt;"');
    expect(textOf(page.html)).to.include('die letzte muss zu den anderen passen');
  });

  it('saves at each step, goes back without loss and is resumed by its link alone', async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/kontakt`);
    const back = await client.submit(`${path}/kontakt`, {
      action: 'back',
      email: 'neu@example.org',
    });
    expect(back.location).to.equal(`${path}/nummer`);
    expect(draft()?.contact).to.deep.equal({ email: 'neu@example.org' });
    const elsewhere = makeClient(app.address);
    const page = await elsewhere.follow(await elsewhere.get(path));
    expect(textOf(page.html)).to.include(CARD).and.include('neu@example.org');
  });

  it('keeps what does not hold yet when somebody goes back or on later, and asks again', async () => {
    const { client, path } = await fillIn(app);
    for (const action of ['back', 'later']) {
      await client.get(`${path}/kontakt`);
      const left = await client.submit(`${path}/kontakt`, { action, email: 'kim@<' });
      expect(left.status).to.equal(303);
      const page = await client.follow(await client.get(path));
      expect(page.html).to.include('value="kim@&lt;"');
      expect(textOf(page.html)).not.to.include('Bitte prüfen Sie Ihre Angaben');
      expect((await client.get(`${path}/pruefen`)).location).to.equal(`${path}/kontakt`);
    }
    expect(Object.keys(draft()?.entries ?? {})).to.deep.equal(['kontakt']);
    await client.get(`${path}/kontakt`);
    await client.submit(`${path}/kontakt`, { action: 'next', email: 'kim@example.org' });
    expect(draft()?.entries).to.deep.equal({});
  });

  it('drops answers that became irrelevant', async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/nummer`);
    await client.submit(`${path}/nummer`, {
      identification: 'invoice',
      cardNumber: CARD,
      invoiceNumber: 'R-2026-008',
      shown: 'identification cardNumber invoiceNumber',
    });
    expect(draft()?.answers).to.deep.equal({
      identification: 'invoice',
      invoiceNumber: 'R-2026-008',
    });
  });

  it('does not let two windows overwrite each other unseen', async () => {
    const { client, path } = await fillIn(app);
    const first = makeClient(app.address, client.cookies);
    const second = makeClient(app.address, client.cookies);
    await first.get(`${path}/kontakt`);
    await second.get(`${path}/kontakt`);
    await first.submit(`${path}/kontakt`, { email: 'first@example.org' });
    const page = await second.submit(`${path}/kontakt`, { email: 'second@example.org' });
    expect(page.status).to.equal(409);
    expect(textOf(page.html)).to.include('first@example.org');
    expect(page.html).to.include('value="second@example.org"');
    expect(draft()?.contact.email).to.equal('first@example.org');
    const kept = await second.submit(`${path}/kontakt`, { email: 'second@example.org' });
    expect(kept.location).to.equal(`${path}/pruefen`);
    expect(draft()?.contact.email).to.equal('second@example.org');
  });

  it('does not submit what the person has not seen', async () => {
    const { client, path } = await fillIn(app);
    const other = makeClient(app.address, client.cookies);
    await client.get(`${path}/pruefen`);
    await other.get(`${path}/kontakt`);
    await other.submit(`${path}/kontakt`, { email: 'other@example.org' });
    const page = await client.submit(`${path}/pruefen`, {});
    expect(page.status).to.equal(409);
    expect(textOf(page.html)).to.include('inzwischen geändert').and.include('other@example.org');
  });

  it('lets nobody skip a step', async () => {
    const { client, path } = await beginApplication(app);
    for (const step of ['kontakt', 'pruefen']) {
      const page = await client.get(`${path}/${step}`);
      expect(page.location, step).to.equal(`${path}/nummer`);
    }
    expect((await client.get(`${path}/gibtesnicht`)).status).to.equal(404);
  });

  it('offers the link and warns before it expires; afterwards it is as unknown', async () => {
    const { client, path } = await fillIn(app);
    await client.get(`${path}/kontakt`);
    const later = await client.follow(await client.submit(`${path}/kontakt`, { action: 'later' }));
    expect(later.html).to.include(`value="http://127.0.0.1:3000${path}"`);
    app.clock.advance(12 * DAY_MS);
    const anew = makeClient(app.address);
    expect(textOf((await anew.get(`${path}/nummer`)).html)).to.include('gelöscht');
    app.clock.advance(3 * DAY_MS);
    const gone = await anew.get(`${path}/nummer`);
    const unknown = await anew.get('/antrag/xxxxxxxxxxxxxxxxxxxxxx/nummer');
    expect([gone.status, unknown.status]).to.deep.equal([404, 404]);
    expect(textOf(gone.html)).to.equal(textOf(unknown.html));
  });
});
