import { expect } from 'chai';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { apply, chooseAll, mailsAbout, openCase, pay, press } from '../support/browser-steps.ts';

describe('a library fee is paid in the browser', function () {
  this.timeout(120_000);
  const suite = browserSuite();
  const { visit } = suite;

  it('paid: from the search to the receipt by mail, every page accessible on a phone', async () => {
    const page = await visit({ width: 360 });
    const answers = { card: '2000000014', email: 'kim@example.org' };
    const { number } = await apply(page, answers, expectAccessible);
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await expectAccessible(page);
    await reloadUntil(page, 'Posten auswählen');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    await expectAccessible(page);
    await press(page, 'Absenden');
    await expectAccessible(page);
    await page.goBack();
    await page.goto(`/vorgang/${number}`);
    await chooseAll(page);
    await reloadUntil(page, 'Jetzt bezahlen');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Jetzt bezahlen' }).click();
    await expectAccessible(page);
    await page.goto(`/vorgang/${number}`);
    await pay(page, 'pay');
    await expectAccessible(page);
    expect(await page.locator('h1').innerText()).to.equal('Ihre Zahlung ist bestätigt');
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await reloadUntil(page, '.pdf');
    await reloadUntil(page, 'abgeschlossen');
    await expectAccessible(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.aw-documents a').click(),
    ]);
    expect(download.suggestedFilename()).to.equal(`Quittung-${number}.pdf`);
    const [mail] = await suite.house.city.mails({ recipient: 'kim@example.org' });
    expect(mail?.text).to.include(`${suite.house.address}/vorgang/${number}`);
    const effects = await suite.house.city.effects();
    expect(effects.paymentsByPurpose[number]).to.equal(1);
  });

  it('paid without JavaScript', async () => {
    const page = await visit({ javaScript: false });
    await apply(page, { card: '2000000022' });
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await chooseAll(page);
    await pay(page, 'pay');
    expect(await page.locator('h1').innerText()).to.equal('Ihre Zahlung ist bestätigt');
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await reloadUntil(page, 'abgeschlossen');
    expect(await page.locator('main').innerText()).to.include('.pdf');
  });

  it('refused, then paid', async () => {
    const page = await visit();
    const { number } = await apply(page, { card: '2000000030' });
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await chooseAll(page);
    await pay(page, 'refuse');
    expect(await page.locator('h1').innerText()).to.equal('Die Zahlung wurde abgelehnt');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Noch einmal versuchen' }).click();
    await reloadUntil(page, 'Jetzt erledigen');
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    await page.getByLabel('Noch einmal bezahlen').check();
    await press(page, 'Absenden');
    await pay(page, 'pay');
    await page.goto(`/vorgang/${number}`);
    await reloadUntil(page, 'abgeschlossen');
    expect(await page.locator('main').innerText())
      .to.include('abgelehnt')
      .and.include('bezahlt');
  });

  it('library away: it says so, and goes on when the library is back', async () => {
    await suite.house.city.fault('library', { mode: '503', retryAfterSeconds: 1 });
    const page = await visit();
    await apply(page, { card: '2000000097' });
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await expectAccessible(page);
    expect(await page.locator('main').innerText()).to.include('Die Stadt');
    await suite.house.city.mend();
    await reloadUntil(page, 'Posten auswählen');
  });

  it('abandoned, then reminded, then expired', async () => {
    const page = await visit();
    const { number, code } = await apply(page, { card: '2000000048', email: 'late@example.org' });
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await chooseAll(page);
    await pay(page, 'abandon');
    expect(await page.locator('h1').innerText()).to.equal('Die Zahlung wurde abgebrochen');
    await page.getByRole('link', { name: 'Noch einmal versuchen' }).click();
    await reloadUntil(page, 'Jetzt erledigen');
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    await page.getByLabel('Noch einmal bezahlen').check();
    await press(page, 'Absenden');
    await reloadUntil(page, 'Jetzt bezahlen');
    await suite.house.sleep(8);
    await mailsAbout(suite, 'late@example.org', 'Erinnerung');
    await suite.house.sleep(8);
    await page.goto(`/vorgang/${number}`);
    await openCase(page, number, code);
    await reloadUntil(page, 'abgeschlossen');
    await expectAccessible(page);
    expect(await page.locator('main').innerText())
      .to.include('Frist')
      .and.include('Bisher ist keine Zahlung bei uns eingegangen');
    const { transactions } = await suite.house.city.effects();
    const open = transactions.find((one) => one.purpose === number && one.status === 'INITIAL');
    await suite.house.city.payer(open?.transactionId ?? '', 'pay');
    await suite.house.sleep(0.5);
    await mailsAbout(suite, 'late@example.org', 'Geld geht an Sie zurück');
    await page.goto(`/vorgang/${number}`);
    await openCase(page, number, code);
    await reloadUntil(page, 'gehen an Sie zurück');
    await expectAccessible(page);
    expect(await page.locator('main').innerText()).to.not.include('nichts abgebucht');
  });

  it('stale choice, amount changed while paying: the payment goes back to an account', async () => {
    const page = await visit({ width: 360 });
    await apply(page, { card: '2000000071', email: 'emil@example.org' });
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await chooseAll(page);
    await reloadUntil(page, 'Die offenen Posten hatten sich geändert');
    await reloadUntil(page, 'Posten auswählen');
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    expect(await page.locator('main').innerText()).to.include('haben sich geändert');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await press(page, 'Absenden');
    await reloadUntil(page, 'Jetzt bezahlen');
    expect(await page.locator('main').innerText()).to.include('Säumnisgebühr (P-007): 7,50');
    await suite.house.city.changeAmount('P-007', 800);
    await pay(page, 'pay');
    await page.getByRole('link', { name: 'Zum Status' }).click();
    await reloadUntil(page, 'Weg der Rückzahlung wählen');
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
    await page.getByLabel('Auf ein Konto, das ich nenne').check();
    await page.getByLabel('Kontoinhaberin oder Kontoinhaber').fill('Emil Tischbein');
    await page.getByLabel('IBAN des Kontos').fill('DE89 3704 0044 0532 0130 00');
    await expectAccessible(page);
    await press(page, 'Absenden');
    await reloadUntil(page, 'abgeschlossen');
    await expectAccessible(page);
    const main = await page.locator('main').innerText();
    expect(main)
      .to.include('der Betrag hat sich geändert')
      .and.include('der Stadtkasse zur Rückzahlung gemeldet')
      .and.not.include('nichts abgebucht');
    await mailsAbout(suite, 'emil@example.org', 'Ihre Zahlung geht an Sie zurück');
  });
});
