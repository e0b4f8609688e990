import type { Page } from 'playwright-core';
import { reloadUntil } from './browser.ts';
import type { BrowserSuite } from './browser-suite.ts';
import type { TestMail } from './demo-city.ts';
import { eventually } from './engine-harness.ts';

/** From the list of services to the receipt; what is shown on the way may be looked at. */
export async function apply(
  page: Page,
  answers: { readonly card: string; readonly email?: string },
  look: (page: Page) => Promise<void> = async () => undefined,
): Promise<{ number: string; code: string }> {
  await page.goto('/');
  await look(page);
  await page.getByRole('link', { name: 'Bibliotheksgebühr bezahlen' }).click();
  await look(page);
  await page.getByRole('button', { name: 'Jetzt online starten' }).click();
  await look(page);
  await page.getByLabel('Nummer des Bibliotheksausweises').first().check();
  const number = page.getByRole('textbox', { name: 'Nummer des Bibliotheksausweises' });
  // With a script the question comes by itself, without it after "Weiter".
  if (!(await appears(number))) await press(page, 'Weiter');
  await number.fill(answers.card);
  await look(page);
  await press(page, 'Weiter');
  await page.getByRole('textbox', { name: 'E-Mail-Adresse' }).fill(answers.email ?? '');
  await look(page);
  await press(page, 'Weiter');
  await look(page);
  await press(page, 'Verbindlich abschicken');
  await look(page);
  const [caseNumber = '', code = ''] = await page.locator('dd.aw-code').allInnerTexts();
  return { number: caseNumber, code };
}

/** From the status page to the page where it is paid. */
export async function chooseAll(page: Page): Promise<void> {
  await reloadUntil(page, 'Posten auswählen');
  await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await press(page, 'Absenden');
}

/** Goes to the payment service and does there what the button says. */
export async function pay(page: Page, action: 'pay' | 'refuse' | 'abandon'): Promise<void> {
  await reloadUntil(page, 'Jetzt bezahlen');
  await page.getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await page.getByRole('link', { name: 'Jetzt bezahlen' }).click();
  await page.locator(`form[action$="/${action}"] button`).first().click();
}

/** Once the session has ended, number and code open the case again. */
export async function openCase(page: Page, number: string, code: string): Promise<void> {
  await page.getByLabel('Vorgangsnummer').fill(number);
  await page.getByLabel('Code').fill(code.toLowerCase());
  await press(page, 'Status anzeigen');
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).last().click();
}

async function appears(target: ReturnType<Page['locator']>): Promise<boolean> {
  return target.waitFor({ timeout: 1_500 }).then(
    () => true,
    () => false,
  );
}

/** Somebody has paid, and the library is away for so long that a clerk has to book it. */
export async function paidWhileAway({
  house,
  visit,
}: BrowserSuite): Promise<{ citizen: Page; number: string; code: string }> {
  const citizen = await visit();
  const { number, code } = await apply(citizen, { card: '2000000022' });
  await citizen.getByRole('link', { name: 'Zum Status' }).click();
  await chooseAll(citizen);
  await reloadUntil(citizen, 'Jetzt bezahlen');
  await house.city.fault('library', { mode: '503', retryAfterSeconds: 1 });
  await pay(citizen, 'pay');
  await citizen.goto(`/vorgang/${number}`);
  await reloadUntil(citizen, 'Wir buchen sie jetzt');
  await house.sleep(4);
  return { citizen, number, code };
}

/** All mails of that subject, as soon as there is one: they are sent behind the pages' back. */
export function mailsAbout(
  { house }: BrowserSuite,
  recipient: string,
  about: string,
): Promise<TestMail[]> {
  return eventually(async () => {
    const mails = await house.city.mails({ recipient });
    const found = mails.filter(({ subject }) => subject.includes(about));
    return found.length > 0 && found;
  }, `a mail "${about}" to ${recipient}`);
}
