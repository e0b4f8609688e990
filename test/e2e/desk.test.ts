import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import type { Visit } from '../support/browser.ts';
import { openCase, paidWhileAway, press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { withDeskTask } from '../support/desk-procedure.ts';

const TASK = 'Zahlung im Bibliothekssystem buchen';

describe('the desk of staff in the browser', function () {
  this.timeout(180_000);
  const suite = browserSuite((bundle) =>
    bundle.key === 'bibliotheksgebuehr' ? withDeskTask(bundle) : bundle,
  );
  const { visit } = suite;

  async function atTheInbox(who: string, options: Visit = {}): Promise<Page> {
    const page = await visit(options);
    await page.goto('/mitarbeit/aufgaben');
    await press(page, `${who}: ELSTER-Zertifikat (Stufe 3)`);
    return page;
  }

  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  /** The box shows the place where the case stands, which lies behind its first picture. */
  const showsActive = (box: HTMLElement): boolean => {
    const active = box.querySelector('.aw-diagram__node.aw-diagram--active');
    if (!active) return false;
    const [outer, inner] = [box.getBoundingClientRect(), active.getBoundingClientRect()];
    const isWithin = inner.left >= outer.left && inner.right <= outer.right;
    return box.scrollLeft > 0 && isWithin && inner.bottom <= outer.bottom;
  };

  it('a clerk claims, previews and completes at 360 px, and the citizen sees it', async () => {
    const { citizen, number, code } = await paidWhileAway(suite);
    const page = await atTheInbox('Hanna Lang', { width: 360 });
    await reloadUntil(page, TASK);
    await expectAccessible(page);
    await page.getByText('Suchen und eingrenzen').click();
    await page.getByLabel('Vorgang öffnen: Vorgangsnummer').fill('BG-2026-999999');
    await press(page, 'Vorgang öffnen');
    expect(await main(page)).to.include('Diesen Vorgang gibt es nicht');
    await expectAccessible(page);
    await page.getByLabel('Vorgang öffnen: Vorgangsnummer').fill(` ${number.toLowerCase()} `);
    await press(page, 'Vorgang öffnen');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal(`Vorgang ${number}`);
    await page.goto('/mitarbeit/aufgaben');
    await page.getByRole('link', { name: new RegExp(TASK) }).click();
    await expectAccessible(page);
    await press(page, 'Aufgabe übernehmen');
    expect(await main(page)).to.include('Von Ihnen übernommen');
    await page.getByRole('link', { name: `Vorgang ${number}` }).click();
    await expectAccessible(page);
    expect(await main(page)).to.include(`Übernommen: ${TASK}`);
    expect(await page.locator('.aw-diagram__scroll').evaluate(showsActive)).to.equal(true);
    expect(await page.evaluate(() => window.scrollY)).to.equal(0);
    await page.getByRole('link', { name: TASK }).click();
    await page.getByLabel('Sie lässt sich nicht buchen').check();
    await press(page, 'Schreiben ansehen');
    expect(await main(page)).to.include('Klage beim Verwaltungsgericht');
    await expectAccessible(page);
    await page.getByLabel('Die Zahlung steht jetzt im Bibliothekssystem').check();
    await press(page, 'Aufgabe erledigen');
    expect(await main(page)).to.include('Die Aufgabe ist erledigt.');
    await citizen.goto(`/vorgang/${number}`);
    await openCase(citizen, number, code);
    await reloadUntil(citizen, 'abgeschlossen');
  });

  it('a clerk releases in bulk without any script', async () => {
    const { number } = await paidWhileAway(suite);
    const page = await atTheInbox('Hanna Lang', { javaScript: false });
    await reloadUntil(page, number);
    await page.getByRole('link', { name: 'Alle auf dieser Seite auswählen' }).click();
    await press(page, 'Als gebucht freigeben');
    expect(await main(page)).to.include('Erledigt: 1');
    await page.getByRole('link', { name: number }).click();
    expect(await main(page))
      .to.include(`Erledigt: ${TASK}`)
      .and.include('Hanna Lang');
    expect(await main(page)).to.include('Das liest die antragstellende Person');
  });

  it('the tasks come first on a phone; on a wide screen nothing is folded', async () => {
    const { number } = await paidWhileAway(suite);
    const page = await atTheInbox('Hanna Lang', { width: 320, javaScript: false });
    await reloadUntil(page, number);
    const fold = page.locator('summary', { hasText: 'Suchen und eingrenzen' });
    const filter = page.getByLabel('Frist');
    expect(await filter.isVisible()).to.equal(false);
    const task = await page.locator('.aw-task').first().boundingBox();
    expect(task?.y).to.be.lessThan(page.viewportSize()?.height ?? 0);
    await fold.press('Enter');
    await filter.selectOption({ label: 'In sieben Tagen fällig' });
    await press(page, 'Anzeigen');
    expect(await filter.isVisible()).to.equal(true);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto('/mitarbeit/aufgaben');
    expect(await filter.isVisible()).to.equal(true);
    expect(await fold.isVisible()).to.equal(false);
  });

  it('another unit sees nothing of it; enforcement looks up plates', async () => {
    const clerk = await atTheInbox('Sabine Roth', { width: 1280 });
    expect(await main(clerk)).to.include('ist gerade nichts zu tun');
    await expectAccessible(clerk);
    const patrol = await visit({ width: 360 });
    await patrol.goto('/ausweis/kennzeichen');
    await press(patrol, 'Yusuf Demir: ELSTER-Zertifikat (Stufe 3)');
    await expectAccessible(patrol);
    await press(patrol, 'Prüfen');
    await expectAccessible(patrol);
    await patrol.getByLabel('Kennzeichen').fill('PB-AB 123');
    await patrol.getByLabel('Grund der Abfrage').fill('Kontrolle');
    await press(patrol, 'Prüfen');
    expect(await main(patrol)).to.include('Für PB-AB 123 gibt es keinen Ausweis');
    await expectAccessible(patrol);
  });
});
