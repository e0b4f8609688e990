import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { pay, press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import {
  beginApplication,
  fillJonas,
  fillTerm,
  openDesk,
  PARKING,
  readLetter,
  sendApplication,
  signInErika,
} from '../support/parking-steps.ts';

describe('a clerk decides about parking permits in the browser', function () {
  this.timeout(180_000);
  const suite = browserSuite();
  const { visit } = suite;
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  async function clerk(options: Visit): Promise<Page> {
    const page = await visit(options);
    await openDesk(page);
    return page;
  }

  /** A permit for one's own car; `who` fills in the person, where the account has not. */
  async function apply(page: Page, plate: string, who: () => Promise<void>): Promise<string> {
    await beginApplication(page);
    await who();
    await press(page, 'Weiter');
    await page.locator('input[name=keeper][value=own]').check();
    await page.locator('input[name=plate]').fill(plate);
    await press(page, 'Weiter');
    await fillTerm(page, '12');
    return sendApplication(page);
  }

  /** What stays of a page on paper: what it says, and no way to other pages. */
  async function expectPrints(page: Page, said: string): Promise<void> {
    await page.emulateMedia({ media: 'print' });
    for (const left of await page.locator('nav, footer, .aw-no-print').all()) {
      expect(await left.isVisible()).to.equal(false);
    }
    expect(await main(page)).to.include(said);
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('nav').first().isVisible()).to.equal(true);
  }

  it('releases what the registers agree on, together, without a script; the citizen pays and prints', async () => {
    const page = await visit();
    await signInErika(page);
    const number = await apply(page, 'MST-EL 85', async () => undefined);
    const desk = await clerk({ javaScript: false });
    await reloadUntil(desk, number);
    await desk.getByRole('link', { name: 'Alle auf dieser Seite auswählen' }).click();
    await desk.locator('button[name=art]').first().click();
    expect(await main(desk)).to.include('Erledigt: 1');
    await page.goto(`/vorgang/${number}`);
    await pay(page, 'pay');
    await reloadUntil(page, 'bestätigt');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, `Bewohnerparkausweis-${number}.pdf`);
    await reloadUntil(page, 'Ihr Bewohnerparkausweis ist ausgestellt');
    expect(await readLetter(page, 'Bewohnerparkausweis'))
      .to.include('MST-EL 85')
      .and.match(/Zone\n[AB]\n/);
    // One entry for the receipt, and one line for the header of whoever is signed in.
    const received = page.locator('.aw-history li', { hasText: 'eingegangen' });
    expect(await received.count()).to.equal(1);
    expect((await page.locator('.aw-header__row').boundingBox())?.height).to.be.below(90);
    await expectPrints(page, 'Ihr Bewohnerparkausweis ist ausgestellt');
  });

  it('refuses with reasons, after having seen the letter', async () => {
    const page = await visit();
    await page.goto(PARKING);
    const number = await apply(page, 'MST-VH 60', () => fillJonas(page));
    const desk = await clerk({ width: 360 });
    await reloadUntil(desk, number);
    await expectAccessible(desk);
    await desk.locator('.aw-task', { hasText: number }).getByRole('link').first().click();
    expect(await main(desk))
      .to.include('Warum das geprüft werden muss')
      .and.include('Melderegister');
    await expectAccessible(desk);
    await desk.locator('input[name=decision][value=refuse]').check();
    await desk.locator('textarea[name=decisionReason]').waitFor();
    await press(desk, 'Aufgabe erledigen');
    expect(await desk.locator('#fehler').count()).to.equal(1);
    const reason = 'Die Wohnung liegt in keiner Bewohnerparkzone.';
    await desk.locator('textarea[name=decisionReason]').fill(reason);
    await press(desk, 'Schreiben ansehen');
    expect(await desk.locator('.aw-preview').innerText())
      .to.include(reason)
      .and.include(number);
    await expectAccessible(desk);
    await press(desk, 'Aufgabe erledigen');
    await desk.goto(`/mitarbeit/vorgang/${number}`);
    await reloadUntil(desk, 'Bereitgestellt:');
    await desk.locator('.aw-desk__reader summary').last().press('Enter');
    const reader = await desk.locator('.aw-desk__reader iframe').last().boundingBox();
    // As wide as the page, and low enough to leave some of it in reach of a finger.
    expect(reader?.width).to.be.greaterThan(300);
    expect(reader?.height).to.be.within(400, 540);
    await expectAccessible(desk);
    expect(await main(desk)).to.include(reason);
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, `Ablehnung-${number}.pdf`);
  });
});
