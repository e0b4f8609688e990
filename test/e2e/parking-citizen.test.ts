import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import {
  applyWithDeclaration,
  ERIKA,
  fillTerm,
  paper,
  PARKING,
  sendApplication,
} from '../support/parking-steps.ts';

describe('a resident applies for a parking permit in the browser', function () {
  this.timeout(180_000);
  const suite = browserSuite();
  const { visit } = suite;
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  /** From the service to the receipt; `look` at every page on the way. */
  async function applySignedIn(page: Page, look: (at: Page) => Promise<void>): Promise<string> {
    await page.goto(PARKING);
    await page.getByRole('link', { name: 'Mit dieser Stufe anmelden' }).click();
    await press(page, `${ERIKA}: ELSTER-Zertifikat (Stufe 3)`);
    expect(await main(page)).to.include('Sie sind jetzt angemeldet');
    await look(page);
    await press(page, 'Jetzt online starten');
    await page.locator('input[name=requestKind][value=new]').check();
    await look(page);
    await press(page, 'Weiter');
    expect(await page.locator('input[name=familyName]').inputValue()).to.equal('Lindner');
    expect(await main(page)).to.include('Übernommen aus Ihrem Konto.');
    await look(page);
    await press(page, 'Weiter');
    await page.locator('input[name=keeper][value=own]').check();
    await page.locator('input[name=plate]').fill('MST-EL 85');
    await look(page);
    await press(page, 'Weiter');
    await fillTerm(page, '12');
    return sendApplication(page, {
      atForm: () => look(page),
      atCheck: async () => {
        expect(await main(page)).to.include(`Sie senden den Antrag als ${ERIKA} ab`);
        await look(page);
      },
    });
  }

  for (const options of [{ width: 1280 }, { width: 360, javaScript: false }] as const) {
    it(`with an account, and withdraws before the decision (${JSON.stringify(options)})`, async () => {
      const look = (at: Page): Promise<void> =>
        'javaScript' in options ? Promise.resolve() : expectAccessible(at);
      const page = await visit(options);
      const number = await applySignedIn(page, look);
      await page.goto('/postfach');
      expect(await main(page)).to.include(number);
      await page.goto(`/vorgang/${number}`);
      await reloadUntil(page, 'Antrag zurücknehmen');
      await look(page);
      await page.getByRole('link', { name: 'Antrag zurücknehmen' }).click();
      await look(page);
      await page.locator('form[action*="/aktion/"] button[value=next]').last().click();
      expect(page.url()).to.match(/erledigt=1$/);
      await look(page);
      await page.goto(`/vorgang/${number}`);
      await reloadUntil(page, 'Niemand, der Vorgang ist abgeschlossen');
      await page.goto(`/vorgang/${number}/postfach`);
      await reloadUntil(page, 'Bestätigung der Rücknahme');
      // A confirmation is no decision: no time limit begins with it.
      expect(await main(page))
        .to.include('Ungelesen')
        .and.not.include('bekannt gegeben');
      await look(page);
      const waiting = page.waitForEvent('download');
      await page.getByRole('link', { name: /Bestätigung der Rücknahme/ }).click();
      await (await waiting).path();
      await page.reload();
      expect(await main(page))
        .to.include('Zuerst abgerufen')
        .and.not.include('Ungelesen');
    });
  }

  it('in plain German, from the answers of an earlier application', async () => {
    const page = await visit({ width: 360 });
    const number = await applySignedIn(page, async () => undefined);
    await page.goto(`${PARKING}?aus=${number}`);
    expect(await main(page)).to.include(`Wir übernehmen Ihre Angaben aus dem Vorgang ${number}`);
    await page.getByRole('link', { name: 'Leichte Sprache' }).click();
    expect(await main(page)).to.include('Bewohner-Park-Ausweis');
    await expectAccessible(page);
    await press(page, 'Jetzt online starten');
    await page.getByLabel('Meinen Ausweis verlängern').check();
    await expectAccessible(page);
    await press(page, 'Weiter');
    await press(page, 'Weiter');
    expect(await page.locator('input[name=plate]').inputValue()).to.equal('MST-EL 85');
    expect(await main(page)).to.include(`Das steht so in Ihrem Vorgang ${number}.`);
    await expectAccessible(page);
  });

  it('is asked by the clerk for exactly one paper, and answers with it', async () => {
    const page = await visit({ width: 360 });
    const number = await applyWithDeclaration(page, '6');
    const clerk = await visit({ width: 1280 });
    await clerk.goto('/mitarbeit/anmelden?weiter=/mitarbeit/aufgaben');
    await press(clerk, 'Sabine Roth: ELSTER-Zertifikat (Stufe 3)');
    await reloadUntil(clerk, number);
    await clerk.locator('.aw-task', { hasText: number }).locator('a').first().click();
    expect(await main(clerk)).to.include(number);
    await press(clerk, 'Aufgabe übernehmen');
    await clerk.locator('input[name=decision][value=ask]').check();
    await clerk.locator('input[name=asked][value=registrationCertificate]').check();
    await clerk
      .locator('textarea[name=askText]')
      .fill('Der Schein fehlt.\n\nBitte <b>beide</b> Seiten.');
    await clerk.locator('input[name=askDays]').fill('14');
    await press(clerk, 'Aufgabe erledigen');

    await page.goto(`/vorgang/${number}/postfach`);
    await reloadUntil(page, 'Der Schein fehlt.');
    expect(await main(page)).to.include('Bitte <b>beide</b> Seiten.');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    expect(await main(page))
      .to.include('Der Schein fehlt.')
      .and.not.include('Erklärung des Halters');
    await expectAccessible(page);
    const file = page.locator('input[type=file][name=registrationCertificate]');
    await file.setInputFiles([paper('schein.pdf')]);
    await page.getByText('schein.pdf').first().waitFor();
    await press(page, 'Absenden');
    expect(new URL(page.url()).pathname).to.equal(`/vorgang/${number}`);
    await expectAccessible(page);

    await clerk.goto(`/mitarbeit/vorgang/${number}`);
    await reloadUntil(clerk, 'schein.pdf');
    const [framed] = await Promise.all([
      clerk.waitForResponse((response) => response.url().includes('/dokument/')),
      clerk.locator('.aw-desk__reader summary', { hasText: 'schein.pdf' }).click(),
    ]);
    expect(framed.headers()['content-type']).to.equal('application/pdf');
    await expectAccessible(clerk);
  });
});
