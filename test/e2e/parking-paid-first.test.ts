import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { withMore } from '../support/altered-bundle.ts';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { pay, press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { applyWithDeclaration, openDesk } from '../support/parking-steps.ts';

/** The same procedure in a city that wants its fee with the application. */
function paidFirst(bundle: Bundle): Bundle {
  if (bundle.key !== 'bewohnerparken') return bundle;
  const files = new Map(bundle.files);
  files.set('procedure.json', withMore(files, 'procedure.json', { payAt: 'application' }));
  return makeBundle(bundle.key, files);
}

describe('a parking permit that is paid with the application, in the browser', function () {
  this.timeout(180_000);
  const suite = browserSuite(paidFirst);
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  async function payFor(page: Page, number: string): Promise<void> {
    await page.goto(`/vorgang/${number}`);
    await pay(page, 'pay');
    await reloadUntil(page, 'bestätigt');
  }

  async function decide(number: string, decision: string, reason?: string): Promise<Page> {
    const desk = await suite.visit();
    await openDesk(desk);
    await reloadUntil(desk, number);
    await desk.locator('.aw-task', { hasText: number }).getByRole('link').first().click();
    await desk.locator(`input[name=decision][value=${decision}]`).check();
    if (reason !== undefined) {
      await desk.locator('textarea[name=decisionReason]').fill(reason);
    }
    await press(desk, 'Aufgabe erledigen');
    expect(await main(desk)).to.include('Die Aufgabe ist erledigt.');
    return desk;
  }

  it('is refused, and the money goes back', async () => {
    const page = await suite.visit({ width: 360 });
    const number = await applyWithDeclaration(page, '12');
    await payFor(page, number);
    await decide(number, 'refuse', 'Das Fahrzeug wird nicht dauerhaft von Ihnen genutzt.');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, `Ablehnung-${number}.pdf`);
    await reloadUntil(page, 'Rückzahlung der Gebühr');
    await expectAccessible(page);
    // The city's table: of the fee for twelve months the cost of the examination stays.
    expect(await main(page))
      .to.match(/60,00.€/)
      .and.match(/48,00.€/);
  });

  it('is issued to somebody who uses another person’s car', async () => {
    const page = await suite.visit();
    const number = await applyWithDeclaration(page, '12');
    await payFor(page, number);
    const desk = await decide(number, 'approve');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, `Bewohnerparkausweis-${number}.pdf`);
    await expectAccessible(page);
    await desk.goto(`/mitarbeit/vorgang/${number}`);
    await reloadUntil(desk, 'Ausweis ausgestellt');
    expect(await main(desk)).to.include('erklaerung.pdf');
  });
});
