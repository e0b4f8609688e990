import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { browserSuite } from '../support/browser-suite.ts';
import {
  apply,
  chooseAll,
  mailsAbout,
  openCase,
  paidWhileAway,
  pay,
  press,
} from '../support/browser-steps.ts';

describe('the city keeps its procedures going in the browser', function () {
  this.timeout(120_000);
  const suite = browserSuite();
  const { visit } = suite;

  async function operator(width: 360 | 1280 = 1280): Promise<Page> {
    const page = await visit({ width });
    await page.goto(suite.house.operatorLink());
    await press(page, 'Öffnen');
    return page;
  }

  const labelShown = (cell: HTMLElement): string => getComputedStyle(cell, '::before').content;

  /** Switched on the demo city's own page. */
  async function reportNextAs(amount: string): Promise<void> {
    const page = await visit();
    await page.goto(suite.house.city.controlUrl);
    await page.getByLabel('Stattdessen melden').fill(amount);
    await press(page, 'Betrag der nächsten Zahlung setzen');
    expect(await page.locator('main').innerText()).to.include(amount);
  }

  it('health: a system that is away is seen, and seen to be back', async () => {
    const page = await operator();
    const library = page.getByRole('row', { name: 'Bibliothekssystem' });
    expect(await library.innerText()).to.include('in Ordnung');
    await suite.house.city.fault('library', { mode: '500' });
    await page.reload();
    expect(await library.innerText()).to.include('gestört');
    await suite.house.city.mend();
    await page.reload();
    expect(await library.innerText()).to.include('in Ordnung');
  });

  it('incident: a step that was refused for good is tried again, and the case goes on', async () => {
    await suite.house.city.fault('library', { mode: '422' });
    const citizen = await visit();
    const { number } = await apply(citizen, { card: '2000000014' });
    await citizen.getByRole('link', { name: 'Zum Status' }).click();
    await reloadUntil(citizen, 'Es dauert diesmal länger');
    const page = await operator(360);
    await expectAccessible(page);
    const incident = page.getByRole('row', { name: number });
    await incident.getByRole('link', { name: number }).click();
    expect(await page.locator('main').innerText()).to.include('refused-on-command');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Zurück zum Betrieb' }).click();
    await suite.house.city.mend();
    await incident.getByRole('button', { name: 'Noch einmal versuchen' }).click();
    expect(await page.locator('main').innerText()).to.include('wird noch einmal versucht');
    await expectAccessible(page);
    await reloadUntil(page, 'Keine Störungen.');
    await reloadUntil(citizen, 'Posten auswählen');
  });

  it('an answer that cannot be read: no incident, the operator sees the reason, it goes on by itself', async () => {
    await suite.house.city.fault('library', { mode: 'garbage' });
    const citizen = await visit();
    await apply(citizen, { card: '2000000014' });
    await citizen.getByRole('link', { name: 'Zum Status' }).click();
    const page = await operator(360);
    await reloadUntil(page, 'Vorgang wartet seit');
    const text = await page.locator('main').innerText();
    expect(text)
      .to.include('Arbeitsschritt „library-account“')
      .and.include('answer of the library')
      .and.include('nicht so, wie es abgemacht ist')
      .and.include('Keine Störungen.')
      .and.not.include('Zugangsdaten oder Rechte');
    await expectAccessible(page);
    await suite.house.city.mend();
    await reloadUntil(citizen, 'Posten auswählen');
  });

  it('payment of another amount: looked at by a person, who accepts it', async () => {
    const citizen = await visit();
    const email = 'generous@example.org';
    const { number } = await apply(citizen, { card: '2000000030', email });
    await citizen.getByRole('link', { name: 'Zum Status' }).click();
    await chooseAll(citizen);
    await reportNextAs('999,99');
    await pay(citizen, 'pay');
    expect(await citizen.locator('h1').innerText()).to.equal('Die Zahlung wird geprüft');
    await citizen.goto(`/vorgang/${number}`);
    await reloadUntil(citizen, 'Ihre Zahlung wird geprüft');
    await expectAccessible(citizen);
    const page = await operator(360);
    await expectAccessible(page);
    const row = page.locator('tr', { hasText: number });
    expect(await row.innerText()).to.include('999,99');
    // A phone shows no head of the table: each figure has its label, and readers still the column's.
    const received = row.getByRole('cell', { name: '999,99' });
    expect(await received.evaluate(labelShown)).to.include('Gemeldet');
    expect(await page.getByRole('columnheader', { name: 'Gemeldet' }).count()).to.equal(1);
    await row.getByRole('link', { name: number }).click();
    expect(await page.locator('dl').first().innerText())
      .to.include('Ihre Zahlung wird geprüft')
      .and.match(/Wer ist dran\s+Die Stadt/);
    await expectAccessible(page);
    await page.goBack();
    await row.getByLabel('Begründung').fill('Zahlendreher, mit der Kasse geklärt');
    await row.getByRole('button', { name: 'Annehmen' }).dblclick();
    await reloadUntil(page, 'Betrieb');
    await reloadUntil(citizen, 'abgeschlossen');
    await reloadUntil(citizen, 'Es kam mehr, als zu bezahlen war');
    await expectAccessible(citizen);
    expect(await mailsAbout(suite, email, 'Geld geht an')).to.have.lengthOf(1);
  });

  it('task: paid, the library away for days, booked by hand', async () => {
    const { citizen, number, code } = await paidWhileAway(suite);
    const page = await operator(360);
    await reloadUntil(page, 'Zahlung im Bibliothekssystem buchen');
    await page.getByRole('link', { name: 'Zahlung im Bibliothekssystem buchen' }).click();
    const facts = await page.locator('main').innerText();
    expect(facts)
      .to.include('2000000022')
      .and.match(/Kassenzeichen\s+KZ/)
      .and.match(/\(P-\d+\)/);
    await expectAccessible(page);
    await page.getByLabel('Die Zahlung steht jetzt im Bibliothekssystem').check();
    await press(page, 'Aufgabe erledigen');
    expect(await page.locator('main').innerText()).to.include('Die Aufgabe ist erledigt.');
    await citizen.goto(`/vorgang/${number}`);
    await openCase(citizen, number, code);
    await reloadUntil(citizen, 'abgeschlossen');
    expect(await citizen.locator('main').innerText()).to.include(
      'Von der Bibliothek von Hand bearbeitet',
    );
  });
});
