import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible, openBrowser, openVisit } from '../support/browser.ts';
import { startBrowserHouse } from '../support/browser-house.ts';
import type { BrowserHouse } from '../support/browser-house.ts';
import { apply, press } from '../support/browser-steps.ts';

const PUBLIC = [
  '/',
  '/?suche=gebuhr',
  '/?suche=gibtesnicht',
  '/dienste/bibliotheksgebuehr',
  '/verfolgen',
  '/ausweis',
  '/vorgang/BG-2026-999999',
  '/zahlung/rueckkehr/00000000-0000-4000-8000-000000000000',
  '/antrag/xxxxxxxxxxxxxxxxxxxxxx',
  '/betrieb',
  '/anmelden/zurueck',
  '/abgemeldet?hinweis=anmeldedienst',
  '/impressum',
  '/datenschutz',
  '/barrierefreiheit',
  '/gibtesnicht',
];

describe('the pages in the browser', function () {
  this.timeout(120_000);
  let house: BrowserHouse;
  let browser: Browser;

  before(async () => {
    [house, browser] = await Promise.all([startBrowserHouse(), openBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await house?.stop();
  });

  async function withPage(
    options: Parameters<typeof openVisit>[2],
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await openVisit(browser, house.address, options);
    try {
      await look(await context.newPage());
    } finally {
      await context.close();
    }
  }

  // Each language at one width: what differs is the length of words, and narrow German is longest.
  for (const [width, locale] of [
    [320, 'de-DE'],
    [1280, 'en-GB'],
  ] as const) {
    it(`are accessible at ${width} px in ${locale}`, () =>
      withPage({ width, locale }, async (page) => {
        for (const path of PUBLIC) {
          await page.goto(path);
          await expectAccessible(page);
        }
      }));
  }

  it('are accessible in the dark', () =>
    withPage({ dark: true }, async (page) => {
      await apply(page, { card: '2000000014' }, expectAccessible);
      await page.getByRole('link', { name: 'Zum Status' }).click();
      await expectAccessible(page);
    }));

  it('load nothing that their own rules forbid, and no script fails', () =>
    withPage({}, async (page) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy|Refused/.test(message.text())) complaints.push(message.text());
      });
      await apply(page, { card: '2000000014' });
      await page.getByRole('link', { name: 'Zum Status' }).click();
      expect(complaints).to.deep.equal([]);
    }));

  it('can be used with the keyboard: the first stop leads to the content', () =>
    withPage({}, async (page) => {
      await page.goto('/dienste/bibliotheksgebuehr');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/#inhalt$/);
      for (let i = 0; i < 2; i += 1) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/antrag\//);
    }));

  it('puts the focus on what went wrong, and leads from there to the field', () =>
    withPage({}, async (page) => {
      await page.goto('/verfolgen');
      await press(page, 'Status anzeigen');
      expect(await page.evaluate(() => document.activeElement?.id)).to.equal('fehler');
      await page.getByRole('link', { name: 'Geben Sie den Code ein.' }).click();
      expect(await page.evaluate(() => document.activeElement?.id)).to.equal('f-code');
    }));

  it('goes on with Enter, and never takes "remove" or "back" for it', () =>
    withPage({}, async (page) => {
      await page.goto('/dienste/bibliotheksgebuehr');
      await press(page, 'Jetzt online starten');
      await page.getByLabel('Nummer der Rechnung').first().check();
      const field = page.getByRole('textbox', { name: 'Nummer der Rechnung' });
      await field.fill('R-2026-008');
      await field.press('Enter');
      await page.waitForURL(/\/kontakt$/);
    }));

  it('shows a change on the status page by itself, without moving the focus', () =>
    withPage({}, async (page) => {
      await house.city.fault('library', { mode: 'slow', delayMs: 1_500 });
      await apply(page, { card: '2000000022' });
      await page.getByRole('link', { name: 'Zum Status' }).click();
      await page.getByRole('link', { name: 'Jetzt erledigen' }).waitFor({ timeout: 30_000 });
      await house.city.mend();
      expect(await page.evaluate(() => document.activeElement?.tagName)).to.equal('BODY');
    }));

  it("opens the operator's page by its link, once", () =>
    withPage({ width: 360 }, async (page) => {
      const link = house.operatorLink();
      await page.goto(link);
      await expectAccessible(page);
      await press(page, 'Öffnen');
      await expectAccessible(page);
      expect(await page.locator('main').innerText()).to.include('Zahlungsdienst');
      await page.goto(link);
      await press(page, 'Öffnen');
      expect(await page.locator('main').innerText()).to.include('gilt nicht mehr');
    }));
});
