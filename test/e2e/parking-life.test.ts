import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { pay, press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import {
  beginApplication,
  fillTerm,
  openDesk,
  permitCode,
  readLetter,
  sendApplication,
  signInErika,
} from '../support/parking-steps.ts';

const FIRST_PLATE = 'MST-EL 85';
const OTHER_PLATE = 'MST-NB 84';
/** From the day of issue into the last month of a permit for twelve. */
const DAYS_TO_INVITATION = 340;

type Kind = 'new' | 'plate-change';

describe('a permit lives on after its issue, in the browser', function () {
  this.timeout(240_000);
  const suite = browserSuite(undefined, { of: 'test' });
  const { visit } = suite;
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  async function signedIn(path: string): Promise<Page> {
    const page = await visit();
    await signInErika(page, path);
    return page;
  }

  /** What the account and an earlier case know is filled in already. */
  async function apply(page: Page, kind: Kind, plate: string): Promise<string> {
    await beginApplication(page, kind);
    await press(page, 'Weiter');
    await page.locator('input[name=keeper][value=own]').check();
    await page.locator('input[name=plate]').fill(plate);
    await press(page, 'Weiter');
    if (kind === 'new') await fillTerm(page, '12', new Date());
    return sendApplication(page);
  }

  /** What the old case knows is filled in: one looks through it and sends it. */
  async function renew(page: Page): Promise<string> {
    await press(page, 'Jetzt online starten');
    expect(await page.locator('input[name=requestKind][value=renewal]').isChecked()).to.equal(true);
    await press(page, 'Weiter');
    await press(page, 'Weiter');
    expect(await page.locator('input[name=plate]').inputValue()).to.equal(FIRST_PLATE);
    await press(page, 'Weiter');
    expect(await page.locator('input[name=validMonths][value="12"]').isChecked()).to.equal(true);
    await page.locator('input[name=noOwnSpace]').check();
    return sendApplication(page);
  }

  /** Released when the registers agree, else decided. */
  async function approve(number: string): Promise<void> {
    const clerk = await visit();
    await openDesk(clerk);
    await reloadUntil(clerk, number);
    await clerk.locator('.aw-task', { hasText: number }).locator('a').first().click();
    await clerk.locator('input[type=radio][value=approve]').check();
    await press(clerk, 'Aufgabe erledigen');
    expect(await main(clerk)).to.include('Die Aufgabe ist erledigt.');
  }

  async function payAndGet(page: Page, number: string): Promise<void> {
    await page.goto(`/vorgang/${number}`);
    await pay(page, 'pay');
    await reloadUntil(page, 'bestätigt');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, `Bewohnerparkausweis-${number}.pdf`);
    await reloadUntil(page, 'Ihr Bewohnerparkausweis ist ausgestellt');
  }

  async function newPermit(): Promise<{ page: Page; number: string }> {
    const page = await signedIn('/dienste/bewohnerparken');
    const number = await apply(page, 'new', FIRST_PLATE);
    await approve(number);
    await payAndGet(page, number);
    return { page, number };
  }

  /** What enforcement sees of the plate. */
  async function onTheStreet(plate: string): Promise<string> {
    const patrol = await visit();
    await patrol.goto('/ausweis/kennzeichen');
    await press(patrol, 'Yusuf Demir: ELSTER-Zertifikat (Stufe 3)');
    await patrol.getByLabel('Kennzeichen').fill(plate);
    await patrol.getByLabel('Grund der Abfrage').fill('Kontrolle');
    await press(patrol, 'Prüfen');
    return main(patrol);
  }

  /** What everybody sees who types in the code of a permit. */
  async function byCode(code: string): Promise<string> {
    const anybody = await visit();
    await anybody.goto(`/ausweis?code=${encodeURIComponent(code)}`);
    return main(anybody);
  }

  it('changes the plate: the old permit is worth nothing at once; moved away, the new one lapses', async () => {
    const { page, number: first } = await newPermit();
    expect(await onTheStreet(FIRST_PLATE)).to.include('Der Ausweis gilt');
    const oldCode = await permitCode(page);
    expect(await byCode(oldCode))
      .to.include('Der Ausweis gilt')
      .and.include(FIRST_PLATE);
    await page.goto('/dienste/bewohnerparken');
    const number = await apply(page, 'plate-change', OTHER_PLATE);
    await approve(number);
    await payAndGet(page, number);
    expect(await main(page)).to.include('10,00');
    expect(await onTheStreet(FIRST_PLATE)).to.include('Es gibt einen neuen');
    expect(await byCode(oldCode)).to.include('Der Ausweis gilt nicht mehr: Es gibt einen neuen');
    expect(await byCode(await permitCode(page)))
      .to.include(OTHER_PLATE)
      .and.not.include('gilt nicht mehr');
    // Without a day passing: the old case looks as soon as its permit is replaced.
    await page.goto(`/vorgang/${first}`);
    await reloadUntil(page, 'Ihr Ausweis gilt nicht mehr');
    await page.goto(`/vorgang/${number}/aktion/moved`);
    await page.locator('input[name=movedTo][value=outside]').check();
    await press(page, 'Umzug melden');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, 'Ausweis erloschen');
    expect(await onTheStreet(OTHER_PLATE)).to.include('Der Ausweis ist erloschen');
  });

  it('invites to renew before the end, and the new term begins where the old one ends', async () => {
    const { number } = await newPermit();
    await suite.house.sleep(DAYS_TO_INVITATION);
    const page = await signedIn(`/vorgang/${number}`);
    await reloadUntil(page, 'Zur Verlängerung eingeladen');
    expect(await main(page))
      .to.include('Sie können Ihren Ausweis jetzt verlängern.')
      .and.not.include('30 Tage vor dem Ablauf laden wir Sie');
    await expectAccessible(page);
    const way = await page.getByRole('link', { name: 'Verlängern' }).getAttribute('href');
    const invitation = (await readLetter(page, 'Einladung zur Verlängerung')).replaceAll('\n', '');
    expect(invitation).to.include(`${suite.house.address}${way}`).and.include('Lindner');
    await page.goto('/postfach');
    expect(await page.getByRole('link', { name: /^Verlängern/ }).getAttribute('href')).to.equal(
      way,
    );
    await expectAccessible(page);
    await page.goto(`/vorgang/${number}/postfach`);
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Verlängern' }).click();
    const renewal = await renew(page);
    await page.goto(`/vorgang/${number}`);
    expect(await main(page))
      .to.include('Verlängern: Sie haben den Antrag am')
      .and.not.include('Sie können Ihren Ausweis jetzt verlängern');
    await expectAccessible(page);
    await page.getByRole('link', { name: `Zum Vorgang ${renewal}` }).click();
    expect(await main(page)).to.include(`Vorgang ${renewal}`);
    await approve(renewal);
    await payAndGet(page, renewal);
    expect(await onTheStreet(FIRST_PLATE)).to.include('Der Ausweis gilt');
    await suite.house.sleep(40);
    const later = await signedIn(`/vorgang/${number}`);
    await reloadUntil(later, 'Ihr Ausweis ist abgelaufen');
    expect(await onTheStreet(FIRST_PLATE)).to.include('Der Ausweis gilt');
  });
});
