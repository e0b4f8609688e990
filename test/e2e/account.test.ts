import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { makeBundle } from '../../core/procedures/bundle.ts';
import type { Bundle } from '../../core/procedures/procedure.ts';
import { withActions } from '../support/action-procedure.ts';
import { jsonOf } from '../support/altered-bundle.ts';
import { expectAccessible, reloadUntil } from '../support/browser.ts';
import { apply, openCase, press } from '../support/browser-steps.ts';
import { browserSuite } from '../support/browser-suite.ts';
import { withLatePapers } from '../support/late-papers.ts';
import { samplePdf, samplePng } from '../support/sample-files.ts';

const CARD = '2000000014';
const ERIKA = 'Erika Sophie Lindner';
const pdf = {
  name: 'erklaerung.pdf',
  mimeType: 'application/pdf',
  buffer: samplePdf(['<< /Mark (1) >>']),
};

/** The applicant's task asks for the papers, whatever staff said. */
function withPaperTask(bundle: Bundle): Bundle {
  const { key, files } = withActions(withLatePapers(bundle));
  const form = jsonOf(files, 'forms/nachreichen.form') as {
    components: { key: string; conditional?: object }[];
  };
  const components = form.components
    .filter(({ key: name }) => name === 'declaration' || name === 'notAll')
    .map(({ conditional: _conditional, ...component }) => component);
  const texts = (name: string): string =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(jsonOf(files, name)).filter(
          ([text]) => !/^forms\.nachreichen\.(proof|plateNumber)/.test(text),
        ),
      ),
    );
  const model = files.get('process.bpmn') ?? '';
  return makeBundle(
    key,
    new Map(files)
      .set('forms/nachreichen.form', JSON.stringify({ ...form, components }))
      .set('texts/en.json', texts('texts/en.json'))
      .set('process.bpmn', model.replace('"forms/posten"', '"forms/nachreichen"')),
  );
}

describe('an account and its cases in the browser', function () {
  this.timeout(180_000);
  const suite = browserSuite((bundle) =>
    bundle.key === 'bibliotheksgebuehr' ? withPaperTask(bundle) : bundle,
  );
  const { visit } = suite;
  const main = (page: Page): Promise<string> => page.locator('main').innerText();

  async function signIn(page: Page, who = ERIKA): Promise<void> {
    await page.goto('/anmelden');
    await press(page, `${who}: Benutzername und Passwort (Stufe 1)`);
  }

  for (const options of [{ width: 1280 }, { width: 360, javaScript: false }] as const) {
    const look = (at: Page): Promise<void> =>
      'javaScript' in options ? Promise.resolve() : expectAccessible(at);

    it(`finds the case in the mailbox, and withdraws it (${JSON.stringify(options)})`, async () => {
      const page = await visit(options);
      await signIn(page);
      const { number } = await apply(page, { card: CARD }, look);
      await page.getByRole('link', { name: 'Zum Status' }).click();
      await reloadUntil(page, 'withdraw label de');
      await page.getByRole('link', { name: 'Postfach', exact: true }).click();
      expect(await main(page))
        .to.include(number)
        .and.include('Offene Fragen an Sie: 1');
      await look(page);
      await page
        .getByRole('link', { name: /Zum Postfach des Vorgangs/ })
        .first()
        .click();
      expect(await main(page)).to.include('Fragen an Sie');
      await look(page);
      await page.goto(`/vorgang/${number}`);
      await page.getByRole('link', { name: 'withdraw label de' }).click();
      expect(await main(page)).to.include('withdraw explained de');
      await look(page);
      await press(page, 'withdraw now de');
      expect(await page.locator('a[href^="#f-withdrawReason"]').count()).to.equal(1);
      await look(page);
      await page.getByLabel('Aus Versehen').check();
      await press(page, 'withdraw now de');
      expect(await main(page)).to.include('withdraw done de');
      await look(page);
      await page.goto(`/vorgang/${number}`);
      await reloadUntil(page, 'Zurückgenommen');
      expect(await main(page)).not.to.include('withdraw label de');
      await look(page);
      await page.goto(`/vorgang/${number}/aktion/withdraw`);
      expect(await main(page)).to.include('withdraw done de');
    });

    it(`answers a question with papers (${JSON.stringify(options)})`, async () => {
      const page = await visit(options);
      const { number } = await apply(page, { card: CARD });
      await page.getByRole('link', { name: 'Zum Status' }).click();
      await reloadUntil(page, 'Jetzt erledigen');
      await page.getByRole('link', { name: 'Jetzt erledigen' }).click();
      await look(page);
      await press(page, 'Absenden');
      expect(await main(page)).to.include('Bitte laden Sie eine Datei hoch');
      await look(page);
      const field = page.getByRole('group', { name: 'Erklärung des Halters' });
      const input = field.locator('input[type=file][name=declaration]');
      await input.setInputFiles([pdf]);
      if ('javaScript' in options) await press(page, 'Hochladen');
      await field.getByText('erklaerung.pdf').first().waitFor();
      const image = { name: 'bild.png', mimeType: 'image/png', buffer: samplePng(20, 20) };
      await input.setInputFiles([image]);
      if ('javaScript' in options) await press(page, 'Hochladen');
      await field.locator('img').first().waitFor();
      await look(page);
      await press(page, 'Absenden');
      expect(new URL(page.url()).pathname).to.equal(`/vorgang/${number}`);
      expect(await main(page)).not.to.include('Jetzt erledigen');
    });
  }

  it('opens the draft and the case of an account to nobody else', async () => {
    const page = await visit();
    await signIn(page);
    await page.goto('/dienste/bibliotheksgebuehr');
    await press(page, 'Jetzt online starten');
    const draft = page.url();
    const other = await visit({ width: 360 });
    await signIn(other, 'Jonas von der Heide');
    await other.goto(draft);
    expect(await other.locator('main').innerText()).not.to.include('Bibliotheksausweis');
    await expectAccessible(other);
    await other.goto('/postfach');
    expect(await main(other)).to.include('Noch nichts da');
    await expectAccessible(other);
  });

  it('takes over what was begun as a guest', async () => {
    const page = await visit({ width: 360 });
    await page.goto('/dienste/bibliotheksgebuehr');
    await expectAccessible(page);
    await press(page, 'Jetzt online starten');
    const draft = page.url();
    await signIn(page, 'Ayşe Güneş');
    await page.goto(draft);
    await press(page, 'Speichern und später weitermachen');
    await expectAccessible(page);
    await press(page, 'In mein Konto übernehmen');
    await press(page, 'Speichern und später weitermachen');
    expect(await main(page)).to.include('Der Antrag gehört zum Konto von Ayşe Güneş');
    await expectAccessible(page);
  });

  it('lets a guest see the mailbox of one case', async () => {
    const page = await visit({ width: 360 });
    const { number, code } = await apply(page, { card: CARD });
    const other = await visit({ width: 360 });
    await other.goto(`/vorgang/${number}/postfach`);
    await openCase(other, number, code);
    await other.goto(`/vorgang/${number}/postfach`);
    expect(await main(other)).to.include(`Postfach zum Vorgang ${number}`);
    await expectAccessible(other);
  });
});
