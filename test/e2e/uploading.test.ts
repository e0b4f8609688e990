import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { press } from '../support/browser-steps.ts';
import { samplePdf, samplePng, zipBomb } from '../support/sample-files.ts';
import { withUploads } from '../support/upload-procedure.ts';

const pdf = (name: string, content = samplePdf([`<< /Mark (${name}) >>`])) => ({
  name,
  mimeType: 'application/pdf',
  buffer: content,
});

describe('papers are uploaded in the browser', function () {
  this.timeout(120_000);
  const suite = browserSuite(withUploads);

  async function begin(options: Visit): Promise<Page> {
    const page = await suite.visit(options);
    await page.goto('/dienste/bibliotheksgebuehr');
    await page.getByRole('button', { name: 'Jetzt online starten' }).click();
    expect(await page.locator('h1').innerText()).to.equal('Ihre Unterlagen');
    return page;
  }

  const proofs = (page: Page) => page.getByRole('group', { name: 'Nachweise' });
  const choose = (page: Page) => proofs(page).locator('input[type=file][name=proofs]');

  async function finish(page: Page): Promise<void> {
    await press(page, 'Weiter');
    await page.getByLabel('Nummer des Bibliotheksausweises').first().check();
    const number = page.getByRole('textbox', { name: 'Nummer des Bibliotheksausweises' });
    if ((await number.count()) === 0) await press(page, 'Weiter');
    await number.fill('2000000014');
    await press(page, 'Weiter');
    await press(page, 'Weiter');
  }

  it('several at once, previewed, replaced, removed, and sent: every page accessible', async () => {
    const page = await begin({ width: 360 });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused/.test(message.text())) complaints.push(message.text());
    });
    await expectAccessible(page);
    await page.getByLabel('Bemerkung').fill('typed meanwhile');
    await page
      .getByRole('group', { name: 'Foto' })
      .locator('input')
      .setInputFiles({
        name: 'foto.png',
        mimeType: 'image/png',
        buffer: samplePng(40, 40),
      });
    const preview = page.locator('.aw-file__preview');
    await preview.waitFor();
    await page.waitForFunction(() => document.querySelector('img')?.naturalWidth === 40);
    const printed = await printedPdf(suite.browser);
    const bad = { name: 'viel.zip', mimeType: 'application/zip', buffer: zipBomb() };
    await choose(page).setInputFiles([pdf('eins.pdf'), bad, pdf('gedruckt.pdf', printed)]);
    await proofs(page).getByRole('link', { name: 'gedruckt.pdf' }).waitFor();
    await proofs(page).getByText('„viel.zip“ ist keine Datei').waitFor();
    expect(await proofs(page).locator('.aw-file').count()).to.equal(2);
    expect(await page.getByLabel('Bemerkung').inputValue()).to.equal('typed meanwhile');
    await expectAccessible(page);

    await proofs(page).locator('summary').first().click();
    await proofs(page).locator('.aw-file__replace input').first().setInputFiles(pdf('neu.pdf'));
    await proofs(page).getByRole('link', { name: 'neu.pdf' }).waitFor();
    expect(await proofs(page).getByText('eins.pdf').count()).to.equal(0);
    await proofs(page).getByRole('button', { name: 'gedruckt.pdf entfernen' }).click();
    await proofs(page).getByText('gedruckt.pdf').first().waitFor({ state: 'detached' });
    expect(complaints).to.deep.equal([]);

    await finish(page);
    const check = await page.locator('main').innerText();
    expect(check).to.include('neu.pdf').and.include('foto.png').and.include('typed meanwhile');
    await expectAccessible(page);
    await press(page, 'Verbindlich abschicken');
    expect(await page.locator('dd.aw-code').count()).to.equal(2);
  });

  it('without JavaScript', async () => {
    const page = await begin({ javaScript: false });
    await page.getByLabel('Bemerkung').fill('still here');
    await choose(page).setInputFiles([pdf('eins.pdf'), pdf('zwei.pdf')]);
    await proofs(page).getByRole('button', { name: 'Hochladen' }).click();
    expect(await proofs(page).locator('.aw-file').count()).to.equal(2);
    expect(await page.getByLabel('Bemerkung').inputValue()).to.equal('still here');
    await proofs(page).getByRole('button', { name: 'eins.pdf entfernen' }).click();
    expect(await proofs(page).locator('.aw-file').allInnerTexts()).to.have.lengthOf(1);
    const href = await proofs(page).getByRole('link', { name: 'zwei.pdf' }).getAttribute('href');
    const shown = await page.request.get(String(href));
    expect(shown.headers()['content-disposition']).to.match(/^inline; filename="zwei.pdf"/);
    // Chosen, and "continue" pressed at once: it counts as well.
    await choose(page).setInputFiles(pdf('drei.pdf'));
    await finish(page);
    expect(await page.locator('main').innerText()).to.include('drei.pdf');
    await press(page, 'Verbindlich abschicken');
    expect(await page.locator('dd.aw-code').count()).to.equal(2);
  });

  it('says so when the connection is lost, and the button is still there', async () => {
    const page = await begin({});
    await page.route('**/unterlagen', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await choose(page).setInputFiles(pdf('eins.pdf'));
    await proofs(page).getByText('Das Hochladen hat nicht geklappt.').waitFor();
    await page.unroute('**/unterlagen');
    await proofs(page).getByRole('button', { name: 'Hochladen' }).click();
    await proofs(page).getByRole('link', { name: 'eins.pdf' }).waitFor();
  });

  it('says why when it is no longer asked for, and keeps what was typed', async () => {
    const page = await begin({});
    await page.getByLabel('Bemerkung').fill('typed meanwhile');
    // The server's own answer about something that is not open any more.
    await page.route('**/unterlagen', (route) =>
      route.request().method() === 'POST'
        ? route.continue({
            url: route
              .request()
              .url()
              .replace(/antrag\/[^/]+/, 'antrag/gone'),
          })
        : route.continue(),
    );
    await choose(page).setInputFiles(pdf('eins.pdf'));
    const status = proofs(page).getByRole('status');
    await status.getByText('gibt es nicht').first().waitFor();
    expect(await status.innerText()).to.not.include('Verbindung');
    expect(await page.getByLabel('Bemerkung').inputValue()).to.equal('typed meanwhile');
    await expectAccessible(page);
  });

  it('says so when another window has sent the application meanwhile', async () => {
    const page = await begin({});
    const other = await page.context().newPage();
    await other.goto(page.url());
    await choose(other).setInputFiles(pdf('eins.pdf'));
    await proofs(other).getByRole('link', { name: 'eins.pdf' }).waitFor();
    await finish(other);
    await press(other, 'Verbindlich abschicken');
    const heading = await other.locator('h1').innerText();
    await choose(page).setInputFiles(pdf('zwei.pdf'));
    await proofs(page).getByRole('status').getByText(heading).waitFor();
  });
});

/** What "print to PDF" of a browser makes: this is what people are told to do. */
async function printedPdf(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage();
  await page.setContent('<h1>Zulassungsbescheinigung</h1><a href="https://stadt.example">x</a>');
  const content = await page.pdf();
  await page.close();
  return content;
}
