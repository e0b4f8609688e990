import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible } from '../support/browser.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { press } from '../support/browser-steps.ts';

const ERIKA = 'Erika Sophie Lindner';

describe('signing in in the browser', function () {
  this.timeout(120_000);
  const suite = browserSuite();
  const { visit } = suite;

  const main = (page: Page): Promise<string> => page.locator('main').innerText();
  const pathOf = (page: Page): string => new URL(page.url()).pathname;

  for (const options of [
    { width: 1280 },
    { width: 360, javaScript: false },
    { width: 360, dark: true },
  ] as const) {
    it(`a person: in, up, out (${JSON.stringify(options)})`, async () => {
      // axe is a script: without any, the page is looked at in the other runs.
      const look = (at: Page): Promise<void> =>
        'javaScript' in options ? Promise.resolve() : expectAccessible(at);
      const page = await visit(options);
      await page.goto('/verfolgen');
      await look(page);
      await page.getByRole('link', { name: 'Anmelden', exact: true }).click();
      expect(await main(page)).to.include('Das Portal fragt, wer Sie sind.');
      await look(page);
      await press(page, `${ERIKA}: Benutzername und Passwort (Stufe 1)`);
      expect(pathOf(page)).to.equal('/verfolgen');
      await page.getByRole('link', { name: ERIKA }).click();
      expect(await main(page))
        .to.include('Stufe 1')
        .and.include('Lindenstraße 4');
      await look(page);

      await page.getByRole('link', { name: 'Stufe 4' }).click();
      await press(page, `${ERIKA}: Online-Ausweis (Stufe 4)`);
      expect(pathOf(page)).to.equal('/anmeldung');
      expect(await main(page)).to.include('Vertrauensniveau: Stufe 4');

      await press(page, 'Abmelden');
      expect(await main(page)).to.include('Auch hier beim Anmeldedienst abmelden?');
      await look(page);
      await press(page, 'Abmelden');
      expect(pathOf(page)).to.equal('/abgemeldet');
      await look(page);
      await page.goto('/anmeldung');
      expect(await main(page)).to.include('Das Portal fragt, wer Sie sind.');
    });
  }

  it('a person refuses, then proves too little', async () => {
    const page = await visit({ width: 360, locale: 'en-GB' });
    await page.goto('/anmelden?stufe=4&weiter=/ausweis');
    await press(page, 'Ablehnen und zurück');
    expect(await main(page)).to.include('You are not signed in');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await press(page, `${ERIKA}: ELSTER-Zertifikat (Stufe 3)`);
    expect(await main(page))
      .to.include('This sign-in is not enough')
      .and.include('Level 4');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await press(page, `${ERIKA}: Online-Ausweis (Stufe 4)`);
    expect(pathOf(page)).to.equal('/ausweis');
  });

  it('an answer that was used already gets a page that leads on', async () => {
    const page = await visit();
    const callbacks: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/anmelden/zurueck?')) callbacks.push(request.url());
    });
    await page.goto('/anmelden');
    await press(page, `${ERIKA}: ELSTER-Zertifikat (Stufe 3)`);
    await page.goto(callbacks[0] ?? '');
    expect(await main(page)).to.include('Diese Anmeldung gilt nicht mehr');
    await expectAccessible(page);
  });

  it('staff: an operator opens the page of the operator, a clerk does not', async () => {
    const page = await visit({ width: 360 });
    await page.goto('/betrieb');
    await page.getByRole('main').getByRole('link', { name: 'Anmelden' }).click();
    await press(page, 'Ines Krug: ELSTER-Zertifikat (Stufe 3)');
    expect(pathOf(page)).to.equal('/betrieb');
    const row = page.getByRole('row', { name: 'Anmeldung (Personen)' });
    expect(await row.innerText()).to.include('in Ordnung');
    await page.goto('/mitarbeit');
    await expectAccessible(page);
    const clerk = await visit();
    await clerk.goto('/mitarbeit');
    await press(clerk, 'Sabine Roth: ELSTER-Zertifikat (Stufe 3)');
    expect(await main(clerk))
      .to.include('Sachbearbeitung')
      .and.include('Straßenverkehrsbehörde');
    expect((await clerk.goto('/betrieb'))?.status()).to.equal(403);
  });

  it('the provider is away: said so, and the portal goes on', async () => {
    await suite.house.city.fault('identity', { mode: '503' });
    const page = await visit();
    await suite.house.sleep(1);
    await page.goto('/anmelden');
    expect(await main(page)).to.include('Die Anmeldung geht gerade nicht');
    await expectAccessible(page);
    await page.goto('/');
    expect(await main(page)).to.include('Was möchten Sie erledigen?');
  });
});
